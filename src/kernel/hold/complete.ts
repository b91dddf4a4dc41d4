// A hold that lacks nothing any more is decided: its action may run at any moment, so a no comes too late.

import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { State, TaskState } from '../state.ts';
import type { Hold } from './held.ts';
import { missingApprovals } from './quorum.ts';
import { shownOf } from './shown.ts';
import { outdatedBy, withoutOutdated } from './uses.ts';

/** Why it cannot be rejected any more; what has moved since it was approved leaves it open. */
export function checkIncomplete(state: State, task: TaskState, hold: Hold, at: number): Reason[] {
  if (hold.status !== 'pending') return [];
  const { id, asks, approvals } = withoutOutdated(hold, outdatedBy(hold, shownOf(state, task, hold)));
  const counting = { ...hold, approvals };
  const last = approvals.at(-1);
  if (last === undefined || missingApprovals(state.org, asks, counting, at).length > 0) return [];
  const by = approvals.map(({ operator }) => operator);
  const facts = { hold: id, status: 'approved', by, at: last.at };
  return [
    because(
      'approval',
      'hold-not-pending',
      facts,
      'To keep it from running, stop its task: holdpoint quarantine.',
    ),
  ];
}
