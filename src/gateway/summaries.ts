// One line per task that ever was, folded from the same events as the state: a cache, never a source.

import type { Event } from '../kernel/event.ts';

export interface TaskSummary {
  readonly id: string;
  readonly workflow: string;
  readonly agent: string;
  readonly requester: string;
  readonly status: 'open' | 'closed' | 'expired' | 'quarantined';
  readonly openedAt: number;
  readonly endedAt: number | null;
  readonly permitted: number;
  readonly held: number;
  readonly denied: number;
}

export interface Summaries {
  apply(event: Event): void;
  get(task: string): TaskSummary | null;
  /** Newest first. */
  list(): TaskSummary[];
}

export function createSummaries(): Summaries {
  const byTask = new Map<string, TaskSummary>();
  return {
    apply(event) {
      const id = event.stream.startsWith('task/') ? event.stream.slice('task/'.length) : null;
      if (id === null) return;
      const before = byTask.get(id) ?? null;
      const after = event.type === 'task-opened' ? opened(event.body, event.time) : next(before, event);
      if (after !== null) byTask.set(id, after);
    },
    get: (task) => byTask.get(task) ?? null,
    list: () => [...byTask.values()].toReversed(),
  };
}

function opened(body: Extract<Event, { type: 'task-opened' }>['body'], openedAt: number): TaskSummary {
  const { task: id, workflow, agent, requester } = body;
  const counts = { permitted: 0, held: 0, denied: 0 };
  return { id, workflow, agent, requester, status: 'open', openedAt, endedAt: null, ...counts };
}

function next(before: TaskSummary | null, event: Event): TaskSummary | null {
  if (before === null) return null;
  switch (event.type) {
    case 'action-permitted':
      return { ...before, permitted: before.permitted + 1 };
    case 'action-held':
      return event.body.joined ? before : { ...before, held: before.held + 1 };
    case 'action-denied':
      return { ...before, denied: before.denied + 1 };
    case 'task-closed':
      return { ...before, status: event.body.why === 'done' ? 'closed' : 'expired', endedAt: event.time };
    case 'task-quarantined':
      return { ...before, status: 'quarantined', endedAt: event.time };
    default:
      return before;
  }
}
