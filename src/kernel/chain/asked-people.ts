// Whatever a decision changes in what a task has waiting for people is recorded for its agent in the same
// decision, by whichever way it came: what waits over all its tasks is bounded.

import { conductOf } from './remembered-conduct.ts';
import { recordOf } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event } from '../event.ts';
import { evolveTask } from '../evolve/task.ts';
import { entryOf } from '../lookup.ts';
import type { Request } from '../request.ts';
import { isPending } from '../rules/approval.ts';
import type { State, TaskState } from '../state.ts';
import { askerOf } from '../hold/withdraw.ts';

/** What raises a hold or ends it before its time; a call does where it uses one. */
const MOVES: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'action-held',
  'declassification-held',
  'step-held',
  'step-begun',
  'value-declassified',
  'hold-rejected',
  'hold-rejected-in-channel',
  'hold-withdrawn',
  'task-closed',
  'task-quarantined',
]);

/** The decision, with what the task's agent has waiting from here on, where that is another. */
export function withAsked(state: State, request: Request, decision: Decision): Decision {
  const { task } = state;
  const cause = decision.events.findLast(moves);
  if (task === null || cause === undefined) return decision;
  const after = decision.events.reduce<TaskState>((now, event) => evolveTask(now, event)!, task);
  const until = waitingIn(after, request.at);
  const known = entryOf(conductOf(state, task.agent).waiting, task.id) ?? [];
  const still = known.filter((end) => request.at < end);
  const rejected = decision.events.flatMap((event) => rejectedBy(after, event));
  const isSame = until.length === still.length && until.every((end, place) => end === still[place]);
  if (isSame && rejected.length === 0) return decision;
  const body = {
    agent: task.agent,
    task: task.id,
    until,
    ...(rejected.length === 0 ? {} : { rejected }),
  };
  const draft = { stream: `agent/${task.agent}`, type: 'agent-asked', causes: [cause.id], body } as const;
  return { ...decision, events: [...decision.events, recordOf(request, draft, decision.events.length)] };
}

function moves(event: Event): boolean {
  return MOVES.has(event.type) || (event.type === 'action-permitted' && event.body.hold !== null);
}

/** What is shown to people together waits as long as the last of it. What people ask for is their own. */
function waitingIn(task: TaskState, at: number): readonly number[] {
  const ends = new Map<string, number>();
  for (const hold of Object.values(task.holds)) {
    if (!isPending(hold, at) || askerOf(task, hold).kind === 'operator') continue;
    const shown = hold.batch ?? hold.id;
    ends.set(shown, Math.max(ends.get(shown) ?? 0, hold.expiresAt));
  }
  return [...ends.values()];
}

function rejectedBy({ holds }: TaskState, event: Event): readonly string[] {
  if (event.type !== 'hold-rejected' && event.type !== 'hold-rejected-in-channel') return [];
  const action = entryOf(holds, event.body.hold)?.ofAgent;
  return action === undefined ? [] : [action];
}
