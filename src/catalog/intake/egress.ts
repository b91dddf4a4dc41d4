// Where what a tool is given may end up: when in doubt, farther.

import type { Effect } from '../../kernel/effect.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { wordSet } from '../words.ts';
import { isDestination } from './address.ts';
import { tokensOf } from './effects.ts';
import type { Field } from './fields.ts';
import type { Phrase } from './phrase.ts';

export type Egress = ToolProfile['egress'];

const PUBLISHED = wordSet('public external');
const PEOPLE_OUTSIDE = wordSet(
  'to cc bcc email emails phone phones recipient recipients signer signers customer',
);
const PAYEE = alternatives(
  'recipient|payee|beneficiary|destination|^to$|to_address|toaddress|iban|account_to|creditor',
  'wallet|spender',
);
const TEAM = alternatives(
  '\\b(?:channel|workspace|team|issue|pull ?request|merge ?request|work item|task|board|wiki|thread',
  'repository|discussion|incident|ticket)s?\\b',
);
const MAIL = /\b(?:e-?mail|mail|sms)\b/i;
const CONTENT = wordSet(
  'body title text content children properties description markdown message note updates comment files',
);
/** What is new and empty is shared with nobody yet. */
const CREATED = wordSet(
  `repository repo doc document spreadsheet sheet slide presentation workspace project channel team
    usergroup playlist`,
);
/** What others see though nothing is written. */
const SEEN = wordSet('follow unfollow join like unlike star unstar request leave invite upvote');
const HANDED_OVER = wordSet('withdraw transfer send wire remit payout gift bridge broadcast');
/** What anybody may see who finds it, though it is only written. */
const OPEN_TO_ALL = wordSet('gist pastebin');
/** They reach people wherever these are. */
const REACHING = wordSet('fax sms mail email dial text phone');
const ANYBODY = /\b(?:publicly|anyone|anybody|public (?:file|site|page|link|url|web|registry|internet))\b/i;
/** So much of a description tells who it is for. */
const OPENING = 200;

export interface Reach {
  /** All that it may do, the main one first. */
  readonly effects: readonly Effect[];
  readonly phrases: readonly Phrase[];
  readonly fields: readonly Field[];
  readonly description: string;
  /** Words of the name as it stands. */
  readonly named: readonly string[];
}

/** How far what a tool is given goes. */
export function egressOf({ effects, phrases, fields, description, named }: Reach): Egress {
  const [primary] = effects;
  const words = phrases.flatMap(({ objects }) => objects);
  const beside = tokensOf(words);
  const heads = tokensOf(phrases.map(({ head }) => head));
  const takes = (wanted: ReadonlySet<string>): boolean =>
    fields.some(({ words: own }) => wanted.has(own.at(-1) ?? ''));
  const told = [...fields.flatMap(({ words: own }) => own), ...words, description.slice(0, OPENING)].join(
    ' ',
  );
  const isTeam = TEAM.test(told) && (!MAIL.test(told) || /channel|issue|(?:pull|merge) ?request/i.test(told));
  const isShared = isTeam || beside.has('@shared');
  const may = (effect: Effect): boolean => effects.includes(effect);

  if (primary === 'unknown' || primary === undefined) return 'unknown';
  if (primary === 'read') return may('send') ? 'external' : may('unknown') ? 'unknown' : 'none';
  if (primary === 'delete') return 'none';
  if (beside.has('webhook')) return 'external';
  if (primary === 'send') {
    if ((beside.has('@public') || beside.has('invitation')) && !isTeam) return 'external';
    const isReaching = phrases.some(({ plain }) => REACHING.has(plain));
    if (named.includes('public') && !named.includes('channel')) return 'external';
    return isShared && !isReaching && !takes(PEOPLE_OUTSIDE) ? 'shared' : 'external';
  }
  if (primary === 'spend') {
    const isHandedOver = phrases.some(({ plain }) => HANDED_OVER.has(plain));
    return isHandedOver || fields.some(({ name }) => PAYEE.test(name)) ? 'external' : 'none';
  }
  const isLeading = fields.some(isDestination);
  const [main] = phrases;
  const isNew = main?.plain === 'create' && CREATED.has(main.head);
  if (isNew && !isLeading && !may('send')) return 'none';
  const isOpen = heads.has('@public') || [...OPEN_TO_ALL].some((word) => heads.has(word));
  const isForAll = primary === 'write' && !isTeam && ANYBODY.test(description.slice(0, OPENING));
  const isRemote = fields.some(({ words: own }) => own.includes('remote'));
  // What a browser is given goes to whoever made the page.
  const isOutside = isRemote || isOpen || isForAll || named.includes('browser');
  if (isLeading || isOutside || takes(PUBLISHED)) return 'external';
  if (primary === 'execute' && may('unknown')) return 'unknown';
  if (primary === 'execute')
    return may('send') || may('spend') || (may('admin') && may('write')) ? 'external' : 'none';
  const isPushed = phrases.some(({ plain }) => plain === 'push');
  if (may('send')) return !isShared || may('execute') || isPushed ? 'external' : 'shared';
  if (phrases.some(({ plain }) => SEEN.has(plain)) || beside.has('sharing')) return 'shared';
  if (may('unknown')) return 'unknown';
  return isShared && takes(CONTENT) ? 'shared' : 'none';
}

function alternatives(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join('|'), 'i');
}
