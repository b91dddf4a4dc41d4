// People lift or end a hold with a signed statement about exactly what it shows; nothing runs by that alone.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import { findCovered } from './batch.ts';
import { declassifyApproved } from './declassify.ts';
import { entryOf } from './lookup.ts';
import { operatorPrincipal } from './principal.ts';
import { checkAssertion } from './decide-passkey.ts';
import { isReason } from './reason.ts';
import type { Approve, Reject } from './request.ts';
import { checkAsked, checkPending, checkStatement } from './rules/approval.ts';
import { checkApprover } from './rules/duty.ts';
import { findHold, findOperator, findTask } from './rules/identity.ts';
import { checkVerb } from './rules/policy.ts';
import type { Hold } from './held.ts';
import type { State, TaskState } from './state.ts';

export function decideHold(state: State, request: Approve | Reject): Decision {
  const operator = findOperator(state, request);
  if (isReason(operator)) return refuse(state, request, [operator]);
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const hold = findHold(task, request.hold);
  if (isReason(hold)) return refuse(state, request, [hold]);
  const others = findCovered(task, hold, request);
  if (isReason(others)) return refuse(state, request, [others]);
  const approves = request.kind === 'approve';
  const context = contextOf(state, task, hold, operator.id);
  // Whoever signs proves who they are.
  const proved = { ...request, provedAt: Math.max(request.provedAt ?? 0, request.statement.at) };
  const reasons = [
    ...(approves ? checkApprover(state, task, operator.id, hold) : []),
    ...checkPending(hold, request.at),
    ...checkStatement(state.org, hold, request),
    ...checkAssertion(operator, request),
    ...(approves ? checkAsked(hold, operator) : []),
    ...others.flatMap((one) => checkPending(one, request.at)),
    ...(approves ? others.flatMap((one) => checkAsked(one, operator)) : []),
    ...checkVerb(state, proved, operatorPrincipal(operator), request.kind, context),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  return approves
    ? approve(state, request, proved, task, [hold, ...others])
    : reject(request, task, [hold, ...others]);
}

/** An approval covers the asks that its giver signed for and the hold still makes: a newer ask is asked. */
function approve(
  state: State,
  request: Approve | Reject,
  proved: Approve | Reject,
  task: TaskState,
  holds: Covered,
): Decision {
  const { statement } = request;
  const given = holds.map((hold, index) => {
    const asked = hold.asks.map((ask) => ask.policyDigest);
    const policies = asked.filter((policy) => statement.policies.includes(policy));
    const place = { stream: `task/${task.id}`, type: 'approval-given', causes: [hold.record] } as const;
    return recordOf(request, { ...place, body: { hold: hold.id, ...signedOf(request), policies } }, index);
  });
  const [hold] = holds;
  const { policies } = given[0]!.body;
  const approval = { operator: statement.operator, policies, record: given[0]!.id };
  const lifted = declassifyApproved(state, proved, task, hold, approval);
  return permit([...given, ...lifted], [], { task: task.id, hold: hold.id });
}

/** The hold that was named, and those that were shown with it: each has a record of its own. */
type Covered = readonly [Hold, ...Hold[]];

function reject(request: Approve | Reject, task: TaskState, holds: Covered): Decision {
  const rejected = holds.map((hold, index) => {
    const place = { stream: `task/${task.id}`, type: 'hold-rejected', causes: [hold.record] } as const;
    return recordOf(request, { ...place, body: { hold: hold.id, ...signedOf(request) } }, index);
  });
  return permit(rejected, [], { task: task.id, hold: holds[0].id });
}

function signedOf({ statement, signature, assertion }: Approve | Reject) {
  return { statement, signature, ...(assertion === undefined ? {} : { assertion }) };
}

function contextOf({ org }: State, task: TaskState, { connector, tool, effects }: Hold, operator: string) {
  const ownsAgent = entryOf(org.agents, task.agent)?.owner === operator;
  return {
    hold: { connector, tool, effects },
    approver: { ownsAgent, isRequester: task.requester === operator },
  };
}
