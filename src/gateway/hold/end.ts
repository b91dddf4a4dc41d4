// Whoever decides what somebody has decided before hears who that was, and when.

import type { Reason } from '../../kernel/reason.ts';

const DONE: ReadonlyMap<unknown, string> = new Map([
  ['used', 'approved by'],
  ['approved', 'approved by'],
  ['rejected', 'rejected by'],
  ['void', 'ended by'],
]);

/** How the hold ended, for whoever came too late; null: the reasons tell of no such end. */
export function wordEnd(reasons: readonly Reason[]): string | null {
  for (const { code, facts } of reasons) {
    if (code === 'hold-expired' && typeof facts['expiresAt'] === 'number') {
      return `nobody decided it before ${timeOf(facts['expiresAt'])}`;
    }
    const { status, by, at } = facts;
    if (code !== 'hold-not-pending' || !Array.isArray(by) || typeof at !== 'number') continue;
    return `it was ${DONE.get(status) ?? 'decided by'} ${by.join(', ')} at ${timeOf(at)}`;
  }
  return null;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
