// Which credentials can still be used, and which should be dead and are not known to be.

import type { LeaseSummary } from '../../../../src/surfaces/http/contract/lists.ts';

export type LeaseStanding = 'live' | 'owed' | 'lapsed' | 'revoked';

/**
 * `owed`: its time is over, or somebody tried to revoke it, and nobody confirmed that it is dead.
 * `lapsed`: no secret was ever issued for it.
 */
export function leaseStandingOf(
  { status, expiresAt, failedRevocations }: LeaseSummary,
  nowMs: number,
): LeaseStanding {
  if (status === 'revoked') return 'revoked';
  if (failedRevocations > 0) return 'owed';
  if (expiresAt > nowMs) return 'live';
  return status === 'issued' ? 'owed' : 'lapsed';
}

/** The oldest first. */
export function byAge(leases: readonly LeaseSummary[]): readonly LeaseSummary[] {
  return leases.toSorted((a, b) => a.grantedAt - b.grantedAt || (a.id < b.id ? -1 : 1));
}
