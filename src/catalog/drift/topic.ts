// What a definition is about is what it said when it was admitted: a word beyond that, and beyond plain
// language, is strange.

import { plainForms, wordsOf } from '../words.ts';
import { LITERAL } from './clause.ts';
import { DIRECTION_VERBS, PLAIN_WORDS, SMALL_WORDS, STATEMENT_VERBS } from './plain-words.ts';

/** In plain forms of words. */
export interface Topic {
  /** Of its own name and texts: what the tool does. */
  readonly own: ReadonlySet<string>;
  /** The same, and the names around it. */
  readonly admitted: ReadonlySet<string>;
  /** Names and values of its arguments as they are now. */
  readonly named: ReadonlySet<string>;
}

const PLAIN = [PLAIN_WORDS, STATEMENT_VERBS, DIRECTION_VERBS];
/** Of a standard or a version. */
const STANDARD = /^(?:rfc|iso|utf|sha|md|http|ascii|base|mp|iec|ieee|ansi|x|h|v)-?\d[\w.-]*$/;
const NUMBER = /^\d{1,7}(?:[.-]\d{1,4})*[a-z%]{0,2}$/;
const DATE_PATTERN = /^[ymdhstz]{2,8}$/;
const PARTED = /[-._:]+/;

/** Whether a word says nothing that the topic, or any documentation, does not say. */
export function isPlain(word: string, topic: Topic): boolean {
  if (word === LITERAL || word.length === 1 || SMALL_WORDS.has(word)) return true;
  if (/^\d/.test(word)) return NUMBER.test(word);
  return (
    [...PLAIN, topic.admitted, topic.named].some((known) => isIn(known, word)) ||
    DATE_PATTERN.test(word) ||
    STANDARD.test(word) ||
    /[ai]ble$/.test(word) ||
    (PARTED.test(word) && word.split(PARTED).every((part) => part === '' || isPlain(part, topic)))
  );
}

/** Whether any plain form of the word is among them. */
export function isIn(words: ReadonlySet<string>, word: string): boolean {
  return plainForms(word).some((form) => words.has(form));
}

export function formsOf(texts: readonly string[]): Set<string> {
  const parts = new Set(texts.flatMap((text) => text.split(/\s+/)));
  const words = new Set(Array.from(parts).flatMap((part) => wordsOf(part)));
  return new Set(Array.from(words).flatMap((word) => plainForms(word)));
}
