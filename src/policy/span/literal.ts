// A quoted text means what Cedar's parser makes of it, and a `\*` in a pattern is no wildcard.

import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { Unread } from './token.ts';

const ELEMENT = /\\u\{([0-9a-fA-F]+)\}|\\x([0-9a-fA-F]{2})|\\([\s\S])|[\s\S]/gu;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
  ['*', '*'],
]);

/** The text that a quoted token stands for. Throws Unread where it is none. */
export function textOf(token: string): string {
  return elementsOf(token)
    .map(({ character }) => character)
    .join('');
}

/** The pattern that a quoted token stands for, in the parser's form. Throws Unread where it is none. */
export function patternOf(token: string): PatternElem[] {
  return elementsOf(token).map(({ character, isEscaped }) =>
    character === '*' && !isEscaped ? 'Wildcard' : { Literal: character },
  );
}

function elementsOf(token: string): { character: string; isEscaped: boolean }[] {
  if (!/^".*"$/s.test(token)) throw new Unread();
  return [...token.slice(1, -1).matchAll(ELEMENT)].map(([whole, long, short, simple]) => {
    const code = long ?? short;
    if (code !== undefined) return { character: String.fromCodePoint(parseInt(code, 16)), isEscaped: true };
    if (simple === undefined) return { character: whole, isEscaped: false };
    const character = ESCAPES.get(simple);
    if (character === undefined) throw new Unread();
    return { character, isEscaped: true };
  });
}
