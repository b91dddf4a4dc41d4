// A control is a question that an auditor asks, and the records that answer it.

import type { NewsItem } from '../loop/news.ts';
import type { Known } from './known.ts';
import type { Tally } from './tally.ts';

export interface Control {
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  /** What one of the things that are counted is called, and several. */
  readonly unit: readonly [string, string];
  /** What those are that speak against it. */
  readonly openWords: string;
  hear(item: NewsItem, tally: Tally, known: Known): void;
}
