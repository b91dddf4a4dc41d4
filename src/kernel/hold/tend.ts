// What time makes of a hold is recorded once: those who are asked are reminded, others may answer in their
// place, nobody did in time.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Ask, Hold, HoldDue } from './held.ts';
import { escalationOf, missingApprovals } from './quorum.ts';
import { because, isReason } from '../reason.ts';
import type { TendHold } from '../request.ts';
import { findHold, findTask } from '../rules/identity.ts';
import type { OrgState, State } from '../state.ts';

/** What is due of the hold and not recorded yet, at a time (Unix milliseconds). */
export function dueOf(org: OrgState, hold: Hold, at: number): HoldDue[] {
  if (hold.status !== 'pending') return [];
  const { tended = [], raisedAt, expiresAt } = hold;
  const { remindSeconds, escalateSeconds } = timesIn(hold.asks);
  const isOver = (seconds: number): boolean => at >= raisedAt + seconds * 1_000;
  const come: readonly HoldDue[] =
    at >= expiresAt
      ? ['expired']
      : [
          ...(isOver(remindSeconds) ? (['reminded'] as const) : []),
          ...(isOver(escalateSeconds) ? (['escalated'] as const) : []),
        ];
  const due = come.filter((one) => !tended.includes(one));
  // Nobody is asked any more for what only waits for its agent.
  const when = Math.min(at, expiresAt);
  return due.length > 0 && missingApprovals(org, hold.asks, hold, when).length > 0 ? due : [];
}

/** The first reminder that any policy wants; the last escalation, so that none of them comes early. */
function timesIn(asks: readonly Ask[]): { readonly remindSeconds: number; readonly escalateSeconds: number } {
  const remind = asks.flatMap(({ remindSeconds }) => remindSeconds ?? []);
  const escalate = asks.flatMap((ask) => ask.escalate?.afterSeconds ?? []);
  return {
    remindSeconds: Math.min(...remind),
    escalateSeconds: escalate.length === 0 ? Infinity : Math.max(...escalate),
  };
}

export function decideTend(state: State, request: TendHold): Decision {
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const hold = findHold(task, request.hold);
  if (isReason(hold)) return refuse(state, request, [hold]);
  const { due } = request;
  const isDue = request.actor.kind === 'system' && dueOf(state.org, hold, request.at).includes(due);
  if (!isDue) {
    const lift = 'Nothing to do: it is recorded already, or not due.';
    return refuse(state, request, [because('control', 'not-due', { hold: hold.id, due }, lift)]);
  }
  const about = { task: task.id, hold: hold.id };
  const place = { stream: `task/${task.id}`, causes: [hold.record] };
  const body = { hold: hold.id };
  if (due === 'expired') {
    return permit([recordOf(request, { ...place, type: 'hold-expired', body })], [], about);
  }
  const approvers =
    due === 'escalated' ? escalationOf(hold.asks) : missingApprovals(state.org, hold.asks, hold, request.at);
  const event = recordOf(request, { ...place, type: `hold-${due}`, body: { ...body, approvers } });
  return permit([event], [], about);
}
