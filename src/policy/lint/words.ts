// How findings name things: all of a few, the first of many, what was probably meant.

import { nearestWord } from '../../document/nearest.ts';

/** `a, b and c`; of more than four, the first three and how many more. */
export function listOf(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** ` (did you mean x?)` where a name is nearly one of those that are known, else nothing. */
export function suggestion(name: string, known: Iterable<string>): string {
  const near = nearestWord(name, [...known]);
  return near === null ? '' : ` (did you mean ${near}?)`;
}
