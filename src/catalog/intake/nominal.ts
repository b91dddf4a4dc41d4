// A name without a verb says what is answered, not what is done: `orders_history`, `productPage`, `payees`.
// It looks, as long as nothing it is given and nothing that is said of it speaks of more.

import { verbOf, type Verb } from '../lexicon/verbs.ts';
import { singular, wordSet, wordsOf } from '../words.ts';
import type { Claim } from './claim.ts';
import { claimsOf } from './claim.ts';
import { effectsOf } from './effects.ts';
import type { Field } from './fields.ts';
import type { Phrase } from './phrase.ts';
import { plainWords } from './sentence.ts';

/** What an answer is called, whatever stands before it. */
const ANSWERS = wordSet(
  'history lookup logs log queue record records overview details detail profile info information status',
  'stats statistics feed timeline directory catalog catalogue availability balance balances results page',
  'listing listings forecast replies metrics inbox mailbox roster chart agenda',
);
/** What is said of those that are listed, behind them: `work_items_mine`. */
const WHICH = wordSet('mine open active pending recent latest overdue unread all');
/** Of an act, not of a thing: whoever calls it may be the one who does it. */
const ACT = /(?:ment|tion|sion|fer|fund|sal|wal|ing)$/;
const ACTS = wordSet('order trade purchase payout charge sale invite bid bet sweep wire');
const NO_ACTS = wordSet(
  'document department apartment environment information location station position section notification',
  'application installation building listing setting meeting transaction',
);
/** What is given where something is changed or said. */
const GIVEN = wordSet(
  'body message text content contents comment payload data amount value address email enabled recipient to',
  'command script code note reason action password role title description value on priority quantity price',
  'percent',
);

/**
 * Empty where the name has a verb in front, where what is said begins with more than looking, or where
 * something is given that nobody gives who only looks.
 *
 * @param mayBeBare whether it asks for no argument
 */
export function nominalClaims(
  name: string,
  fields: readonly Field[],
  description: string,
  first: Phrase | null,
  mayBeBare: boolean,
): Claim[] {
  const called = wordsOf(name);
  const isSaidWhich = called.length > 1 && WHICH.has(called.at(-1) ?? '') && isPlural(called.at(-2) ?? '');
  const words = isSaidWhich ? called.slice(0, -1) : called;
  const last = words.at(-1) ?? '';
  if (words.length === 0 || fields.some(({ words: own }) => GIVEN.has(own.at(-1) ?? ''))) return [];
  const [head = ''] = words;
  const within = words.slice(0, -1).map(verbOf);
  const isActing = (verb: Verb | undefined, place: number): boolean =>
    verb !== undefined && verb.kind !== 'read' && (place > 0 || verb.sure || verb.kind === 'manage');
  if (within.some(isActing)) return [];
  const isAll = mayBeBare && isPlural(last) && isCalledSo(description, called);
  if (isAll) return claimsOf(['read'], `"${name}" names many, and may be asked for with nothing`);
  const isEcho = echoes(words, description);
  const isVerb = verbOf(head) !== undefined;
  const isNoun = first !== null && OF.has(plainWords(description)[1] ?? '');
  const does = first === null ? [] : effectsOf(first);
  const isMore = first?.verb.kind === 'manage' || does.some((one) => one !== 'read');
  // `log` of "Log a call" is no log.
  const isQuiet = isNoun || !isMore || (first?.verb.sure !== true && first?.plain !== last);
  const isAnswer = ANSWERS.has(last) && (isVerb ? isNoun && words.length > 1 : isQuiet);
  const isMany =
    isPlural(last) && (isVerb ? isEcho && ASKED.has(last) : first === null || (isEcho && !isMore));
  const isListed = isMany && (!isAct(last) || isVerb || (isEcho && isGivenNothing(fields)));
  return isAnswer || isListed || (!isAct(last) && isOne(words, fields, description, first))
    ? claimsOf(['read'], `"${name}" names what is answered`)
    : [];
}

/** `bills_open`: Open bills. `access_requests`: Requests waiting. Given nothing, it does nothing to many. */
function isCalledSo(description: string, called: readonly string[]): boolean {
  const said = plainWords(description).slice(0, called.length);
  const place = said.findIndex((word) => isPlural(word) && called.includes(word));
  return place !== -1 && said.slice(0, place).every((word) => called.includes(word) && !verbOf(word)?.sure);
}

function isPlural(word: string): boolean {
  return singular(word) !== word;
}

/** `payments`, which may pay as well as list. */
function isAct(word: string): boolean {
  const one = singular(word);
  const verb = verbOf(one);
  if (NO_ACTS.has(one)) return false;
  return ACT.test(one) || ACTS.has(one) || verb?.kind === 'pay' || verb?.kind === 'remove';
}

function isGivenNothing(fields: readonly Field[]): boolean {
  return fields.every(({ words }) => PAGES.has(words.at(-1) ?? ''));
}

/** `lease`: Lease of a unit. Nothing is switched by it. */
function isOne(
  words: readonly string[],
  fields: readonly Field[],
  description: string,
  first: Phrase | null,
): boolean {
  const said = plainWords(description).slice(0, 4).map(singular);
  const isThing = words.some((one) => said.includes(singular(one)));
  const isChosen = fields.every(
    ({ words: own, schema }) => schema['type'] === 'string' || PAGES.has(own.at(-1) ?? ''),
  );
  return first === null && isThing && isChosen && words.every((one) => verbOf(one) === undefined);
}

const PAGES = wordSet('limit offset page size');

/** After these a word that may be a verb was none: `Log of a job`. */
const OF = wordSet('of by below within between about');
/** `leaveRequests` does not leave. */
const ASKED = wordSet('requests reports');

/** `leaveRequests`: Leave requests waiting for a decision. */
function echoes(words: readonly string[], description: string): boolean {
  const said = plainWords(description)
    .slice(0, words.length + 2)
    .map(singular);
  return said.length >= words.length && words.every((word) => said.includes(singular(word)));
}
