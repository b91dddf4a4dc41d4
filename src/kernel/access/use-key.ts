// A key stands for one thing that was sent, for good: the first record of it counts, and says for which.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { isReason } from '../reason.ts';
import type { UseKey } from '../request.ts';
import { findTask } from '../rules/identity.ts';
import type { State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decideUseKey(state: State, request: UseKey): Decision {
  const refusals = judgeVerb(state, request);
  if (refusals.length > 0) return refuse(state, request, refusals);
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const { key, sent } = request;
  const place = { stream: `task/${task.id}`, type: 'idempotency-key-used', causes: [task.record] } as const;
  return permit([recordOf(request, { ...place, body: { key, sent } })], [], { task: task.id });
}
