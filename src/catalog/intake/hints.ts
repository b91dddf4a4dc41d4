// A vendor's hints are believed where they make a tool more dangerous, and nowhere else.

import type { Json } from '../../kernel/json.ts';
import type { Claim } from './claim.ts';

/** @param claims what was found without them */
export function hintClaims(
  annotations: { readonly [name: string]: Json },
  claims: readonly Claim[],
): Claim[] {
  const hints: Claim[] = [];
  const isReading = claims.every(({ effect }) => effect === 'read');
  if (annotations['destructiveHint'] === true && annotations['readOnlyHint'] !== true && isReading) {
    hints.push({ effect: 'delete', because: 'its vendor says destructive' });
  }
  if (annotations['readOnlyHint'] === false && isReading) {
    hints.push({ effect: 'write', because: 'its vendor says not read-only' });
  }
  return hints;
}
