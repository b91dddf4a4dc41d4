// What every bench reports, in one shape: two sides measured in the same run, and their ratio.

import type { Ledgers } from './ledgers.ts';

export interface Result {
  readonly name: string;
  /** Median of Holdpoint's side, in `unit`. */
  readonly ours: number;
  /** Median of what it is held against, in the same unit. */
  readonly other: number;
  /** `ours` divided by `other`. */
  readonly ratio: number;
  readonly unit: Unit;
}

export type Unit = 'ms' | 'calls/s' | 'decisions/s' | 'records/s' | 'hashes' | 'bytes' | 'MiB' | 'µs';

/** Some benches yield several lines from one measurement. */
export interface Bench {
  readonly names: readonly string[];
  run(ask: Ask): Promise<readonly Result[]>;
}

export type Progress = (line: string) => void;

/** What a bench is to measure, and with what. */
export interface Ask {
  /** Results that nobody wants need not be measured. */
  readonly wants: (name: string) => boolean;
  readonly progress: Progress;
  readonly ledgers: Ledgers;
}

export function toResult(
  name: string,
  unit: Unit,
  ours: readonly number[],
  other: readonly number[],
): Result {
  const [left, right] = [median(ours), median(other)];
  return { name, ours: rounded(left), other: rounded(right), ratio: rounded(left / right), unit };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('nothing was measured');
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** The smallest value that at least `share` of all are not above. */
export function quantile(values: readonly number[], share: number): number {
  const found = values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** Three significant digits: more would claim what one run cannot know. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
