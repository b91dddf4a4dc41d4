// One reason to believe that a tool has an effect: no effect is proposed without one.

import type { Effect } from '../../kernel/effect.ts';

export interface Claim {
  readonly effect: Effect;
  readonly because: string;
}

export function claimsOf(effects: readonly Effect[], because: string): Claim[] {
  return effects.map((effect) => ({ effect, because }));
}

export function isRead({ effect }: Claim): boolean {
  return effect === 'read';
}
