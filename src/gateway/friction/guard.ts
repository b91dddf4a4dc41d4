// What nobody may learn from to ask less: what was refused, and what may have been an attack.

import type { Recalled } from '../replay/replay.ts';
import { isMarked } from './candidates.ts';
import type { Survey, SurveyedHold } from './survey.ts';

/**
 * Why it must not run unasked: it was denied; it was rejected, or is what was rejected in another shape; its
 * task was quarantined; or some text gave orders, and nobody approved it all the same.
 */
export type Guarded = 'denied' | 'rejected' | 'quarantined' | 'suspicious';

/** The hold that a decision raised; null: it raised none. */
export function raisedBy({ event }: Recalled, survey: Survey): SurveyedHold | null {
  if (event.type !== 'action-held' || event.body.joined) return null;
  return survey.holds.get(event.body.hold) ?? null;
}

/** Null: it ran, people let it run, or they might have. */
export function guardOf(moment: Recalled, survey: Survey): Guarded | null {
  if (moment.event.type === 'action-denied') return 'denied';
  const hold = raisedBy(moment, survey);
  if (hold === null) return null;
  if (hold.status === 'rejected') return 'rejected';
  if (survey.quarantined.has(hold.task)) return 'quarantined';
  if (hold.status === 'used') return null;
  if (hold.variationOf !== null) return 'rejected';
  return isMarked(moment) ? 'suspicious' : null;
}
