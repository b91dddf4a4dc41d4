// A credential exists for one task, and where the stakes are high for one action. It never outlives the task.

import { idOf } from '../action/action.ts';
import type { AdmittedTool, AskedAction } from '../action/action.ts';
import { isHighImpact } from '../effect.ts';
import type { CredentialRequirement, Lease, TaskState } from '../state.ts';

/** The lease a call uses; `grant` is null where a live one is shared. */
export interface LeasePlan {
  readonly lease: string;
  readonly grant: LeaseGrant | null;
}

export interface LeaseGrant {
  readonly requirement: CredentialRequirement;
  /** The action it is bound to; null: the task's calls to the connector share it. */
  readonly action: string | null;
  readonly expiresAt: number;
}

/** Null where the connector needs no credential. */
export function planLease(asked: AskedAction, admitted: AdmittedTool, action: string): LeasePlan | null {
  const { request, task } = asked;
  const { credential: requirement, tool } = admitted;
  if (requirement === null) return null;
  const ownLease = isHighImpact(tool.effects);
  const shared = ownLease ? undefined : Object.values(task.leases).find((lease) => isShared(lease, asked));
  if (shared !== undefined) return { lease: shared.id, grant: null };
  const expiresAt = Math.min(request.at + requirement.ttlSeconds * 1_000, task.expiresAt);
  return {
    lease: idOf('lease', request),
    grant: { requirement, action: ownLease ? action : null, expiresAt },
  };
}

/** Granted for calls that have all ended without it: its mint failed, so there is no credential to share. */
export function isAbandoned({ actions }: TaskState, lease: Lease): boolean {
  const isUsed = Object.values(actions).some(
    (action) => action.lease === lease.id && action.status === 'running',
  );
  return lease.status === 'granted' && !isUsed;
}

function isShared(lease: Lease, { request, task, reservedMs }: AskedAction): boolean {
  return (
    lease.connector === request.connector &&
    lease.owner === request.owner &&
    lease.action === null &&
    lease.status !== 'revoked' &&
    !isAbandoned(task, lease) &&
    lease.expiresAt > request.at + reservedMs
  );
}
