// What a task's payloads said can be unsaid; that they were, and by whose order, cannot. The order is
// recorded before a key is destroyed, and owed until it is.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import { isReason } from './reason.ts';
import type { Erase } from './request.ts';
import { checkErasable } from './rules/control.ts';
import { findTask } from './rules/identity.ts';
import type { State } from './state.ts';
import { judgeVerb } from './verb.ts';

/** By an operator whom policy lets, or by Holdpoint where the rules of retention say so. */
export function decideErase(state: State, request: Erase): Decision {
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const isSystem = request.actor.kind === 'system';
  const rules = checkErasable(task);
  const reasons = isSystem ? rules : judgeVerb(state, request, () => rules);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const ordered = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'erasure-ordered',
    causes: [task.record],
    body: { task: task.id, why: isSystem ? 'retention' : 'asked' },
  });
  return permit([ordered], [], { task: task.id });
}
