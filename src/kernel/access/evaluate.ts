// Whoever enforces elsewhere hears what would be decided here, and every answer is recorded before it is
// given. A trusted enforcement point asks about anybody; an agent about itself alone, in a live task of its
// own, where what is no permit counts as a denial: asking shows it no more than trying would.

import { answerAccess } from './answer.ts';
import type { AccessAnswer } from './answer.ts';
import { judgeApproval, useApproval } from './approval.ts';
import type { JudgedApproval } from './approval.ts';
import { nameOf, registerOf, targetOf } from './question.ts';
import { isRequestable } from './request.ts';
import { recordedSubject } from './subject.ts';
import { permit, recordOf, refuse, streamOfActor } from '../answer.ts';
import type { Requestable } from './asked-access.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import { evolve } from '../evolve.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { AccessQuestion, Evaluate, Request } from '../request.ts';
import { checkAlive } from '../rules/control.ts';
import { findAgent } from '../rules/identity.ts';
import type { State, TaskState } from '../state.ts';
import { judgeVerb } from '../verb.ts';

/** How long people can be asked for what was denied. */
const REQUESTABLE_MS = 10 * 60_000;

/** One record for each question that is answered, in their order; each is known to the next. */
export function decideEvaluate(state: State, request: Evaluate): Decision {
  const refusals = checkAsker(state, request);
  if (refusals.length > 0) return refuse(state, request, refusals);
  const events: Event[] = [];
  let now = state;
  for (const question of request.questions) {
    const judged = judgeApproval(now, request, question, answerAccess(now, request, question));
    const event = record(now, request, question, judged, events.length);
    const { answer, used } = judged;
    const made =
      used === null ? [event] : [event, useApproval(request, question, event, used, events.length + 1)];
    events.push(...made);
    now = made.reduce(evolve, now);
    if (isLast(request, answer)) break;
  }
  return permit(events);
}

/** Whether policy shows the asker why: exactly, as records do. */
export function mayExplain(state: State, request: Request): boolean {
  return judgeVerb(state, request, () => [], 'explain-access').length === 0;
}

function checkAsker(state: State, request: Evaluate): readonly Reason[] {
  if (request.actor.kind !== 'agent') return judgeVerb(state, request);
  const agent = findAgent(state, request);
  if (isReason(agent)) return [agent];
  const { task } = state;
  const isOwn = ({ subject, about }: AccessQuestion): boolean =>
    registerOf(subject.type) === 'agents' && subject.id === agent.id && about === task?.id;
  if (task?.agent === agent.id && request.questions.every(isOwn)) return checkAlive(task, request.at);
  const lift = 'An agent asks about itself only, and names its live task in context.task.';
  return [because('identity', 'not-this-task', { actor: agent.id }, lift)];
}

/** An agent's questions are its task's: there they count. */
function streamOf(request: Evaluate, { about }: AccessQuestion): string {
  return request.actor.kind === 'agent' ? `task/${about}` : streamOfActor(request);
}

function isLast({ until }: Evaluate, { verdict }: AccessAnswer): boolean {
  if (until === null) return false;
  return (until === 'permit') === (verdict === 'permit');
}

function record(
  state: State,
  request: Evaluate,
  question: AccessQuestion,
  { answer, approval }: JudgedApproval,
  place: number,
): Event {
  const { verdict, determining, reasons, obligations } = answer;
  const requestable = requestableOf(state, request, question, answer);
  const evaluated = {
    stream: streamOf(request, question),
    type: 'access-evaluated',
    causes: groundsOf(state, question),
    body: {
      subject: recordedSubject(state, question.subject),
      action: nameOf(targetOf(question)),
      resource: question.resource.type,
      ...factsOf(state, question),
      verdict,
      determining,
      reasons,
      obligations,
      ...(requestable === null ? {} : { requestable }),
      ...(approval === null ? {} : { approval }),
    },
  } as const;
  return recordOf(request, evaluated, place);
}

/** An agent has its action wait where it acts; people are asked in the task that the question is about. */
function requestableOf(
  state: State,
  { actor, at }: Evaluate,
  question: AccessQuestion,
  { verdict }: AccessAnswer,
): Requestable | null {
  const { binding: digest } = question;
  const task = taskOf(state, question);
  if (verdict !== 'hold' || actor.kind !== 'operator' || task === null || digest === undefined) return null;
  return isRequestable(task, digest, actor)
    ? { digest, until: Math.min(at + REQUESTABLE_MS, task.expiresAt) }
    : null;
}

/** The records behind an answer: the policy in force or, before any, the genesis; and the task's. */
export function groundsOf(state: State, question: AccessQuestion): readonly string[] {
  const { policy, keyRecord } = state.org;
  return [policy?.record ?? keyRecord, taskOf(state, question)?.record].filter(
    (id) => typeof id === 'string',
  );
}

/** What every record of an answer says: under which facts and which set it was given. */
export function factsOf(
  state: State,
  question: AccessQuestion,
): { task: string | null; question: string | null; policy: string | null } {
  const { digest } = question;
  return {
    task: taskOf(state, question)?.id ?? null,
    question: digest,
    policy: state.policy?.digest ?? null,
  };
}

function taskOf({ task }: State, { about }: AccessQuestion): TaskState | null {
  return task?.id === about ? task : null;
}
