// One row per task that ever was.

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Model } from './model.ts';

export interface TaskSummary {
  readonly id: string;
  readonly workflow: string;
  readonly agent: string;
  /** The operator who asked; the agent's owner where no person opened it. */
  readonly requester: string;
  readonly status: 'open' | 'closed' | 'expired' | 'quarantined';
  /** Unix milliseconds, as all times here. */
  readonly openedAt: number;
  readonly endedAt: number | null;
  readonly expiresAt: number;
  /** Actions that were permitted. */
  readonly permitted: number;
  /** Holds that were raised: an action asked for again joins its hold and does not count. */
  readonly held: number;
  /** Actions that were denied. */
  readonly denied: number;
  /** Its prompt, arguments and results are gone for good. */
  readonly erased: boolean;
}

export const taskModel: Model<TaskSummary> = {
  name: 'task',
  concernOf: ({ stream }) => ({ id: stream.slice('task/'.length) }),
  fold: (row, event) => (event.type === 'task-opened' ? open(event) : row === null ? null : next(row, event)),
  statusOf: ({ status }) => status,
};

function open({ stream, time, body }: EventOf<'task-opened'>): TaskSummary {
  const { workflow, agent, requester, expiresAt } = body;
  return {
    id: stream.slice('task/'.length),
    workflow,
    agent,
    requester,
    status: 'open',
    openedAt: time,
    endedAt: null,
    expiresAt,
    permitted: 0,
    held: 0,
    denied: 0,
    erased: false,
  };
}

function next(row: TaskSummary, event: Event): TaskSummary {
  switch (event.type) {
    case 'action-permitted':
      return { ...row, permitted: row.permitted + 1 };
    case 'action-held':
    case 'declassification-held':
    case 'step-held':
    case 'access-held':
      return event.body.joined ? row : { ...row, held: row.held + 1 };
    case 'action-denied':
      return { ...row, denied: row.denied + 1 };
    case 'task-closed':
      return { ...row, status: event.body.why === 'done' ? 'closed' : 'expired', endedAt: event.time };
    case 'task-quarantined':
      return { ...row, status: 'quarantined', endedAt: event.time };
    case 'payloads-erased':
      return { ...row, erased: true };
    default:
      return row;
  }
}
