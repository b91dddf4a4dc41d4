// One row per hold that was ever raised. How it moves is the kernel's own fold: a list cannot say otherwise
// than the state that decides.

import type { Event } from '../../kernel/event.ts';
import { evolveHolds, voidHolds } from '../../kernel/evolve/hold.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { Concern, Model } from './model.ts';

/** A pending one is over, too, once `expiresAt` has passed: no record says so, its reader does. */
export interface HoldSummary extends Hold {
  readonly task: string;
  readonly agent: string;
}

export const holdModel: Model<HoldSummary> = {
  name: 'hold',
  concernOf,
  fold(row, event) {
    const before: { readonly [id: string]: Hold } = row === null ? {} : { [row.id]: row };
    const [hold] = Object.values(isEnd(event) ? voidHolds(before, event) : evolveHolds(before, event));
    if (hold === undefined || hold === row) return row;
    const { task, agent } = row ?? ownerOf(event);
    return { ...hold, task, agent };
  },
  statusOf: ({ status }) => status,
};

function concernOf(event: Event): Concern | null {
  switch (event.type) {
    case 'action-held':
    case 'declassification-held':
    case 'step-held':
    case 'access-held':
    case 'access-approved':
    case 'access-granted':
    case 'approval-given':
    case 'hold-edited':
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
    case 'hold-reminded':
    case 'hold-escalated':
    case 'hold-expired':
    case 'hold-withdrawn':
    case 'call-deferred':
      return { id: event.body.hold };
    case 'action-permitted':
    case 'value-declassified':
    case 'step-begun':
      return event.body.hold === null ? null : { id: event.body.hold };
    default:
      return isEnd(event) ? { status: 'pending' } : null;
  }
}

function isEnd({ type }: Event): boolean {
  return type === 'task-closed' || type === 'task-quarantined';
}

/** A hold is raised because its task's agent asked, or somebody for it. */
function ownerOf({ stream, body, actor }: Event): Pick<HoldSummary, 'task' | 'agent'> {
  const agent = 'agent' in body && typeof body.agent === 'string' ? body.agent : actor.id;
  return { task: stream.slice('task/'.length), agent };
}
