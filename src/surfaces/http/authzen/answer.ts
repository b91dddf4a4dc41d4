// An answer as whoever asked may see it: yes or no, the record, a category; why exactly, only for whom policy
// shows it to. An agent does not even hear that people could be asked.

import type { Evaluated } from '../../../gateway/access/evaluate.ts';
import type { Reason, RuleName } from '../../../kernel/reason.ts';
import { timeOf } from './access-wire.ts';
import { toWire } from './obligation.ts';

export interface WireDecision {
  readonly decision: boolean;
  readonly context: { readonly [member: string]: unknown };
}

type Category = 'not-allowed' | 'invalid-arguments' | 'limit-reached' | 'stopped' | 'approval-required';

const CATEGORIES: { readonly [rule in RuleName]: Category } = {
  identity: 'not-allowed',
  control: 'stopped',
  definition: 'not-allowed',
  scope: 'not-allowed',
  budget: 'limit-reached',
  duty: 'not-allowed',
  approval: 'not-allowed',
  flow: 'not-allowed',
  credential: 'not-allowed',
  policy: 'not-allowed',
  breaker: 'stopped',
};

/** How much whoever asked may see: an agent the least, `exactly` for whom policy shows the reasons. */
export type Sight = 'agent' | 'category' | 'exactly';

/** How access that was denied can be asked for. */
export interface Asking {
  readonly endpoint: string;
  /** Carries the denial; null: people cannot be asked. */
  readonly token: string | null;
}

export function toDecision(evaluated: Evaluated, sight: Sight, how: Asking): WireDecision {
  const { record, verdict, reasons, determining, obligations } = evaluated;
  const context = { evaluation_id: record };
  if (verdict === 'permit') {
    const wire = toWire(obligations);
    return { decision: true, context: wire.length === 0 ? context : { ...context, obligations: wire } };
  }
  const held = sight === 'agent' ? 'not-allowed' : 'approval-required';
  const reason = verdict === 'hold' ? held : categoryOf(reasons[0]);
  const exactly = sight === 'exactly' ? { reason_admin: { reasons, policies: determining } } : {};
  const asking = { ...requestableAs(evaluated, how), ...nextOf(evaluated) };
  return { decision: false, context: { ...context, reason, ...asking, ...exactly } };
}

function requestableAs({ requestable }: Evaluated, { endpoint, token }: Asking): object {
  if (requestable === undefined) return {};
  const access_request = { endpoint, expires_at: timeOf(requestable.until), binding_token: token };
  return { access_request };
}

type Refused = Exclude<NonNullable<Evaluated['approval']>, 'used'>;

const REFUSED: { readonly [approval in Refused]: string } = {
  unverifiable: 'approval_unverifiable',
  'out-of-scope': 'out_of_scope',
  expired: 'approval_expired',
  denied: 'policy_denied',
};

/** What an approval that did not help is answered with (ARAP, re-evaluation denials). */
function nextOf({ approval, requestable }: Evaluated): object {
  if (approval === undefined || approval === 'used') return {};
  const isOver = approval === 'expired' || approval === 'out-of-scope';
  return { reason: REFUSED[approval], next_action: isOver && requestable !== undefined ? 'request' : 'none' };
}

/** Of an evaluation among others, that could not be read (§7.2.1). */
export function toItemError(message: string): WireDecision {
  return { decision: false, context: { error: { status: 400, message } } };
}

function categoryOf(reason: Reason | undefined): Category {
  if (reason?.code === 'arguments-malformed') return 'invalid-arguments';
  return reason === undefined ? 'not-allowed' : CATEGORIES[reason.rule];
}
