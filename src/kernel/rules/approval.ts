// An approval is for exactly one action, by a person who may give it, while it is waited for.

import type { AskedAction } from '../action/action.ts';
import { askedRoles } from '../hold/quorum.ts';
import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { Approve, Reject } from '../request.ts';
import type { Hold } from '../hold/held.ts';
import type { Operator } from '../org/registered.ts';
import type { OrgState } from '../state.ts';

/** How far a statement's time may lie from the decision's. */
const STATEMENT_SKEW_MS = 5 * 60_000;

interface RejectedBefore extends Pick<AskedAction, 'task'> {
  readonly request: { readonly digest: string };
}

/** What a person rejected in this task stays rejected in it. */
export function checkRejected({ task, request }: RejectedBefore): Reason[] {
  return Object.values(task.holds)
    .filter((hold) => hold.status === 'rejected' && hold.digest === request.digest)
    .map((hold) => reason('rejected', factsOf(hold), 'A person rejected it: ask for something else.'));
}

function factsOf({ id, rejection }: Hold): Reason['facts'] {
  return rejection === undefined ? { hold: id } : { hold: id, category: rejection.category };
}

/** Where an approver wrote other arguments for it, those are asked for while they wait. */
export function checkEdited({ task, request }: Pick<AskedAction, 'task' | 'request'>): Reason[] {
  // What was written back to is what waits.
  const isPast = ({ digest, edited }: Hold): boolean =>
    digest !== request.digest && edited?.was.includes(request.digest) === true;
  return Object.values(task.holds)
    .filter((hold) => isPending(hold, request.at) && isPast(hold))
    .map((hold) => reason('edited', { hold: hold.id }, 'Ask with the arguments that the approver wrote.'));
}

export function checkPending(hold: Hold, at: number): Reason[] {
  const facts = { hold: hold.id, status: hold.status, expiresAt: hold.expiresAt, ...endOf(hold) };
  if (hold.status !== 'pending') return [reason('hold-not-pending', facts, 'The agent asks again.')];
  return isPending(hold, at) ? [] : [reason('hold-expired', facts, 'The agent asks again.')];
}

/** Who decided it, and when: for whoever comes second. */
function endOf({ ended }: Hold): Reason['facts'] {
  return ended === undefined ? {} : { by: ended.by, at: ended.at };
}

export function isPending(hold: Hold, at: number): boolean {
  return hold.status === 'pending' && at < hold.expiresAt;
}

/** The signed statement says what the request does, of this very hold, here and now. */
export function checkStatement(org: OrgState, hold: Hold, request: Approve | Reject): Reason[] {
  const { statement, at } = request;
  const foreign = namesOf({
    ledger: statement.ledger !== org.origin,
    task: statement.task !== request.task,
    hold: statement.hold !== hold.id,
    digest: statement.digest !== hold.digest,
  });
  const wrong = namesOf({
    verdict: statement.verdict !== request.kind,
    operator: statement.operator !== request.actor.id,
    at: Math.abs(at - statement.at) > STATEMENT_SKEW_MS,
    expiresAt: statement.expiresAt <= at,
    signature: !request.verified,
  });
  const facts = { hold: hold.id, operator: request.actor.id };
  const reasons: Reason[] = [];
  if (foreign.length > 0) {
    reasons.push(reason('digest-mismatch', { ...facts, fields: foreign }, 'Sign what this hold shows.'));
  }
  if (wrong.length > 0) {
    const lift = "Sign again, now, with the operator's own key.";
    reasons.push(reason('signature-invalid', { ...facts, fields: wrong }, lift));
  }
  return reasons;
}

/** The hold asks for a role of the approver's, who has not yet given all that it asks now. */
export function checkAsked(hold: Hold, operator: Operator): Reason[] {
  const roles = [...new Set(askedRoles(hold))];
  const facts = { hold: hold.id, operator: operator.id };
  const reasons: Reason[] = [];
  if (!roles.some((role) => operator.roles.includes(role))) {
    reasons.push(
      reason('approver-role', { ...facts, roles }, 'An operator with one of these roles approves.'),
    );
  }
  const given = new Set(
    hold.approvals
      .filter((approval) => approval.operator === operator.id)
      .flatMap(({ policies }) => policies),
  );
  if (given.size > 0 && hold.asks.every((ask) => given.has(ask.policyDigest))) {
    reasons.push(reason('already-approved', facts, 'Another operator approves, if more are asked for.'));
  }
  return reasons;
}

function namesOf(flags: { readonly [name: string]: boolean }): string[] {
  return Object.keys(flags).filter((name) => flags[name]);
}

function reason(code: ReasonCode, facts: Reason['facts'], lift: string): Reason {
  return because('approval', code, facts, lift);
}
