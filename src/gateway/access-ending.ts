// An access request ends once: its approvals are complete, it is rejected, it runs out, it is taken back or
// its task ends. Neither a use of its approval nor a no that comes later moves it after that.

import type { Event } from '../kernel/event.ts';
import type { Hold } from '../kernel/held.ts';
import { isPending } from '../kernel/rules/approval.ts';
import type { Core } from './core.ts';
import type { HoldSummary } from './models/hold.ts';
import type { Notice } from './notifier-ports.ts';
import { reveal } from './views.ts';

export type AccessStatus = 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled';

/** The ends that somebody can be told of. */
export const ACCESS_ENDS = ['approved', 'denied', 'expired', 'cancelled'] as const;

/** Tasks have few holds that wait at once. */
const MOST = 1_000;

/** How it stands at a time (Unix milliseconds). */
export function accessStatus(hold: Hold, now: number): AccessStatus {
  if (hold.approved !== undefined) return 'approved';
  if (hold.status === 'rejected') return 'denied';
  if (isPending(hold, now)) return 'pending';
  const { status, ended, expiresAt } = hold;
  // What had run out already when its task ended had run out.
  return status === 'void' && (ended?.at ?? 0) < expiresAt ? 'cancelled' : 'expired';
}

/**
 * What an enforcement point is told of the record through its channel: one for each of its access requests
 * that ended with it. Rejects with `StoreFault`.
 */
export async function wordEndings(core: Core, channel: string, event: Event): Promise<Notice[]> {
  const ended = await endedWith(core, channel, event);
  return Promise.all(ended.map((hold) => wordEnding(core, event, hold)));
}

async function endedWith(core: Core, channel: string, event: Event): Promise<HoldSummary[]> {
  const concerned = await concernedBy(core, event);
  return concerned.filter((hold) => {
    const { callback } = hold.access ?? {};
    if (callback?.channel !== channel || !isEndOf(hold, event)) return false;
    return callback.events?.includes(accessStatus(hold, event.time)) ?? true;
  });
}

async function concernedBy({ models }: Core, event: Event): Promise<readonly HoldSummary[]> {
  switch (event.type) {
    case 'access-approved':
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
    case 'hold-expired':
    case 'hold-withdrawn': {
      const hold = await models.hold(event.body.hold);
      return hold === null ? [] : [hold];
    }
    case 'task-closed':
    case 'task-quarantined':
      return (await models.holds({ task: event.body.task, status: 'void', limit: MOST })).rows;
    default:
      return [];
  }
}

function isEndOf({ approved, ended, tended = [] }: Hold, { id, type }: Event): boolean {
  if (approved !== undefined) return approved.record === id;
  return tended.includes('expired') ? type === 'hold-expired' : ended?.record === id;
}

async function wordEnding(core: Core, event: Event, hold: HoldSummary): Promise<Notice> {
  const { id, task, connector, tool, access } = hold;
  const status = accessStatus(hold, event.time);
  const kept = await reveal(core, access!.callback!.back, `task/${task}`);
  // What was erased is not said back.
  const back = kept === null ? {} : (JSON.parse(kept) as { readonly [member: string]: string });
  return {
    record: event.id,
    kind: 'hold-decided',
    at: event.time,
    says: `access request ${id}: ${status}`,
    link: '',
    task,
    hold: id,
    agent: null,
    connector,
    tool,
    effects: [],
    roles: [],
    expiresAt: null,
    access: { status, back },
  };
}
