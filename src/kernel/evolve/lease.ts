// A lease is granted, issued and revoked; once revoked it is never live again.

import type { Event } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Lease, TaskState } from '../state.ts';

type Leases = TaskState['leases'];

export function evolveLeases(leases: Leases, event: Event): Leases {
  switch (event.type) {
    case 'lease-granted': {
      const { lease: id, ...granted } = event.body;
      const lease: Lease = { id, ...granted, status: 'granted', failedRevocations: 0, record: event.id };
      return { ...leases, [id]: lease };
    }
    case 'lease-issued': {
      const { lease, standing, expiresAt } = event.body;
      // A standing secret has no end of its own: the lease ends as it was granted.
      return change(leases, lease, () => ({ status: 'issued', ...(standing ? {} : { expiresAt }) }));
    }
    case 'lease-revoked':
      return change(leases, event.body.lease, () => ({ status: 'revoked' }));
    case 'lease-revocation-failed':
      return change(leases, event.body.lease, (lease) => ({
        failedRevocations: lease.failedRevocations + 1,
      }));
    default:
      return leases;
  }
}

function change(leases: Leases, id: string, how: (lease: Lease) => Partial<Lease>): Leases {
  const lease = entryOf(leases, id);
  return lease === null || lease.status === 'revoked'
    ? leases
    : { ...leases, [id]: { ...lease, ...how(lease) } };
}
