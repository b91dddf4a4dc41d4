// What a protocol itself says of an operation, beside the words that somebody chose for it.

import type { Effect } from '../../kernel/effect.ts';
import type { Claim } from './claim.ts';

export interface Told {
  /** Counted in any case: words add to it. */
  readonly sure: readonly Claim[];
  /** Counted where words say nothing. */
  readonly presumed: readonly Claim[];
  /** What is done twice by it is done once, as long as it does no more than its protocol knows of. */
  readonly repeatable: boolean;
}

export const NOTHING_TOLD: Told = { sure: [], presumed: [], repeatable: false };

/** What a second time cannot add to. */
const SETTLED: ReadonlySet<Effect> = new Set<Effect>(['read', 'write', 'delete']);

/** What is counted beside the claims that words make. */
export function toldBeside(claims: readonly Claim[], { sure, presumed }: Told): Claim[] {
  return claims.length === 0 ? [...presumed, ...sure] : [...sure];
}

/**
 * Whether doing it again changes nothing more.
 *
 * @param isHinted the vendor's word: it takes a second witness, that nothing we see changes anything
 */
export function isIdempotent(effects: readonly Effect[], isHinted: boolean, { repeatable }: Told): boolean {
  if (repeatable) return effects.every((effect) => SETTLED.has(effect));
  return isHinted && effects.every((effect) => effect === 'read');
}
