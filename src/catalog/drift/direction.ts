// What a definition may tell its reader to do ends with its own arguments: anything else is somebody's order.

import { verbIn } from '../lexicon/verbs.ts';
import { wordSet } from '../words.ts';
import { LITERAL, type Clause } from './clause.ts';
import { isAuxiliary } from './predicate.ts';
import { CHANGE_VERBS, DIRECTION_VERBS, PLAIN_WORDS, SMALL_WORDS, STATEMENT_VERBS } from './plain-words.ts';
import { isIn, type Topic } from './topic.ts';

const PASSED_OVER = wordSet(
  `not also only already still always never be been automatically usually typically then please just do don't
   and or but so`,
);
/** More often nouns where a clause begins. */
const NOUNS = wordSet(
  `search query page sort filter limit start end format list name value order time type count default number
   base complete display state range lower`,
);
const DETERMINERS = wordSet('the a an all any each every it this them');
/** Not once, for one value, but whatever was asked. */
const UNIVERSAL = wordSet('every each always whatever even regardless too');
const WHOLE = wordSet('all any everything whole entire');
/** Begin what a value is for, or when it is the right one. */
const REASONS = wordSet('for to with when if as by in or instead unless followed');
const GIVING = wordSet('provide supply enter give return');
const PRONOUNS = wordSet('it them this either both one these those');
const JOINED = wordSet('and then or also');
const CONSEQUENCES = wordSet('remove pay tell allow approve run become');

/** Whether a verb in its plain form comes first: the reader is told to do something. */
export function isDirection(clause: Clause): boolean {
  const first = leadOf(clause);
  if (clause[0] === 'do' && clause[1] !== 'not') return true;
  const second = clause[clause.indexOf(first) + 1] ?? '';
  if (second === '' || second === 'of' || isAuxiliary(second)) return false;
  const isNoun = NOUNS.has(first) || (PLAIN_WORDS.has(first) && clause.some((word) => isAuxiliary(word)));
  return isNoun ? DETERMINERS.has(second) : isVerb(first);
}

/**
 * Whether it is done with the tool's own arguments, or is what the tool does anyhow; once, not every time.
 *
 * @param hasReason the sentence says beside the clause when or what for
 */
export function isOwnDirection(clause: Clause, topic: Topic, hasReason: boolean): boolean {
  const verb = leadOf(clause);
  if (clause.some((word) => UNIVERSAL.has(word))) return false;
  if (doesMore(clause, topic)) return false;
  const value = clause[clause.indexOf(verb) + 1] ?? '';
  if (isValue(value) && !hasReason && !clause.some((word) => REASONS.has(word))) return false;
  const takesAll = clause.some((word) => WHOLE.has(word));
  if (CHANGE_VERBS.has(verb)) return !takesAll && clause.some((word) => isOwnThing(word, topic));
  if (DIRECTION_VERBS.has(verb)) return !(takesAll && GIVING.has(verb));
  return !takesAll && (topic.own.has(verb) || topic.named.has(verb));
}

/** A second order, or a purpose that changes something the tool does not change. */
function doesMore(clause: Clause, topic: Topic): boolean {
  return clause.some((word, at) => {
    const previous = clause[at - 1] ?? '';
    const isJoined = at > 1 && JOINED.has(previous);
    if (isJoined && isVerb(word) && !PLAIN_WORDS.has(word)) return true;
    const isOfIts = isIn(topic.own, word) || PRONOUNS.has(clause[at + 1] ?? '');
    return (isJoined || previous === 'to') && isConsequence(word) && !isOfIts;
  });
}

function isVerb(word: string): boolean {
  return CHANGE_VERBS.has(word) || DIRECTION_VERBS.has(word) || STATEMENT_VERBS.has(word);
}

function isOwnThing(word: string, { named }: Topic): boolean {
  return word === LITERAL || PRONOUNS.has(word) || (isIn(named, word) && !SMALL_WORDS.has(word));
}

function isValue(word: string): boolean {
  return word === LITERAL || /^\d/.test(word);
}

function isConsequence(word: string): boolean {
  const known = verbIn(word);
  return known !== null && known.verb.sure && CONSEQUENCES.has(known.verb.kind);
}

function leadOf(clause: Clause): string {
  return clause.find((word) => !PASSED_OVER.has(word)) ?? '';
}

/** Whether the clause tells when, or what for. */
export function isReason(clause: Clause): boolean {
  return REASONS.has(clause[0] ?? '');
}
