// A refusal always says which rule spoke, the exact facts it saw and what would lift it.
// These are for the ledger and for operators; surfaces show agents a category only.

import type { Json } from './json.ts';

/** The rules of the kernel, in the order in which their reasons are listed. */
export const RULES = [
  'identity',
  'control',
  'definition',
  'scope',
  'budget',
  'duty',
  'approval',
  'flow',
  'credential',
  'policy',
  'breaker',
] as const;

export type RuleName = (typeof RULES)[number];

/** Every code a rule may give. A surface maps each of them exhaustively to its wire form. */
export type ReasonCode =
  // identity: who asks, and whether the thing asked about exists for them
  | 'not-founded'
  | 'already-founded'
  | 'unknown-operator'
  | 'unknown-agent'
  | 'unknown-task'
  | 'not-this-task'
  | 'unknown-workflow'
  | 'unknown-connector'
  | 'unknown-hold'
  | 'unknown-cause'
  | 'already-exists'
  | 'role-missing'
  | 'role-not-provisioned'
  | 'key-not-in-force'
  | 'key-unusable'
  | 'proof-too-old'
  | 'passkeys-exhausted'
  // control: switches and the life of a task
  | 'killed'
  | 'task-closed'
  | 'task-quarantined'
  | 'cause-quarantined'
  | 'task-expired'
  | 'nothing-to-lift'
  | 'task-open'
  | 'task-busy'
  | 'already-erased'
  | 'already-settled'
  | 'not-due'
  // definition: what was admitted is what runs
  | 'connector-not-admitted'
  | 'unknown-tool'
  | 'definition-changed'
  | 'definition-unseen'
  | 'tool-quarantined'
  | 'server-changed'
  | 'findings-unread'
  | 'unknown-finding'
  | 'not-read-back'
  | 'review-needed'
  | 'proposal-changed'
  | 'arguments-malformed'
  // scope
  | 'workflow-expired'
  | 'workflow-not-for-agent'
  | 'workflow-needs-person'
  | 'tool-not-in-scope'
  | 'arguments-out-of-scope'
  | 'outcome-out-of-scope'
  | 'outside-step'
  | 'no-such-step'
  // budget
  | 'calls-exhausted'
  | 'tool-calls-exhausted'
  | 'wall-time-exhausted'
  | 'holds-exhausted'
  | 'agent-holds-exhausted'
  | 'watches-exhausted'
  | 'too-deep'
  | 'effect-exhausted'
  | 'money-exhausted'
  | 'destinations-exhausted'
  | 'fan-out-exhausted'
  | 'running-exhausted'
  | 'records-exhausted'
  | 'bytes-exhausted'
  | 'allowance-exhausted'
  | 'step-exhausted'
  // duty
  | 'approver-is-requester'
  | 'publisher-is-author'
  | 'approver-is-author'
  | 'beyond-approver-limit'
  | 'approvals-exhausted'
  | 'own-limit'
  | 'own-roles'
  | 'duty-used'
  | 'duty-not-own'
  | 'unknown-delegation'
  | 'chain-may-change-and-approve'
  | 'gate-unreachable'
  | 'fact-already-proposed'
  | 'fact-not-proposed'
  | 'fact-not-said'
  // approval
  | 'hold-not-pending'
  | 'hold-expired'
  | 'digest-mismatch'
  | 'signature-invalid'
  | 'unknown-passkey'
  | 'passkey-copied'
  | 'approver-role'
  | 'already-approved'
  | 'task-went-on'
  | 'not-requestable'
  | 'evaluation-expired'
  | 'shown-changed'
  | 'too-many-uses'
  | 'not-editable'
  | 'edited'
  | 'rejected'
  | 'cooling-off'
  // flow: what results carry, and who may be given it
  | 'model-not-cleared'
  | 'nothing-to-lower'
  // credential
  | 'credential-outlives-task'
  // policy
  | 'no-policy'
  | 'policy-error'
  | 'policy-forbids'
  | 'policy-default-deny'
  | 'policy-holds'
  | 'policy-locks-out'
  | 'policy-not-proposed'
  | 'policy-not-published'
  | 'policy-in-force'
  | 'obligation-unmet'
  | 'step-up-needed'
  | 'policy-invalid'
  // breaker: whatever one of these denies in a task, the task is quarantined with it
  | 'denied-again-and-again'
  | 'denied-across-tasks'
  | 'rejected-in-other-shapes'
  | 'repeated'
  | 'too-fast';

export interface Reason {
  readonly rule: RuleName;
  readonly code: ReasonCode;
  /** The exact facts: ids, counts, policy ids. Never an argument's value. */
  readonly facts: { readonly [name: string]: Json };
  /** What would lift it, in words for an operator. */
  readonly lift: string;
}

/** A reason; `facts` holds ids and counts, `lift` an operator's words. */
export function because(rule: RuleName, code: ReasonCode, facts: Reason['facts'], lift: string): Reason {
  return { rule, code, facts, lift };
}

/** Tells a precondition's refusal from what it was asked to find. */
export function isReason(value: object): value is Reason {
  return 'rule' in value && 'code' in value && 'lift' in value;
}

/** In the order in which rules are told. */
export function byRule(one: Reason, other: Reason): number {
  return RULES.indexOf(one.rule) - RULES.indexOf(other.rule);
}
