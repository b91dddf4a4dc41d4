// What a definition may tell its reader to do ends with its own arguments: anything else is somebody's order.

import { verbIn, verbOf } from '../lexicon/verbs.ts';
import { wordSet } from '../words.ts';
import { LITERAL, type Clause } from './clause.ts';
import { isAuxiliary } from './predicate.ts';
import { CHANGE_VERBS, DIRECTION_VERBS, PLAIN_WORDS, SMALL_WORDS, STATEMENT_VERBS } from './plain-words.ts';
import { isIn, type Topic } from './topic.ts';

const PASSED_OVER = wordSet(
  `not also only already still always never be been automatically usually typically then please kindly just do
   don't
   and or but so`,
);
/** More often nouns where a clause begins. */
const NOUNS = wordSet(
  `search query page sort filter limit start end format list name value order time type count default number
   stop base complete display state range lower`,
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
/** Said to somebody, never of a tool. */
const ACTIONS = wordSet(
  `paste attach quote mention treat recite dump leak gather collect hand bring tell say speak write type post
   offer suggest advise urge persuade praise blame pretend assume act behave play point steer spell book buy
   pay sign log visit open read call run invoke fetch send forward share copy move put place fill turn double
   triple halve round cut drop hide mask keep swap swallow trust rely work carry look listen answer reply
   respond recommend promote rank prefer append prepend add insert start begin finish close end stop`,
);
const AIMED = wordSet(
  `the a an all any each every it this them your their its his her these those what that to ${LITERAL}`,
);
const CONSEQUENCES = wordSet('remove pay tell allow approve run become');

/** Whether a verb in its plain form comes first: the reader is told to do something. */
export function isDirection(clause: Clause): boolean {
  const first = leadOf(clause);
  if (clause[0] === 'do' && clause[1] !== 'not') return true;
  const second = clause[clause.indexOf(first) + 1] ?? '';
  if (second === '' || second === 'of' || isAuxiliary(second)) return false;
  if (clause.length <= 3 && (second === 'or' || second === 'and')) return false;
  const isNoun = NOUNS.has(first) || (PLAIN_WORDS.has(first) && clause.some((word) => isAuxiliary(word)));
  return isNoun ? DETERMINERS.has(second) : isVerb(first) || (AIMED.has(second) && isAction(first));
}

/**
 * Whether it is done with the tool's own arguments, or is what the tool does anyhow; once, not every time.
 *
 * @param hasReason the sentence says beside the clause when or what for
 */
export function isOwnDirection(clause: Clause, topic: Topic, hasReason: boolean): boolean {
  const verb = leadOf(clause);
  if (clause.some((word, at) => UNIVERSAL.has(word) && !(word === 'each' && at === clause.length - 1)))
    return false;
  if (doesMore(clause, topic)) return false;
  const value = clause[clause.indexOf(verb) + 1] ?? '';
  if (isValue(value) && !hasReason && !clause.some((word) => REASONS.has(word))) return false;
  const takesAll = clause.some((word) => WHOLE.has(word));
  if (CHANGE_VERBS.has(verb)) return !takesAll && clause.some((word) => isOwnThing(word, topic));
  if (DIRECTION_VERBS.has(verb)) return !(takesAll && GIVING.has(verb));
  return !takesAll && (topic.own.has(verb) || topic.named.has(verb));
}

/** A second order, or a purpose that changes something the tool does not change. */
export function doesMore(clause: Clause, topic: Topic): boolean {
  const lead = leadOf(clause);
  if (isConsequence(lead) && !isIn(topic.own, lead)) return true;
  return clause.some((word, at) => {
    const previous = clause[at - 1] ?? '';
    const isJoined = at > 1 && JOINED.has(previous);
    if (isJoined && isVerb(word) && !PLAIN_WORDS.has(word)) return true;
    const isOfIts = isIn(topic.own, word) || PRONOUNS.has(clause[at + 1] ?? '');
    return (isJoined || previous === 'to') && isConsequence(word) && !isOfIts;
  });
}

function isAction(word: string): boolean {
  return ACTIONS.has(word) || verbOf(word)?.sure === true;
}

function isVerb(word: string): boolean {
  return CHANGE_VERBS.has(word) || DIRECTION_VERBS.has(word) || STATEMENT_VERBS.has(word);
}

function isOwnThing(word: string, { named }: Topic): boolean {
  return (
    word === LITERAL ||
    word === 'following' ||
    PRONOUNS.has(word) ||
    (isIn(named, word) && !SMALL_WORDS.has(word))
  );
}

function isValue(word: string): boolean {
  return word === LITERAL || /^\d/.test(word);
}

export function isConsequence(word: string): boolean {
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
