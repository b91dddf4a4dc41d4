// What is nested without end is neither looked through nor written down: to try would end whoever tries.

import type { Json } from './json.ts';

/** Containers of a connector's answer may be nested this deep. */
export const MAX_ANSWER_DEPTH = 64;

/** Whether containers are nested deeper than `most`. Total: it goes no deeper than that itself. */
export function isDeeper(value: Json, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((part) => isDeeper(part, most - 1));
}
