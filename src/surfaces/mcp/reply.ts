// Exact inside, vague outside: an agent learns a category, an id and a link, so that it cannot probe its
// way around. Every reason has its category here, and the compiler refuses a new reason without one.

import type { CallToolResult } from '@modelcontextprotocol/server';
import { textOf } from '../../catalog/member.ts';
import type { ActAnswer } from '../../gateway/action/act.ts';
import type { Receipt } from '../../gateway/ledger/receipt.ts';
import type { Reason, ReasonCode } from '../../kernel/reason.ts';

export type Category =
  | 'not-allowed'
  | 'invalid-arguments'
  | 'limit-reached'
  | 'busy'
  | 'stopped'
  | 'rejected'
  | 'too-soon'
  | 'edited'
  | 'outside-step'
  | 'expired'
  | 'unavailable';

const CATEGORIES: { readonly [code in ReasonCode]: Category } = {
  'not-founded': 'unavailable',
  'already-founded': 'not-allowed',
  'unknown-operator': 'not-allowed',
  'unknown-agent': 'not-allowed',
  'unknown-task': 'not-allowed',
  'not-this-task': 'not-allowed',
  'unknown-workflow': 'not-allowed',
  'unknown-connector': 'not-allowed',
  'unknown-hold': 'not-allowed',
  'unknown-cause': 'not-allowed',
  'already-exists': 'not-allowed',
  'role-missing': 'not-allowed',
  'role-not-provisioned': 'not-allowed',
  'key-not-in-force': 'not-allowed',
  'key-unusable': 'not-allowed',
  'proof-too-old': 'not-allowed',
  'passkeys-exhausted': 'not-allowed',
  killed: 'stopped',
  'task-closed': 'stopped',
  'cause-quarantined': 'stopped',
  'task-quarantined': 'stopped',
  'task-expired': 'stopped',
  'nothing-to-lift': 'not-allowed',
  'task-open': 'not-allowed',
  'task-busy': 'not-allowed',
  'already-erased': 'not-allowed',
  'already-settled': 'not-allowed',
  'not-due': 'not-allowed',
  'connector-not-admitted': 'not-allowed',
  'unknown-tool': 'not-allowed',
  'definition-changed': 'not-allowed',
  'definition-unseen': 'not-allowed',
  'tool-quarantined': 'not-allowed',
  'server-changed': 'not-allowed',
  'findings-unread': 'not-allowed',
  'unknown-finding': 'not-allowed',
  'not-read-back': 'not-allowed',
  'review-needed': 'not-allowed',
  'proposal-changed': 'not-allowed',
  'arguments-malformed': 'invalid-arguments',
  'workflow-expired': 'stopped',
  'workflow-not-for-agent': 'not-allowed',
  'workflow-needs-person': 'not-allowed',
  'tool-not-in-scope': 'not-allowed',
  'arguments-out-of-scope': 'not-allowed',
  'outcome-out-of-scope': 'not-allowed',
  'outside-step': 'outside-step',
  'no-such-step': 'not-allowed',
  'calls-exhausted': 'limit-reached',
  'tool-calls-exhausted': 'limit-reached',
  'wall-time-exhausted': 'limit-reached',
  'holds-exhausted': 'limit-reached',
  'agent-holds-exhausted': 'limit-reached',
  'watches-exhausted': 'limit-reached',
  'too-deep': 'limit-reached',
  'effect-exhausted': 'limit-reached',
  'money-exhausted': 'limit-reached',
  'destinations-exhausted': 'limit-reached',
  'fan-out-exhausted': 'limit-reached',
  'running-exhausted': 'busy',
  'records-exhausted': 'limit-reached',
  'bytes-exhausted': 'limit-reached',
  'allowance-exhausted': 'limit-reached',
  'step-exhausted': 'limit-reached',
  'approver-is-requester': 'not-allowed',
  'publisher-is-author': 'not-allowed',
  'approver-is-author': 'not-allowed',
  'beyond-approver-limit': 'not-allowed',
  'approvals-exhausted': 'limit-reached',
  'own-limit': 'not-allowed',
  'own-roles': 'not-allowed',
  'duty-used': 'not-allowed',
  'duty-not-own': 'not-allowed',
  'unknown-delegation': 'not-allowed',
  'chain-may-change-and-approve': 'not-allowed',
  'gate-unreachable': 'not-allowed',
  'fact-already-proposed': 'not-allowed',
  'fact-not-proposed': 'not-allowed',
  'fact-not-said': 'not-allowed',
  'hold-not-pending': 'not-allowed',
  'hold-expired': 'not-allowed',
  'digest-mismatch': 'not-allowed',
  'signature-invalid': 'not-allowed',
  'unknown-passkey': 'not-allowed',
  'passkey-copied': 'not-allowed',
  'approver-role': 'not-allowed',
  'already-approved': 'not-allowed',
  'not-requestable': 'not-allowed',
  'evaluation-expired': 'not-allowed',
  'task-went-on': 'not-allowed',
  rejected: 'rejected',
  'cooling-off': 'too-soon',
  edited: 'edited',
  'shown-changed': 'not-allowed',
  'too-many-uses': 'not-allowed',
  'not-editable': 'not-allowed',
  'model-not-cleared': 'not-allowed',
  'nothing-to-lower': 'not-allowed',
  'credential-outlives-task': 'not-allowed',
  'no-policy': 'not-allowed',
  'policy-error': 'not-allowed',
  'policy-forbids': 'not-allowed',
  'policy-default-deny': 'not-allowed',
  'policy-holds': 'not-allowed',
  'policy-locks-out': 'not-allowed',
  'policy-not-proposed': 'not-allowed',
  'policy-not-published': 'not-allowed',
  'policy-in-force': 'not-allowed',
  'obligation-unmet': 'not-allowed',
  'step-up-needed': 'not-allowed',
  'policy-invalid': 'not-allowed',
  'denied-again-and-again': 'stopped',
  'denied-across-tasks': 'stopped',
  'rejected-in-other-shapes': 'stopped',
  repeated: 'stopped',
  'too-fast': 'stopped',
};

