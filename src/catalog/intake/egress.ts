// Where what a tool is given may end up: when in doubt, farther.

import type { Effect, ToolProfile } from '../../kernel/state.ts';
import { wordSet } from '../words.ts';
import { tokensOf } from './effects.ts';
import type { Field } from './fields.ts';
import type { Phrase } from './phrase.ts';

export type Egress = ToolProfile['egress'];

const ADDRESS = wordSet('url uri urls uris webhook callback endpoint website href');
const PUBLISHED = wordSet('public external');
const PEOPLE_OUTSIDE = wordSet('to cc bcc email emails phone phones');
const PAYEE =
  /recipient|payee|beneficiary|destination|^to$|to_address|toaddress|iban|account_to|creditor|wallet/i;
const TEAM =
  /\b(?:channel|workspace|team|issue|pull request|thread|repository|discussion|incident|ticket)s?\b/i;
const MAIL = /\b(?:e-?mail|mail|sms)\b/i;
const CONTENT = wordSet(
  'body title text content children properties description markdown message note updates comment files',
);
/** What others see though nothing is written. */
const SEEN = wordSet('follow unfollow join like unlike star unstar request leave invite upvote');
const HANDED_OVER = wordSet('withdraw transfer send wire remit payout gift bridge');
/** So much of a description tells who it is for. */
const OPENING = 200;

export interface Reach {
  /** All that it may do, the main one first. */
  readonly effects: readonly Effect[];
  readonly phrases: readonly Phrase[];
  readonly fields: readonly Field[];
  readonly description: string;
}

/** How far what a tool is given goes. */
export function egressOf({ effects, phrases, fields, description }: Reach): Egress {
  const [primary] = effects;
  const words = phrases.flatMap(({ objects }) => objects);
  const beside = tokensOf(words);
  const heads = tokensOf(phrases.map(({ head }) => head));
  const takes = (wanted: ReadonlySet<string>): boolean =>
    fields.some(({ words: own }) => wanted.has(own.at(-1) ?? ''));
  const told = [...fields.map(({ name }) => name), ...words, description.slice(0, OPENING)].join(' ');
  const isTeam = TEAM.test(told) && (!MAIL.test(told) || /channel|issue|pull request/i.test(told));
  const isShared = isTeam || beside.has('@shared');
  const may = (effect: Effect): boolean => effects.includes(effect);

  if (primary === 'unknown' || primary === undefined) return 'unknown';
  if (primary === 'read') return may('send') ? 'external' : may('unknown') ? 'unknown' : 'none';
  if (primary === 'delete') return 'none';
  if (primary === 'send') {
    if ((beside.has('@public') || beside.has('invitation')) && !isTeam) return 'external';
    return isShared && !takes(PEOPLE_OUTSIDE) ? 'shared' : 'external';
  }
  if (primary === 'spend') {
    const isHandedOver = phrases.some(({ plain }) => HANDED_OVER.has(plain));
    return isHandedOver || fields.some(({ name }) => PAYEE.test(name)) ? 'external' : 'none';
  }
  if (takes(ADDRESS) || takes(PUBLISHED) || heads.has('@public')) return 'external';
  if (primary === 'execute') return may('send') || may('spend') || may('admin') ? 'external' : 'none';
  if (may('send')) return !isShared || may('execute') ? 'external' : 'shared';
  if (phrases.some(({ plain }) => SEEN.has(plain)) || beside.has('sharing')) return 'shared';
  if (may('unknown')) return 'unknown';
  return isShared && takes(CONTENT) ? 'shared' : 'none';
}
