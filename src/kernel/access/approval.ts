// An approval that is presented with a question is judged with it: it must be this asker's, for exactly this
// question, in force with a use left, of what still stands as it was shown, and meet what policy asks by now.
// By itself it is no permit.

import type { AccessAnswer } from './answer.ts';
import { recordOf } from '../answer.ts';
import type { PresentedApproval } from './asked-access.ts';
import type { Event } from '../event.ts';
import type { Hold } from '../hold/held.ts';
import { isAskable, missingApprovals } from '../hold/quorum.ts';
import type { AccessQuestion, Evaluate } from '../request.ts';
import type { State, TaskState } from '../state.ts';
import { hasUse, outdatedBy, shownNow, withoutOutdated } from '../hold/uses.ts';

export interface JudgedApproval {
  readonly answer: AccessAnswer;
  /** Null: none was presented, or none was needed. */
  readonly approval: PresentedApproval | null;
  /** What the answer uses up; null: nothing. */
  readonly used: Hold | null;
}

export function judgeApproval(
  state: State,
  request: Evaluate,
  question: AccessQuestion,
  answer: AccessAnswer,
): JudgedApproval {
  // Approvals of what an agent asks for are taken where it acts, and not here.
  const isPresented = question.approval !== undefined && request.actor.kind === 'operator';
  if (!isPresented || answer.verdict === 'permit') return { answer, approval: null, used: null };
  const { task } = state;
  const hold = findApproved(task, request, question);
  if (task === null || hold === null) return { answer, approval: 'unverifiable', used: null };
  if (hold.digest !== question.binding) return { answer, approval: 'out-of-scope', used: null };
  if (!isInForce(hold, request.at)) return { answer, approval: 'expired', used: null };
  const { held } = answer;
  if (held === null) return { answer, approval: 'denied', used: null };
  const { asked, asks, permitting, obligations } = held;
  const act = { ...asked.request, argumentsCommitment: hold.arguments };
  const counted = withoutOutdated(hold, outdatedBy(hold, shownNow(state, task, act, hold)));
  const isMet = isAskable(asks) && missingApprovals(state.org, asks, counted, request.at).length === 0;
  if (!isMet || !hasUse(counted, asks)) return { answer, approval: 'expired', used: null };
  const permitted = {
    verdict: 'permit',
    determining: permitting,
    reasons: [],
    obligations,
    held: null,
  } as const;
  return { answer: permitted, approval: 'used', used: counted };
}

/** Nobody ended it, though it may have been used before. */
function isInForce({ status, expiresAt }: Hold, at: number): boolean {
  return (status === 'pending' || status === 'used') && at < expiresAt;
}

/** It was given for a request of the same asker, in the task that the question is about. */
function findApproved(
  task: TaskState | null,
  { actor }: Evaluate,
  { about, approval }: AccessQuestion,
): Hold | null {
  const isIt = ({ approved, access }: Hold): boolean =>
    approved?.record === approval && access?.actor.id === actor.id;
  return task === null || task.id !== about ? null : (Object.values(task.holds).find(isIt) ?? null);
}

/** What the answer used up can be used no more. */
export function useApproval(
  request: Evaluate,
  { about }: AccessQuestion,
  evaluated: Event,
  hold: Hold,
  place: number,
): Event {
  const granted = {
    stream: `task/${about}`,
    type: 'access-granted',
    causes: [hold.record, evaluated.id, ...hold.approvals.map(({ record }) => record)],
    body: { hold: hold.id, digest: hold.digest, evaluation: evaluated.id },
  } as const;
  return recordOf(request, granted, place);
}
