// A clause says that something is so, or only names a thing: the first is held to more.

import { wordSet } from '../words.ts';
import type { Clause } from './clause.ts';
import { PLAIN_WORDS, STATEMENT_VERBS } from './plain-words.ts';
import { isIn } from './topic.ts';

const AUXILIARIES = wordSet(
  `is are was were be been being become becomes remain remains stay stays must should shall ought may might
   can cannot can't could will would won't do does don't doesn't need needs`,
);

/** Where a clause says what happens: -1 for a clause without a verb. */
export function predicateAt(clause: Clause): number {
  const at = clause.findIndex((word) => isAuxiliary(word));
  return at !== -1 ? at : clause.findIndex((word, index) => isThirdPerson(word, index));
}

export function isAuxiliary(word: string): boolean {
  return AUXILIARIES.has(word);
}

function isThirdPerson(word: string, index: number): boolean {
  return word.endsWith('s') && isIn(STATEMENT_VERBS, word) && (index === 0 || !isIn(PLAIN_WORDS, word));
}
