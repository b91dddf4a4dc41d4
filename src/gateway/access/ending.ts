// An access request ends once: its approvals are complete, it is rejected, it runs out, it is taken back or
// its task ends. Neither a use of its approval nor a no that comes later moves it after that. Several that
// are watched together have ended with the last of them, and that is told once.

import type { WatchedAccess } from '../../kernel/access/asked-access.ts';
import type { Event } from '../../kernel/event.ts';
import { evolveTask } from '../../kernel/evolve/task.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import { entryOf } from '../../kernel/lookup.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import type { TaskState } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { toEvent } from '../loop/news.ts';
import type { Notice } from '../ports/notifier.ts';
import { reveal } from '../views.ts';

export type AccessStatus = 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled';

/** `partial`: of several that ended in more than one way. */
export type AggregateStatus = AccessStatus | 'partial';

/** Tasks have few holds that wait at once. */
const MOST = 1_000;
const PAGE = 500;

/** How it stands at a time (Unix milliseconds). */
export function accessStatus(hold: Hold, now: number): AccessStatus {
  if (hold.approved !== undefined) return 'approved';
  if (hold.status === 'rejected') return 'denied';
  if (isPending(hold, now)) return 'pending';
  const { status, ended, expiresAt } = hold;
  // What had run out already when its task ended had run out.
  return status === 'void' && (ended?.at ?? 0) < expiresAt ? 'cancelled' : 'expired';
}

/** Of several: `pending` until all have ended. At least one. */
export function aggregateStatus(statuses: readonly AccessStatus[]): AggregateStatus {
  if (statuses.includes('pending')) return 'pending';
  return new Set(statuses).size === 1 ? statuses[0]! : 'partial';
}

interface Ending {
  readonly watched: WatchedAccess;
  readonly status: AggregateStatus;
}

/**
 * What an enforcement point is told of the record through its channel: one for all that it wanted to hear of
 * and that ended with it. Rejects with `StoreFault`.
 */
export async function wordEndings(core: Core, channel: string, event: Event): Promise<Notice[]> {
  if (!(await mayEnd(core, event))) return [];
  const ended = endingsOf(await historyOf(core, event), channel);
  return Promise.all(ended.map((one) => wordEnding(core, event, one)));
}

/** What ended with the last record of a task's history, and is told through the channel. */
export function endingsOf(history: readonly Event[], channel: string): readonly Ending[] {
  const last = history.at(-1)!;
  const [was, is] = [statusesIn(history.slice(0, -1)), statusesIn(history)];
  return history.flatMap((event) =>
    watchIn(event).flatMap((watched) => {
      const { holds, callback } = watched;
      const status = aggregateStatus(holds.map(is));
      const wasOver = event !== last && !holds.map(was).includes('pending');
      const isTold = callback.channel === channel && (callback.events?.includes(status) ?? true);
      return status === 'pending' || wasOver || !isTold ? [] : [{ watched, status }];
    }),
  );
}

/** As the records say it: time alone ends nothing before one does. */
function statusesIn(history: readonly Event[]): (hold: string) => AccessStatus {
  const holds = history.reduce<TaskState | null>(evolveTask, null)?.holds ?? {};
  return (id) => {
    const hold = entryOf(holds, id);
    if (hold === null) return 'pending';
    return accessStatus(hold, hold.tended?.includes('expired') === true ? hold.expiresAt : 0);
  };
}

/** Older records have it beside the hold that it is about. */
function watchIn(event: Event): readonly WatchedAccess[] {
  if (event.type === 'access-watched') return [event.body];
  const { hold, access } = event.type === 'access-held' ? event.body : {};
  if (access?.callback === undefined) return [];
  return [{ handle: hold!, holds: [hold!], callback: access.callback }];
}

async function mayEnd({ models }: Core, event: Event): Promise<boolean> {
  switch (event.type) {
    case 'access-approved':
    case 'access-watched':
      return true;
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
    case 'hold-expired':
    case 'hold-withdrawn':
      return (await models.hold(event.body.hold))?.access !== undefined;
    case 'task-closed':
    case 'task-quarantined': {
      const { rows } = await models.holds({ task: event.body.task, status: 'void', limit: MOST });
      return rows.some(({ access }) => access !== undefined);
    }
    default:
      return false;
  }
}

/** The records of its stream up to the event. */
async function historyOf({ store }: Core, { id, stream }: Event): Promise<Event[]> {
  const history: Event[] = [];
  for (let fromSeq = 0; ;) {
    const page = await store.read({ fromSeq, limit: PAGE, stream });
    const events = page.map(toEvent);
    const at = events.findIndex((event) => event.id === id);
    if (at >= 0) return [...history, ...events.slice(0, at + 1)];
    if (page.length < PAGE) return [];
    history.push(...events);
    fromSeq = page.at(-1)!.seq + 1;
  }
}

async function wordEnding(core: Core, event: Event, { watched, status }: Ending): Promise<Notice> {
  const { handle, callback } = watched;
  const task = event.stream.slice('task/'.length);
  const kept = await reveal(core, callback.back, event.stream);
  // What was erased is not said back.
  const back = kept === null ? {} : (JSON.parse(kept) as { readonly [member: string]: string });
  return {
    record: event.id,
    kind: 'hold-decided',
    at: event.time,
    says: `access request ${handle}: ${status}`,
    link: '',
    task,
    hold: handle,
    agent: null,
    connector: null,
    tool: null,
    effects: [],
    roles: [],
    expiresAt: null,
    access: { status, back },
  };
}
