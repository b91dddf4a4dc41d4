// Which hold people may learn from to ask less: never one that may have been an attack, nor one that they
// would not have let run themselves.

import type { Core } from '../core.ts';
import { toItem } from '../loop/news.ts';
import type { HoldSummary } from '../models/hold.ts';
import { isDecided } from '../replay/decided.ts';
import { recordIdOf } from '../replay/explain.ts';
import { readDecision, type Asked } from '../replay/replay.ts';
import { isMarked } from './candidates.ts';

export interface Lesson {
  readonly kind: 'lesson';
  readonly summary: HoldSummary;
  /** As it was asked for. */
  readonly moment: { readonly kind: 'asked' } & Asked;
}

/** Why nothing is proposed, in words. */
export interface Refused {
  readonly kind: 'refused';
  readonly why: string;
}

export function refused(why: string): Refused {
  return { kind: 'refused', why };
}

/** Null: there is no such hold. Rejects with `StoreFault`. */
export async function lessonOf(core: Core, hold: string): Promise<Lesson | Refused | null> {
  const summary = await core.models.hold(hold);
  if (summary === null) return null;
  const record = recordIdOf(hold);
  const stored = record === null ? null : await core.store.find(record);
  const item = stored === null ? null : toItem(stored);
  if (item === null || !isDecided(item.event) || item.event.type !== 'action-held') {
    return refused('only what an agent does can be allowed for always');
  }
  const { event, seq } = item;
  const moment = await readDecision(core, { event, seq });
  if (moment.kind === 'apart') return refused('its arguments are not kept: nobody could say what is allowed');
  if (summary.status === 'rejected' || event.body.variationOf !== undefined) {
    return refused('people rejected it, or what it is a variation of');
  }
  if (summary.edited !== undefined) return refused('an approver wrote other arguments than were asked for');
  const task = await core.models.task(summary.task);
  if (task?.status === 'quarantined') return refused('its task was quarantined');
  if (isMarked(moment)) {
    return refused('text that it read had spoken to the model: it may have been an attack');
  }
  return { kind: 'lesson', summary, moment };
}
