// A value is written so that equal values are equal texts, up to a bound on all that is written.

import type { Json } from '../../kernel/json.ts';

export interface Writer {
  /** JSON with sorted keys. */
  readonly write: (value: Json) => string;
  /** False: something was too deep, or too much, and written in part only. */
  readonly isWhole: () => boolean;
}

const MAX_DEPTH = 24;
const MAX_PARTS = 20_000;

export function createWriter(): Writer {
  let parts = 0;
  let isWhole = true;
  return { write: (value) => write(value, 0), isWhole: () => isWhole };

  function write(value: Json, depth: number): string {
    parts += 1;
    if (parts > MAX_PARTS || depth > MAX_DEPTH) {
      isWhole = false;
      return '…';
    }
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((one: Json) => write(one, depth + 1)).join(',')}]`;
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${write(one, depth + 1)}`).join(',')}}`;
  }
}
