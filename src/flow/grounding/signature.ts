// Who signs says nothing of what a letter is about: a few short lines from a closing on. Secrets fit there,
// too, so only what was read as a signature is one.

import { PHRASE_WORDS, wordsIn } from './atom.ts';
import { fold } from './fold.ts';

/** From such a line on, a few short ones say who signs. */
const CLOSING =
  /^(?:--|(?:kind|best|warm|many)?\s*(?:regards|wishes|thanks)|best|sincerely|yours|cheers|greetings)\b/;
const MAX_LINES = 5;
const MAX_WORDS = 20;
/** A longer line is a sentence. */
const MAX_LINE_WORDS = 7;
/** Closings of one text; what stands below more of them is no signature. */
const MAX_CLOSINGS = 256;

export interface Letter {
  readonly said: string;
  /** Empty: there is none. */
  readonly signed: string;
}

/** A text without the signature at its end, and that. */
export function letterOf(text: string): Letter {
  const lines = text.trimEnd().split('\n');
  const from = Math.max(0, lines.length - MAX_LINES);
  const lengths = lines.slice(from).map(wordsOf);
  const closing = lines.slice(from).findIndex((line, at) => isClosing(line) && isShort(lengths.slice(at)));
  if (closing === -1) return { said: text, signed: '' };
  const end = from + closing;
  return { said: lines.slice(0, end).join('\n'), signed: lines.slice(end).join('\n') };
}

/** What stands so below closings anywhere in a text: letters stand below one another. */
export function signaturesIn(text: string): readonly string[] {
  const lines = text.split('\n');
  const closings = lines.flatMap((line, at) => (isClosing(line) ? [at] : [])).slice(0, MAX_CLOSINGS);
  return closings.map((at) => {
    const tail = lines.slice(at, at + MAX_LINES);
    const lengths = tail.map(wordsOf);
    const end = tail.findIndex((_, to) => !isShort(lengths.slice(0, to + 1)));
    return tail.slice(0, end === -1 ? MAX_LINES : end).join('\n');
  });
}

/** Far longer than any closing in words. */
const MAX_CLOSING = 80;

function isClosing(line: string): boolean {
  return line.length <= MAX_CLOSING && CLOSING.test(fold(line)) && wordsOf(line) <= PHRASE_WORDS;
}

function wordsOf(line: string): number {
  return wordsIn(fold(line)).length;
}

function isShort(lengths: readonly number[]): boolean {
  const sum = lengths.reduce((all, length) => all + length, 0);
  return sum <= MAX_WORDS && lengths.every((length) => length <= MAX_LINE_WORDS);
}
