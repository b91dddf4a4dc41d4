// What an enforcement point elsewhere was denied, and policy lets people allow, they are asked for: a hold
// like any other, in the task that the question is about. Its approval opens nothing by itself (AuthZEN
// access request and approval profile, draft of September 2026).

import type { HeldAnswer } from './answer.ts';
import { answerAccess } from './answer.ts';
import { lookedAt } from '../action/facts.ts';
import { likeness } from '../action/hold.ts';
import { recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event, Principal } from '../event.ts';
import type { Approval, Hold } from '../hold/held.ts';
import { isAskable, missingApprovals } from '../hold/quorum.ts';
import { raiseHold } from '../hold/raised.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Request, RequestAccess } from '../request.ts';
import { checkRejected, isPending } from '../rules/approval.ts';
import { checkVariations } from '../rules/breaker.ts';
import { checkHolds, holdsAskedBy } from '../rules/budget.ts';
import { checkCooling } from '../rules/cooling.ts';
import { findTask } from '../rules/identity.ts';
import type { State, TaskState } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decideRequestAccess(state: State, request: RequestAccess): Decision {
  // Whoever may ask whether it is allowed may have people asked to allow it.
  const refusals = judgeVerb(state, request);
  if (refusals.length > 0) return refuse(state, request, refusals);
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const { binding: digest } = request.question;
  const { held, reasons: denials } = answerAccess(state, request, request.question);
  const pending = pendingOf(task, request);
  const reasons = [
    ...checkDenied(request),
    ...checkRejected({ task, request: { digest } }),
    ...(pending === null ? checkHolds(task, holdsAskedBy(request.actor)) : []),
    ...(held === null ? [...denials, notRequestable(request)] : checkPatience(held, request, pending)),
  ];
  if (held === null || reasons.length > 0) return refuse(state, request, reasons);
  return holdAccess(state, request, task, held, pending);
}

/** Who asks others for what was rejected leaves them alone, too; it says nothing of the agent. */
function checkPatience(
  { asked, asks }: HeldAnswer,
  { actor }: RequestAccess,
  pending: Hold | null,
): Reason[] {
  const own = { ...asked, asker: actor.id };
  return pending === null ? [...checkCooling(own, asks), ...checkVariations(own)] : [];
}

/** Whether people could be asked now, by the actor, for what is bound to the digest. */
export function isRequestable(task: TaskState, digest: string, actor: Principal): boolean {
  const isRejected = checkRejected({ task, request: { digest } }).length > 0;
  return !isRejected && checkHolds(task, holdsAskedBy(actor)).length === 0;
}

/** The record of the moment at which an approval given just now completes what was asked; else none. */
export function approveAccess(
  { org }: State,
  request: Request,
  task: TaskState,
  hold: Hold,
  given: Approval,
): readonly Event[] {
  if (hold.access === undefined || hold.approved !== undefined) return [];
  const approvals = [...hold.approvals, given];
  const isMet =
    isAskable(hold.asks) && missingApprovals(org, hold.asks, { ...hold, approvals }, request.at).length === 0;
  if (!isMet) return [];
  const approved = {
    stream: `task/${task.id}`,
    type: 'access-approved',
    causes: [hold.record, ...approvals.map(({ record }) => record)],
    body: { hold: hold.id, digest: hold.digest },
  } as const;
  return [recordOf(request, approved, 1)];
}

/** It is bound to exactly the question that was denied, and not for long. */
function checkDenied({ denied, question, at }: RequestAccess): Reason[] {
  const { evaluation, digest, until } = denied;
  const facts = { evaluation, until };
  const reasons: Reason[] = [];
  if (question.binding !== digest) {
    const lift = 'Ask for exactly what was denied in that evaluation.';
    reasons.push(because('approval', 'digest-mismatch', facts, lift));
  }
  if (at >= until) reasons.push(because('approval', 'evaluation-expired', facts, 'Evaluate it again first.'));
  return reasons;
}

function notRequestable({ denied: { evaluation } }: RequestAccess): Reason {
  const lift = 'Evaluate it again: by now it is allowed, or nobody can be asked for it.';
  return because('approval', 'not-requestable', { evaluation }, lift);
}

/** The asker's own, that is not complete: one that is, is used or ends. */
function pendingOf(task: TaskState, { question, actor, at }: RequestAccess): Hold | null {
  const isJoined = (one: Hold): boolean =>
    one.digest === question.binding &&
    one.access?.actor.id === actor.id &&
    one.approved === undefined &&
    isPending(one, at);
  return Object.values(task.holds).find(isJoined) ?? null;
}

function holdAccess(
  state: State,
  request: RequestAccess,
  task: TaskState,
  { asked, asks }: HeldAnswer,
  pending: Hold | null,
): Decision {
  const { connector, tool } = asked.request;
  const { denied, question, argumentsCommitment, actor } = request;
  const cause = denied.evaluation;
  return raiseHold({ state, request, task, asks, pending, cause }, 'access-held', {
    agent: task.agent,
    connector,
    tool,
    effects: asked.admitted!.tool.effects,
    ...likeness({ ...asked, asker: actor.id, pending }),
    ...lookedAt(asked.request, task),
    digest: question.binding,
    arguments: argumentsCommitment,
    policy: state.policy!.digest,
    determining: asks.map(({ policy }) => policy),
    access: { actor, evaluation: cause },
  });
}