export const WORDS: { readonly [category in Category]: string } = {
  'not-allowed': 'Holdpoint does not allow this action in this task.',
  'invalid-arguments': "The arguments do not fit the tool's input schema.",
  'limit-reached': 'A limit of this task is reached.',
  busy: 'As many calls of this task run as may at once: ask for it again when one of them has ended.',
  stopped: 'This task, or what it would use, was stopped.',
  rejected: 'A person rejected this action. Do not ask for it again.',
  'too-soon': 'People rejected what is like it. Ask for it later, or for something else.',
  edited: 'A person would approve this action with other arguments: ask for it with those.',
  'outside-step': 'This task goes step by step, and this is not for the step that it is in.',
  expired: 'Nobody approved this action in time.',
  unavailable: 'Holdpoint cannot decide now.',
};

/** SEP-2643: its presence says that the operation was not performed. */
export const DENIAL_KEY = 'io.modelcontextprotocol/authorization';
export const RECEIPT_KEY = 'holdpoint/receipt';
/** Ids of the scan's rules: the result holds what they call an attack. */
export const SUSPICIOUS_KEY = 'holdpoint/suspicious';

type Denied = Extract<ActAnswer, { verdict: 'deny' }>;
type Held = Extract<ActAnswer, { verdict: 'hold' }>;

export interface Refused {
  readonly category: Category | 'held';
  readonly text: string;
  readonly meta: Record<string, unknown>;
}

/** What an agent may know of a denial. */
export function refuse(answer: Denied): Refused {
  const [first] = answer.reasons;
  const category = first === undefined ? 'not-allowed' : CATEGORIES[first.code];
  const { receipt, said } = answer;
  const schema = category === 'invalid-arguments' ? ` ${JSON.stringify(first!.facts)}` : '';
  const text =
    `${WORDS[category]}${schema}${stepOf(first)} It was not performed. Reference ${receipt.record}. ` +
    (said === undefined ? '' : `What the approver said, as data: ${JSON.stringify(said)}. `) +
    `An operator sees why with: holdpoint policy explain ${receipt.record}`;
  return {
    category,
    text,
    meta: denialMeta(receipt, {
      category,
      remediation: 'undisclosed',
      remediationHints: [],
      ...(said === undefined ? {} : { approver: said }),
    }),
  };
}

/** Its own steps are no secret to an agent: it can do what is next, and have the task go on. */
function stepOf(reason: Reason | undefined): string {
  if (reason?.code !== 'outside-step' && reason?.code !== 'step-exhausted') return '';
  const { task, step, later } = reason.facts;
  const among =
    Array.isArray(later) && later.length > 0
      ? ` The step for it is ${later.map((name) => JSON.stringify(name)).join(' or ')}.`
      : '';
  const goesOn = ` It goes on with: holdpoint task next ${textOf(task)}.`;
  return ` The task is in the step ${JSON.stringify(step)}.${among}${goesOn}`;
}

/** What an agent may know of a hold: that people are asked, where, and until when. */
export function describeHold(answer: Held, url: string): Refused {
  const until = new Date(answer.expiresAt).toISOString();
  const text =
    `This action waits for approval by a person (hold ${answer.hold}, until ${until}). ` +
    `It was not performed. An approver opens ${url} or runs: holdpoint approve ${answer.hold}. ` +
    'Then ask for exactly the same action again: it joins this hold.';
  const hint = { type: 'url', url };
  const facts = { category: 'held', remediation: 'available', remediationHints: [hint], hold: answer.hold };
  return { category: 'held', text, meta: denialMeta(answer.receipt, facts) };
}

/** Nothing was decided: the ledger, or Holdpoint itself, could not take the request. */
export function describeFault(code: string): Refused {
  const text = `${WORDS.unavailable} (${code}). It was not performed. An operator runs: holdpoint doctor`;
  const authorization = {
    reason: 'insufficient_authorization',
    remediation: 'unavailable',
    category: 'unavailable',
  };
  return { category: 'unavailable', text, meta: { [DENIAL_KEY]: authorization } };
}

export function toToolResult({ text, meta }: Refused): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }], _meta: meta };
}

function denialMeta(receipt: Receipt, facts: Record<string, unknown>): Record<string, unknown> {
  return {
    [DENIAL_KEY]: { reason: 'insufficient_authorization', authorizationContextId: receipt.record, ...facts },
    [RECEIPT_KEY]: receipt,
  };
}
