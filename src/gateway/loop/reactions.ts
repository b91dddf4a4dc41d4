// What a durable record sets off in this process, whoever recorded it: waits end, calls in flight are
// aborted, keys are dropped. It follows from the record alone, so one replica stops what another forbade.

import type { Event } from '../../kernel/event.ts';
import type { Bulletin } from '../bulletin.ts';
import type { Flights } from '../action/flights.ts';
import type { RevokedLease } from '../ports.ts';
import type { Waiters } from '../hold/waiters.ts';
import type { World } from './world.ts';
import type { Vault } from '../ports/vault.ts';

export interface ReactionDeps {
  readonly bulletin: Bulletin;
  readonly flights: Flights;
  readonly waiters: Waiters;
  readonly vault: Vault;
  readonly world: World;
  readonly revoked: (leases: readonly RevokedLease[]) => void;
}

/** To be called for each record in the ledger's order, once it is folded. Never throws. */
export function createReactions(deps: ReactionDeps): (event: Event) => void {
  const { flights, waiters } = deps;
  return (event) => {
    deps.bulletin.post(event);
    switch (event.type) {
      case 'approval-given':
      case 'hold-rejected':
      case 'hold-edited':
      case 'hold-rejected-in-channel':
      case 'hold-withdrawn':
        return waiters.wake(event.body.hold);
      case 'action-settled':
        return waiters.wake(event.body.action);
      // Who waits asks again: people are shown what the new set asks.
      case 'policy-published':
        return waiters.wakeAll();
      case 'killed':
        flights.abortAll(event.body.target);
        return waiters.wakeAll();
      case 'task-quarantined':
      case 'task-closed':
        flights.abortAll({ kind: 'task', id: event.body.task });
        return waiters.wakeAll();
      case 'erasure-ordered':
      case 'payloads-erased':
        return deps.vault.forget(`task/${event.body.task}`);
      case 'lease-revoked':
        return deps.revoked(revokedLease(deps.world, event));
      default:
        return undefined;
    }
  };
}

/** The lease that an event revokes, with its expiry; none where its task is not in memory. */
export function revokedLease(world: World, event: Event): RevokedLease[] {
  if (event.type !== 'lease-revoked') return [];
  const lease = world.task(event.stream.slice('task/'.length))?.leases[event.body.lease];
  return lease === undefined ? [] : [{ id: lease.id, expiresAt: lease.expiresAt }];
}
