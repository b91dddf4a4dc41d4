// What became of a hold, told by the same fold that decides: whoever reads why it was raised also reads
// whether anybody still waits for it.

import type { Event } from '../../kernel/event.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import type { Core } from '../core.ts';
import { holdModel, type HoldSummary } from '../models/hold.ts';
import { readStream } from './replay.ts';

export interface HoldFate {
  readonly id: string;
  /**
   * `void`: its task ended first, or the action ran without it. `expired`: nobody's record says so, its time
   * passed.
   */
  readonly status: 'pending' | 'used' | 'rejected' | 'void' | 'expired';
  /** Unix milliseconds. */
  readonly expiresAt: number;
  readonly approvals: readonly { readonly operator: string; readonly record: string }[];
  /** The record that ended it; null while it waits, and where it expired. */
  readonly ended: { readonly record: string; readonly time: number; readonly by: string } | null;
  /** The action that used it, or ran without it. */
  readonly usedBy: string | null;
  /** Who wrote other arguments for it last; absent: they are those that were asked with. */
  readonly editedBy?: string;
}

/** Reads on to the end of the task's stream. Rejects with `StoreFault`. */
export async function readFate(core: Core, stream: string, id: string): Promise<HoldFate | null> {
  let hold: HoldSummary | null = null;
  let ended: HoldFate['ended'] = null;
  for await (const event of readStream(core, stream, Number.POSITIVE_INFINITY)) {
    if (!isAbout(event, id)) continue;
    const next: HoldSummary | null = holdModel.fold(hold, event);
    if (hold?.status === 'pending' && next?.status !== 'pending') {
      ended = { record: event.id, time: event.time, by: event.actor.id };
    }
    hold = next;
  }
  if (hold === null) return null;
  const { status, expiresAt, usedBy, edited } = hold;
  const isLate = status === 'pending' && !isPending(hold, core.clock.now());
  const approvals = hold.approvals.map(({ operator, record }) => ({ operator, record }));
  const fate = { id, status: isLate ? 'expired' : status, expiresAt, approvals, ended, usedBy } as const;
  return edited === undefined ? fate : { ...fate, editedBy: edited.operator };
}

function isAbout(event: Event, id: string): boolean {
  const concern = holdModel.concernOf(event);
  return concern !== null && (!('id' in concern) || concern.id === id);
}
