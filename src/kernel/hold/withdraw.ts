// Whoever asked may take it back while it waits: people are not asked any more, and nothing comes of what
// they may have said.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { AskedAction } from '../action/action.ts';
import type { Event, EventOf, Principal } from '../event.ts';
import type { Hold } from './held.ts';
import { because, isReason } from '../reason.ts';
import type { WithdrawHold } from '../request.ts';
import { checkPending } from '../rules/approval.ts';
import { findHold, findTask } from '../rules/identity.ts';
import type { State, TaskState } from '../state.ts';

export function decideWithdraw(state: State, request: WithdrawHold): Decision {
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const hold = findHold(task, request.hold);
  if (isReason(hold)) return refuse(state, request, [hold]);
  const asker = askerOf(task, hold);
  const isOwn = asker.kind === request.actor.kind && asker.id === request.actor.id;
  const reasons = [
    ...(isOwn ? [] : [notAsked(hold, request.actor)]),
    ...checkPending(hold, request.at),
    ...(hold.approved === undefined ? [] : [over(hold)]),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const place = { stream: `task/${task.id}`, type: 'hold-withdrawn', causes: [hold.record] } as const;
  const made = { task: task.id, hold: hold.id };
  return permit([recordOf(request, { ...place, body: { hold: hold.id } })], [], made);
}

/** It runs without what people were asked: nobody's late yes has it run once more. */
export function withdrawSpared(
  { request, pending }: AskedAction,
  { id, stream, body: { action, hold } }: EventOf<'action-permitted'>,
  place: number,
): readonly Event[] {
  if (hold !== null || pending?.status !== 'pending') return NONE;
  const body = { hold: pending.id, ran: action };
  return [recordOf(request, { stream, type: 'hold-withdrawn', causes: [pending.record, id], body }, place)];
}

const NONE: readonly Event[] = [];

/** An action is asked for by its task's agent; whatever else waits says who asked. */
export function askerOf({ agent }: TaskState, { asked, next, access }: Hold): Principal {
  return (access ?? next ?? asked)?.actor ?? { kind: 'agent', id: agent };
}

/** What people have allowed is used or runs out; it ends once. */
function over({ id, approved, approvals }: Hold) {
  const by = approvals.map(({ operator }) => operator);
  const facts = { hold: id, status: 'approved', by, at: approved!.at };
  return because('approval', 'hold-not-pending', facts, 'It is approved: leave it unused.');
}

function notAsked({ id }: Hold, { id: actor }: Principal) {
  const lift = 'Whoever asked for it takes it back; an approver rejects it.';
  return because('identity', 'not-this-task', { hold: id, actor }, lift);
}
