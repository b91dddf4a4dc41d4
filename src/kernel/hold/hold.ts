// People lift or end a hold with a signed statement about exactly what it shows; nothing runs by that alone.

import { approveAccess } from '../access/request.ts';
import { countedOf, permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { findCovered } from './batch.ts';
import { declassifyApproved } from '../flow/declassify.ts';
import { approvalOf } from '../evolve/hold.ts';
import { beginApproved } from '../task/next-step.ts';
import { contextOf } from './approver-facts.ts';
import { checkIncomplete } from './complete.ts';
import { operatorPrincipal } from '../principal.ts';
import { checkAssertion } from '../org/decide-passkey.ts';
import { byRule, isReason } from '../reason.ts';
import type { Approve, Reject } from '../request.ts';
import { checkAsked, checkPending, checkStatement } from '../rules/approval.ts';
import { checkApprover } from '../rules/duty.ts';
import { findHold, findOperator, findTask } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import { checkSaid, checkShown, checkTimes } from '../rules/shown.ts';
import { checkUnmoved } from '../rules/step.ts';
import type { Hold } from './held.ts';
import { standingOf } from './standing.ts';
import type { Standing } from './standing.ts';
import type { State, TaskState } from '../state.ts';

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
  // Whoever signs proves who they are.
  const proved = { ...request, provedAt: Math.max(request.provedAt ?? 0, request.statement.at) };
  const standings = [hold, ...others].map((one, place) =>
    standingOf(state, task, one, operator, proved, place),
  );
  const counted = standings.map((one) => one.operator);
  const context = contextOf(state, task, hold, operator.id, request.at);
  const reasons = [
    ...(approves ? checkApprover(state, task, operator.id, hold) : []),
    ...(approves ? standings.flatMap((one) => one.reasons) : []),
    ...checkPending(hold, request.at),
    ...(approves ? [] : [hold, ...others].flatMap((one) => checkIncomplete(state, task, one, request.at))),
    ...checkStatement(state.org, hold, request),
    ...checkAssertion(operator, request),
    ...(approves ? [...checkAsked(hold, counted[0]!), ...checkUnmoved(task, hold)] : []),
    ...others.flatMap((one) => checkPending(one, request.at)),
    ...(approves ? others.flatMap((one, place) => checkAsked(one, counted[place + 1]!)) : []),
    ...checkSaid(hold, request),
    ...(approves ? checkShown(state, task, [hold, ...others], request) : []),
    ...(approves ? checkTimes([hold, ...others], request) : []),
    ...checkVerb(state, proved, operatorPrincipal(counted[0]!), request.kind, context),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons.toSorted(byRule));
  return approves
    ? approve(state, request, proved, task, [hold, ...others], standings)
    : reject(request, task, [hold, ...others]);
}

/** An approval covers the asks that its giver signed for and the hold still makes: a newer ask is asked. */
function approve(
  state: State,
  request: Approve | Reject,
  proved: Approve | Reject,
  task: TaskState,
  holds: Covered,
  standings: readonly Standing[],
): Decision {
  const { statement } = request;
  const given = holds.map((hold, index) => {
    const asked = hold.asks.map((ask) => ask.policyDigest);
    const policies = asked.filter((policy) => statement.policies.includes(policy));
    const place = { stream: `task/${task.id}`, causes: [hold.record] };
    const body = {
      hold: hold.id,
      ...signedOf(request),
      policies,
      ...countedOf(request),
      ...lentBy(standings[index]!),
    };
    const { edited } = statement;
    return edited === undefined
      ? recordOf(request, { ...place, type: 'approval-given', body }, index)
      : recordOf(request, { ...place, type: 'hold-edited', body: { ...body, ...edited } }, index);
  });
  const [hold] = holds;
  const approval = approvalOf(given[0]!);
  const lifted = [
    ...declassifyApproved(state, proved, task, hold, approval),
    ...beginApproved(state, request, task, hold, approval),
    ...approveAccess(state, request, task, hold, approval),
  ];
  return permit([...given, ...lifted], [], { task: task.id, hold: hold.id });
}

function lentBy({ onBehalfOf }: Standing): { readonly onBehalfOf?: readonly string[] } {
  return onBehalfOf.length === 0 ? {} : { onBehalfOf };
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
