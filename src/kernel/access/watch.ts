// Whoever had people asked may hear how that ended; several requests are told of once, when all have ended.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Hold } from '../hold/held.ts';
import { entryOf } from '../lookup.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { WatchAccess } from '../request.ts';
import { findHold, findTask } from '../rules/identity.ts';
import type { State, TaskState } from '../state.ts';
import { judgeVerb } from '../verb.ts';

/** Each is told by itself, and costs a reading of the task: nobody needs more ways to hear of one end. */
const MAX_WATCHES = 16;

export function decideWatchAccess(state: State, request: WatchAccess): Decision {
  const refusals = judgeVerb(state, request);
  if (refusals.length > 0) return refuse(state, request, refusals);
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const { handle, holds, callback, actor } = request;
  const found = holds.map((id) => findHold(task, id));
  const unknown = found.filter(isReason);
  const known = found.filter((one): one is Hold => !isReason(one));
  const others = known.filter(({ access }) => access?.actor.id !== actor.id);
  const reasons = [
    ...unknown,
    ...others.map((hold) => notAsked(hold, actor.id)),
    ...known.flatMap(({ id }) => checkWatches(task, id)),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const place = { stream: `task/${task.id}`, causes: known.map(({ record }) => record) };
  const watched = { ...place, type: 'access-watched', body: { handle, holds, callback } } as const;
  return permit([recordOf(request, watched)], [], { task: task.id });
}

function notAsked({ id }: Hold, actor: string): Reason {
  const lift = 'Whoever asked for access hears how that ended.';
  return because('identity', 'not-this-task', { hold: id, actor }, lift);
}

function checkWatches({ watches = {} }: TaskState, hold: string): Reason[] {
  const count = entryOf(watches, hold) ?? 0;
  if (count < MAX_WATCHES) return [];
  const facts = { hold, watches: count, limit: MAX_WATCHES };
  const lift = 'Wait for a callback that was wanted already, or ask how the request stands.';
  return [because('budget', 'watches-exhausted', facts, lift)];
}
