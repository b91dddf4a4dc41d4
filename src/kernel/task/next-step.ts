// The next step begins when it is asked for by name and everybody whom its gate names has let it; what they
// let is the step after just what the task had done then.

import { causesOfUse, permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import { findPrincipal } from '../principal.ts';
import { missingApprovals } from '../hold/quorum.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Approve, NextStep, Reject, Request } from '../request.ts';
import { isPending } from '../rules/approval.ts';
import { checkHolds } from '../rules/budget.ts';
import { checkWaiting } from '../rules/conduct.ts';
import { checkAlive, checkKilled } from '../rules/control.ts';
import { findOwnTask, findTask } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import { presentStep } from '../rules/step.ts';
import type { Approval, Ask, Hold } from '../hold/held.ts';
import { raiseHold } from '../hold/raised.ts';
import type { State, TaskState, Workflow } from '../state.ts';
import type { AskedStep, Gate, SoFar, Step } from './step.ts';

export function decideNextStep(state: State, request: NextStep): Decision {
  const principal = findPrincipal(state, request);
  if (isReason(principal)) return refuse(state, request, [principal]);
  const isAgent = request.actor.kind === 'agent';
  const task = isAgent ? findOwnTask(state, request) : findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const next = nextStep(task);
  const soFar = soFarOf(task);
  const reasons = [
    ...checkAlive(task, request.at),
    ...checkKilled(state, task.agent, null),
    ...checkNamed(task, next, request),
    ...checkRefused(task, soFar),
    // An agent may finish what was reviewed; who has tasks open may have them go on.
    ...(isAgent ? [] : checkVerb(state, request, principal, 'open-task')),
  ];
  if (next === null || reasons.length > 0) return refuse(state, request, reasons);
  const asked = { actor: request.actor, step: next.name, place: placeOf(task), soFar };
  const pending = pendingOf(task, request.at);
  if (next.gate === null) return permit([begun(request, task, asked, null)], [], { task: task.id });
  const ask = askOf(task.workflow.id, next.name, next.gate);
  if (pending !== null && missingApprovals(state.org, [ask], pending, request.at).length === 0) {
    const { id, digest } = pending;
    const event = begun({ ...request, digest }, task, asked, pending);
    return permit([event], [], { task: task.id, hold: id });
  }
  const unasked = [
    ...(pending === null ? [...checkHolds(task), ...checkWaiting(state, request, task)] : []),
    ...checkShown(task, soFar, request),
  ];
  return unasked.length > 0
    ? refuse(state, request, unasked)
    : hold(state, request, task, { asked, ask, pending });
}

/** What an approval given just now lets begin. */
export function beginApproved(
  state: State,
  request: Approve | Reject,
  task: TaskState,
  held: Hold,
  given: Approval,
): readonly Event[] {
  const { next } = held;
  if (next === undefined || checkKilled(state, task.agent, null).length > 0) return [];
  const approved = { ...held, approvals: [...held.approvals, given] };
  if (missingApprovals(state.org, held.asks, approved, request.at).length > 0) return [];
  return [begun({ ...request, digest: held.digest }, task, next, approved, 1)];
}

/** The one after that which the task is in; null: none is left. */
export function nextStep(task: TaskState): Step | null {
  return task.scope.steps?.[placeOf(task)] ?? null;
}

function placeOf({ step }: TaskState): number {
  return (step?.place ?? 0) + 1;
}

function soFarOf({ usage }: TaskState): SoFar {
  const { everything, byEffect, spent, denials } = usage;
  return { calls: everything.calls, byEffect, spent, denials };
}

const BEGUN =
  'It has begun already. The one after it, where there is one, is asked for by its name: ' +
  'holdpoint task show lists them.';
const NONE_LEFT = 'No step is left: holdpoint task show lists them.';

function checkNamed(task: TaskState, next: Step | null, { step }: NextStep): Reason[] {
  if (next?.name === step) return [];
  const { id, scope } = task;
  const facts = { task: id, step, next: next?.name ?? null, steps: scope.steps?.length ?? 0 };
  const others =
    next === null ? NONE_LEFT : 'Ask for the step that comes next: holdpoint task show names it.';
  const isIn = presentStep(task)?.name === step;
  return [because('scope', 'no-such-step', facts, isIn ? BEGUN : others)];
}

/** What a person rejected stays rejected until the task did more. */
function checkRefused(task: TaskState, { calls }: SoFar): Reason[] {
  const isSame = ({ next }: Hold): boolean => next?.place === placeOf(task) && next.soFar.calls === calls;
  return Object.values(task.holds)
    .filter((one) => one.status === 'rejected' && isSame(one))
    .map((one) =>
      because('approval', 'rejected', { hold: one.id }, 'A person rejected it: mend it in this step first.'),
    );
}

/** Nobody signs for less than the task had done when they are asked. */
function checkShown({ id }: TaskState, { calls }: SoFar, request: NextStep): Reason[] {
  if (request.calls === calls) return [];
  const facts = { task: id, shown: request.calls, calls };
  return [because('approval', 'task-went-on', facts, 'The task made more calls meanwhile: ask again.')];
}

/** With the approvals that still count. */
function pendingOf(task: TaskState, at: number): Hold | null {
  const { calls } = soFarOf(task);
  const isMeant = (one: Hold): boolean => one.next?.place === placeOf(task) && isPending(one, at);
  const found = Object.values(task.holds).find(isMeant) ?? null;
  return found === null || found.next!.soFar.calls === calls ? found : { ...found, approvals: [] };
}

function askOf(workflow: string, step: string, { digest, ...asks }: Gate): Ask {
  return { policy: `${workflow}#${step}`, policyDigest: digest, ...asks };
}

interface Held {
  readonly asked: AskedStep;
  readonly ask: Ask;
  readonly pending: Hold | null;
}

function hold(state: State, request: NextStep, task: TaskState, { asked, ask, pending }: Held): Decision {
  return raiseHold({ state, request, task, asks: [ask], pending }, 'step-held', {
    agent: task.agent,
    digest: request.digest,
    arguments: request.argumentsCommitment,
    next: asked,
  });
}

/** `used` is the hold that it uses up, and the approvals of which it comes. */
function begun(
  request: Request & { readonly digest: string },
  task: TaskState,
  asked: AskedStep,
  used: Hold | null,
  place = 0,
): Event {
  const causes = causesOfUse(task, used);
  const body = { ...asked, hold: used?.id ?? null, digest: request.digest };
  return recordOf(request, { stream: `task/${task.id}`, type: 'step-begun', causes, body }, place);
}

/** A gate that nobody could ever open is no gate: everybody but who wrote and publishes the file approves. */
export function checkGates(
  { org }: State,
  { id, author, scope: { steps = [] } }: Pick<Workflow, 'id' | 'author' | 'scope'>,
  publisher: string,
): Reason[] {
  const isApart = (one: string): boolean => org.mode === 'solo' || (one !== author && one !== publisher);
  return steps.flatMap(({ name, gate }) => {
    if (gate === null) return [];
    const approvals = Object.keys(org.operators)
      .filter(isApart)
      .map((operator) => ({ operator, policies: [gate.digest], at: 0, record: '' }));
    const missing = missingApprovals(org, [askOf(id, name, gate)], { approvals });
    if (missing.length === 0) return [];
    const facts = {
      workflow: id,
      step: name,
      missing: missing.map(({ role, quorum }) => `${role}:${quorum}`),
    };
    const lift = 'Add operators with these roles, other than who wrote and publishes it, or name others.';
    return [because('duty', 'gate-unreachable', facts, lift)];
  });
}
