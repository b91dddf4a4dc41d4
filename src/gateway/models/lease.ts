// One row per lease that was ever granted. How it moves is the kernel's own fold.

import type { Event } from '../../kernel/event.ts';
import { evolveLeases } from '../../kernel/evolve/lease.ts';
import type { Lease } from '../../kernel/state.ts';
import type { Concern, Model } from './model.ts';

export interface LeaseSummary extends Lease {
  readonly task: string;
  readonly agent: string;
  /** Unix milliseconds, as all times here. */
  readonly grantedAt: number;
  /** The secret outlives the lease: somebody else manages it. Known once it was issued. */
  readonly standing: boolean;
  /** An agent under the same operating-system user could read it all the same. Known once it was issued. */
  readonly advisory: boolean;
  readonly revokedAt: number | null;
  /** How the revocation was confirmed. */
  readonly how: string | null;
}

type Beside = Omit<LeaseSummary, keyof Lease>;

export const leaseModel: Model<LeaseSummary> = {
  name: 'lease',
  concernOf,
  fold(row, event) {
    const before: { readonly [id: string]: Lease } = row === null ? {} : { [row.id]: row };
    const [lease] = Object.values(evolveLeases(before, event));
    if (lease === undefined || lease === row) return row;
    return { ...(row ?? grantedIn(event)), ...lease, ...toldBy(event) };
  },
  statusOf: ({ status }) => status,
};

function concernOf(event: Event): Concern | null {
  switch (event.type) {
    case 'lease-granted':
    case 'lease-issued':
    case 'lease-revoked':
    case 'lease-revocation-failed':
      return { id: event.body.lease };
    default:
      return null;
  }
}

/** A lease is granted with a permit, which its task's agent asked for. */
function grantedIn({ stream, actor, time }: Event): Beside {
  const about = { task: stream.slice('task/'.length), agent: actor.id, grantedAt: time };
  return { ...about, standing: false, advisory: false, revokedAt: null, how: null };
}

function toldBy(event: Event): Partial<Beside> {
  switch (event.type) {
    case 'lease-issued':
      return { standing: event.body.standing, advisory: event.body.advisory };
    case 'lease-revoked':
      return { revokedAt: event.time, how: event.body.how };
    default:
      return {};
  }
}
