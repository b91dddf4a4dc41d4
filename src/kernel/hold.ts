// People lift or end a hold with a signed statement about exactly what it shows; nothing runs by that alone.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import { entryOf } from './lookup.ts';
import { operatorPrincipal } from './principal.ts';
import { isReason } from './reason.ts';
import type { Approve, Reject } from './request.ts';
import { checkAsked, checkPending, checkStatement } from './rules/approval.ts';
import { checkApprover } from './rules/duty.ts';
import { findHold, findOperator, findTask } from './rules/identity.ts';
import { checkVerb } from './rules/policy.ts';
import type { Hold, State, TaskState } from './state.ts';

export function decideHold(state: State, request: Approve | Reject): Decision {
  const operator = findOperator(state, request);
  if (isReason(operator)) return refuse(state, request, [operator]);
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const hold = findHold(task, request.hold);
  if (isReason(hold)) return refuse(state, request, [hold]);
  const approves = request.kind === 'approve';
  const context = contextOf(state, task, hold, operator.id);
  // Whoever signs proves who they are.
  const proved = { ...request, provedAt: Math.max(request.provedAt ?? 0, request.statement.at) };
  const reasons = [
    ...(approves ? checkApprover(state, task, operator.id) : []),
    ...checkPending(hold, request.at),
    ...checkStatement(state.org, hold, request),
    ...(approves ? checkAsked(hold, operator) : []),
    ...checkVerb(state, proved, operatorPrincipal(operator), request.kind, context),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  return approves ? approve(request, task, hold) : reject(request, task, hold);
}

/** An approval covers the asks that its giver signed for and the hold still makes: a newer ask is asked. */
function approve(request: Approve | Reject, task: TaskState, hold: Hold): Decision {
  const { statement, signature } = request;
  const asked = hold.asks.map((ask) => ask.policyDigest);
  const policies = asked.filter((policy) => statement.policies.includes(policy));
  const given = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'approval-given',
    causes: [hold.record],
    body: { hold: hold.id, statement, signature, policies },
  });
  return permit([given], [], { task: task.id, hold: hold.id });
}

function reject(request: Approve | Reject, task: TaskState, hold: Hold): Decision {
  const { statement, signature } = request;
  const rejected = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'hold-rejected',
    causes: [hold.record],
    body: { hold: hold.id, statement, signature },
  });
  return permit([rejected], [], { task: task.id, hold: hold.id });
}

function contextOf({ org }: State, task: TaskState, { connector, tool, effects }: Hold, operator: string) {
  const ownsAgent = entryOf(org.agents, task.agent)?.owner === operator;
  return {
    hold: { connector, tool, effects },
    approver: { ownsAgent, isRequester: task.requester === operator },
  };
}
