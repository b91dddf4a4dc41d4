// Whoever had people asked may hear how that ended; several requests are told of once, when all have ended.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Hold } from '../hold/held.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { WatchAccess } from '../request.ts';
import { findHold, findTask } from '../rules/identity.ts';
import type { State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

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
  const reasons = [...unknown, ...others.map((hold) => notAsked(hold, actor.id))];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const place = { stream: `task/${task.id}`, causes: known.map(({ record }) => record) };
  const watched = { ...place, type: 'access-watched', body: { handle, holds, callback } } as const;
  return permit([recordOf(request, watched)], [], { task: task.id });
}

function notAsked({ id }: Hold, actor: string): Reason {
  const lift = 'Whoever asked for access hears how that ended.';
  return because('identity', 'not-this-task', { hold: id, actor }, lift);
}
