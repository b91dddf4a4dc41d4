// A sentence is harmless only where it is recognised as documentation of its own tool: all of it is plain,
// and whatever it tells the reader to do is done to the tool's own arguments.

import { wordSet } from '../words.ts';
import { clausesOf, JOINTS, type Clause } from './clause.ts';
import { isDirection, isOwnDirection, isReason } from './direction.ts';
import { NEAR_OUTSIDE, OUTSIDE } from './outside-words.ts';
import { SMALL_WORDS } from './plain-words.ts';
import { isAuxiliary, predicateAt } from './predicate.ts';
import { isIn, isPlain, type Topic } from './topic.ts';

/** Where a sentence stands: at the beginning of a description or a title, further on, or in a schema. */
export type Place = 'opening' | 'description' | 'argument';

/** Why a sentence is not known to be harmless. */
export interface Doubt {
  readonly about: string;
  /** No honest definition speaks of these things in one sentence. */
  readonly isGrave: boolean;
}

/** Ask something of the reader. */
const DEMANDS = wordSet("must should shall ought need needs you your don't do");
const PHRASES = wordSet(
  `in of on at by for from with within without per under over above below between across after before during
   as like via including except up along than to`,
);
/** What is done with data beside what the tool is for; not what is done with it in a request. */
const MOVED = new RegExp(
  String.raw`\b(?:(?:replaced|swapped|substituted) (?:by|with)|(?:added|appended|sent|copied|posted|written` +
    '|stored|saved|published|logged|recorded|transferred|moved|redirected|routed|mapped|changed)' +
    String.raw` (?:to|in|into|under|at|with|by))\b` +
    String.raw`(?! (?:\d|v\d|version|utc|(?:the )?(?:api|server|statement|query|request|url)\b))`,
);
/** One of several is put above the others. */
const CHOSEN = /\b(?:is|are) the .{1,30}\bones?\b/;

/** What raises doubt about a sentence; null for plain documentation. */
export function doubtOf(sentence: string, topic: Topic, place: Place): Doubt | null {
  const clauses = clausesOf(sentence);
  const outside = outsideOf(clauses.flat(), topic);
  if (outside !== null) return outside;
  const moved = MOVED.exec(clauses.flat().join(' '))?.[0] ?? '';
  if (moved !== '' && !isIn(topic.own, moved.split(' ')[0]!)) return mild(moved);
  const strange = clauses.find((clause, at) => {
    const hasReason = clauses.some((other) => other !== clause && isReason(other));
    if (CHOSEN.test(clause.join(' '))) return true;
    // What else the tool does is a list of verbs too.
    const isTail = place === 'opening' && at > 0;
    if (isTail && isDirection(clause)) return !clause.every((word) => isPlain(word, topic));
    return !isPlainClause(clause, topic, isTail ? 'description' : place, hasReason);
  });
  return strange === undefined ? nearOf(clauses, topic, place) : mild(strange.join(' '));
}

function mild(about: string): Doubt {
  return { about, isGrave: false };
}

function outsideOf(given: Clause, { admitted }: Topic): Doubt | null {
  const words = given.flatMap((word) => [word, ...(/[-_]/.test(word) ? word.split(/[-_]/) : [])]);
  const met = OUTSIDE.filter((one) => words.some((word) => one.words.has(word)));
  const strange = met.filter((one) => words.some((word) => one.words.has(word) && !isIn(admitted, word)));
  if (strange.length === 0) return null;
  return {
    about: strange.map(({ about }) => about).join(', '),
    isGrave: met.filter((one) => one.isGrave).length > 1,
  };
}

function nearOf(clauses: readonly Clause[], { admitted }: Topic, place: Place): Doubt | null {
  const near = clauses.flat().find((word) => NEAR_OUTSIDE.has(word) && !isIn(admitted, word));
  const isStatement = clauses.every((clause) => !isDirection(clause) && !isDemand(clause));
  const isExcused = place === 'opening' || (isStatement && place === 'description');
  return near === undefined || isExcused ? null : mild(near);
}

function isPlainClause(clause: Clause, topic: Topic, place: Place, hasReason: boolean): boolean {
  const [first = ''] = clause;
  const strange = clause.filter((word) => !isPlain(word, topic)).length;
  const half = Math.floor(clause.filter((word) => !SMALL_WORDS.has(word)).length / 2);
  if (place !== 'opening' && isDirection(clause))
    return strange <= 1 && isOwnDirection(clause, topic, hasReason);
  const at = predicateAt(clause);
  // A condition says of what it holds, and `always` of what.
  if (at === -1 && JOINTS.has(first)) return strange <= 1;
  if (at === -1 && /^(?:always|never)$/.test(first)) return false;
  if (at === -1 || PHRASES.has(first)) return strange <= Math.max(1, half);
  const isNarrow = place === 'argument' || first.endsWith('ing');
  const subject = clause.slice(0, at).filter((word) => !isPlain(word, topic)).length;
  if (isDemand(clause) ? strange > 0 : subject > (isNarrow ? 0 : 1)) return false;
  if (strange > (isNarrow ? 1 : Math.min(3, Math.max(1, half)))) return false;
  return isPlainlySaid(clause.slice(at), topic);
}

/** What follows the auxiliary; what something is not does no harm. */
function isPlainlySaid([verb = '', ...rest]: Clause, topic: Topic): boolean {
  if (!isAuxiliary(verb) || rest[0] === 'not') return true;
  const said = rest.find((word) => word === 'one' || !SMALL_WORDS.has(word));
  return said === undefined || isPlain(said, topic);
}

function isDemand(clause: Clause): boolean {
  return clause.some((word) => DEMANDS.has(word));
}
