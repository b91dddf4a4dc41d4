// A sentence is harmless only where it is recognised as documentation of its own tool: all of it is plain,
// and whatever it tells the reader to do is done to the tool's own arguments.

import { wordSet } from '../words.ts';
import { clausesOf, JOINTS, properNamesIn, type Clause } from './clause.ts';
import { doesMore, isConsequence, isDirection, isOwnDirection, isReason } from './direction.ts';
import { NEAR_OUTSIDE, OUTSIDE } from './outside-words.ts';
import { SMALL_WORDS } from './plain-words.ts';
import { isAuxiliary, predicateAt } from './predicate.ts';
import { steeringIn } from './steering.ts';
import { isIn, isPlain, type Topic } from './topic.ts';

/** Where a sentence stands: first in a description or a title, further on, first of a switch, in a schema. */
export type Place = 'opening' | 'description' | 'switch' | 'argument';

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
    String.raw` (?:to|in|into|under|at|with))\b` +
    String.raw`(?! (?:\d|v\d|version|utc|(?:the )?(?:api|server|statement|query|request|url)\b))`,
);
/** Whose own matters are no value of an argument. */
const PERSONS = wordSet('person persons people human humans reader readers');
/** What it takes or gives is listed by name. */
const LISTING = /^\W*(?:supports?|supported|valid|available|accepts?|accepted|allowed|possible|one of)\b/i;
/** What the tool is for is a list of verbs, too. */
const FOR_WHAT =
  /^\W*(?:use|useful|helpful|suitable|intended|call)(?: this| it| only)* (?:for|when|if|to|whenever)\b/i;
/** What a value must be, not what is done with it. */
const FITS =
  /\b(?:must|should|shall)(?: not| always)? be (?:an?|in|at|between|one|within|from|of|either|given)\b/;
/** One of several is put above the others. */
const CHOSEN = /\b(?:is|are) the .{1,30}\bones?\b/;

/** What the rest of a sentence says of a clause. */
interface Around {
  /** When, or what for. */
  readonly hasReason: boolean;
  readonly names: ReadonlySet<string>;
}

/** What raises doubt about a sentence; null for plain documentation. */
export function doubtOf(sentence: string, topic: Topic, place: Place): Doubt | null {
  const clauses = clausesOf(sentence);
  const names = LISTING.test(sentence) ? new Set<string>() : properNamesIn(sentence);
  const outside = outsideOf(clauses.flat(), topic);
  if (outside !== null) return outside;
  const isAsking = place === 'argument' && clauses.some(isDirection);
  const steering = steeringIn(sentence, topic, isAsking);
  if (steering !== null) return mild(steering);
  const content = clauses.flat().filter((word) => !SMALL_WORDS.has(word));
  const unknown = content.filter((word) => !isPlain(word, topic)).length;
  const small = clauses.flat().filter((word) => word.length > 1 && SMALL_WORDS.has(word)).length;
  if (unknown > 3 && unknown > content.length / 2 && small < content.length / 8)
    return mild('another language');
  const moved = MOVED.exec(clauses.flat().join(' '))?.[0] ?? '';
  if (moved !== '' && !isIn(topic.own, moved.split(' ')[0]!)) return mild(moved);
  const strange = clauses.find((clause, at) => {
    const hasReason = clauses.some((other) => other !== clause && isReason(other));
    if (CHOSEN.test(clause.join(' '))) return true;
    // What else the tool does is a list of verbs too.
    const isTail = at > 0 && (place === 'opening' || (at > 1 && FOR_WHAT.test(sentence)));
    if (isTail && isDirection(clause)) return !clause.every((word) => isPlain(word, topic));
    return !isPlainClause(clause, topic, isTail ? 'description' : place, { hasReason, names });
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
  const strange = clauses.flat().filter((word) => NEAR_OUTSIDE.has(word) && !isIn(admitted, word));
  const near = strange.find((word) => PERSONS.has(word)) ?? strange[0];
  const isStatement = clauses.every((clause) => !isDirection(clause) && !isDemand(clause));
  const isExcused = place === 'opening' || (isStatement && !PERSONS.has(near ?? ''));
  return near === undefined || isExcused ? null : mild(near);
}

function isPlainClause(clause: Clause, topic: Topic, place: Place, { hasReason, names }: Around): boolean {
  const [first = ''] = clause;
  const isStrange = (word: string): boolean => !isPlain(word, topic);
  const isOdd = (word: string): boolean => isStrange(word) && (names.has(word) || /\d/.test(word));
  const strange = clause.filter(isStrange).length;
  const odd = clause.filter(isOdd).length;
  const half = Math.floor(clause.filter((word) => !SMALL_WORDS.has(word)).length / 2);
  if (place === 'switch' && isDirection(clause)) return strange <= 1 && !doesMore(clause, topic);
  if (place !== 'opening' && isDirection(clause))
    return strange <= 1 && isOwnDirection(clause, topic, hasReason);
  const at = predicateAt(clause);
  // A condition says of what it holds, and `always` of what.
  if (at === -1 && JOINTS.has(first)) return odd <= 1;
  if (at === -1 && /^(?:always|never)$/.test(first)) return false;
  if (at === -1 || PHRASES.has(first)) return odd <= Math.max(1, half);
  const isNarrow = place === 'argument' || place === 'switch' || first.endsWith('ing');
  const subject = clause.slice(0, at).filter(isOdd).length;
  const isAsked = isDemand(clause) && !FITS.test(clause.join(' '));
  if (isAsked ? strange > 1 || odd > 0 : subject > (isNarrow ? 0 : 1)) return false;
  if (odd > (isNarrow ? 1 : Math.min(3, Math.max(1, half)))) return false;
  return isPlainlySaid(clause.slice(at), topic);
}

/** What follows the auxiliary; what something is not does no harm. */
function isPlainlySaid([verb = '', ...rest]: Clause, topic: Topic): boolean {
  if (!isAuxiliary(verb) || /^(?:not|an?|in|at|of|from|within|between)$/.test(rest[0] ?? '')) return true;
  if (/^(?:be|been)$/.test(rest[0] ?? '')) return isPlainlySaid(['be', ...rest.slice(1)], topic);
  const said = rest.find((word) => word === 'one' || !SMALL_WORDS.has(word));
  return said === undefined || isPlain(said, topic) || (said.endsWith('ed') && !isConsequence(said));
}

function isDemand(clause: Clause): boolean {
  return clause.some((word) => DEMANDS.has(word));
}
