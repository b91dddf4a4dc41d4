// No credential outlives its task. One that its issuer made to is not used: it is revoked first.

import type { AskedAction } from '../action/action.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Lease, TaskState } from '../state.ts';

/** Issuers round to whole seconds (RFC 7519, NumericDate). */
const ROUNDING_MS = 1_000;

export function checkCredential({ task, connector }: AskedAction): Reason[] {
  return Object.values(task.leases)
    .filter((lease) => lease.connector === connector.id && lease.status !== 'revoked')
    .filter((lease) => outlivesTask(task, lease))
    .map((lease) => {
      const facts = { lease: lease.id, expiresAt: lease.expiresAt, taskExpiresAt: task.expiresAt };
      const lift = 'Wait until the lease is revoked; its issuer must not exceed the expiry it is given.';
      return because('credential', 'credential-outlives-task', facts, lift);
    });
}

export function outlivesTask(task: TaskState, lease: Lease): boolean {
  return lease.expiresAt >= task.expiresAt + ROUNDING_MS;
}
