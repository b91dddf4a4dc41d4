// Whoever approves sees where a value comes from: the words around it, from the texts that were read last.

import type { Json } from '../../kernel/json.ts';

export interface Excerpt {
  /** Id of the record that the text belongs to. */
  readonly source: string;
  readonly text: string;
}

/** Texts that are kept, and UTF-16 units of each. */
const MAX_TEXTS = 32;
const MAX_LENGTH = 32_000;
/** UTF-16 units shown on each side of a value. */
const AROUND = 120;

export function createExcerpts() {
  const kept: Excerpt[] = [];
  return {
    add: (source: string, value: Json): void => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      kept.push({ source, text: text.slice(0, MAX_LENGTH) });
      if (kept.length > MAX_TEXTS) kept.shift();
    },
    around: (value: string): readonly Excerpt[] =>
      kept.flatMap(({ source, text }) => {
        const at = text.toLowerCase().indexOf(value.toLowerCase());
        if (at === -1 || value === '') return [];
        return [{ source, text: text.slice(Math.max(0, at - AROUND), at + value.length + AROUND) }];
      }),
  };
}
