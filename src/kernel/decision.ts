// The kernel's answer: a verdict with its reasons, the events that record it, the commands that follow.

import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { Reason } from './reason.ts';

export interface Decision {
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** Ordered by rule; why it was denied, or what the hold asks. Empty on a permit. */
  readonly reasons: readonly Reason[];
  /** Never empty: every decision is recorded. */
  readonly events: readonly Event[];
  readonly commands: readonly Command[];
  /** Ids of what this request created or joined. */
  readonly task: string | null;
  readonly action: string | null;
  readonly hold: string | null;
}
