// A credential exists in this memory alone, from its recorded grant until its recorded revocation.
// It is handed to the upstream adapter and to nobody else.

import type { Command } from '../../kernel/command.ts';
import type { CredentialRequirement } from '../../kernel/state.ts';
import type { RecordFact } from '../loop/facts.ts';
import { codeOf } from '../fault.ts';
import { CredentialFault, type Credential, type CredentialIssuer, type Log } from '../ports.ts';

export type Issuers = { readonly [issuer in CredentialRequirement['issuer']]: CredentialIssuer };

export interface LeaseHolder {
  readonly lease: string;
  readonly task: string;
  readonly agent: string;
}

export interface Leases {
  /** Mints, records that it was, and keeps. Concurrent users of one lease share the one mint. */
  mint(command: Extract<Command, { kind: 'mint' }>, holder: LeaseHolder, at: number): Promise<Credential>;
  /** The credential of a lease minted before. Rejects with `CredentialFault` where there is none. */
  credential(lease: string): Promise<Credential>;
  /** The secrets released for a task whose leases are not revoked yet. */
  secretsOf(task: string): readonly string[];
  /**
   * Revokes with the issuer and records it; a failure is recorded too and stays owed. True when confirmed.
   */
  revoke(
    lease: { id: string; connector: string; expiresAt: number; issuer: keyof Issuers },
    task: string,
  ): Promise<boolean>;
}

export interface LeaseDeps {
  readonly issuers: Issuers;
  readonly record: RecordFact;
  /** Whether the ledger says that a lease is revoked. */
  readonly isRevoked: (task: string, lease: string) => boolean;
  readonly log: Log;
  /** Whether an agent under the same operating-system user could read the credential all the same. */
  readonly advisory: boolean;
}

export function createLeases(deps: LeaseDeps): Leases {
  const minted = new Map<string, Promise<Credential>>();
  /** By task, then by lease. */
  const released = new Map<string, Map<string, string>>();
  const onReleased = ({ task, lease }: LeaseHolder, secret: string): void => {
    released.set(task, (released.get(task) ?? new Map<string, string>()).set(lease, secret));
  };
  const forget = (task: string, lease: string): void => {
    const secrets = released.get(task);
    secrets?.delete(lease);
    if (secrets?.size === 0) released.delete(task);
  };
  return {
    mint(command, holder, at) {
      const minting = mintOnce(deps, command, holder, at, (secret) => onReleased(holder, secret));
      // Whoever shares the lease sees the failure too; here it only must not count as unhandled.
      minting.catch(() => undefined);
      minted.set(command.lease, minting);
      return minting;
    },
    credential(lease) {
      const fault = new CredentialFault(
        'issuer-unavailable',
        `lease ${lease} has no credential in this process`,
      );
      return minted.get(lease) ?? Promise.reject(fault);
    },
    secretsOf: (task) => [...(released.get(task)?.values() ?? [])],
    async revoke(lease, task) {
      minted.delete(lease.id);
      try {
        const { how } = await deps.issuers[lease.issuer].revoke(lease);
        await deps.record(task, { fact: 'lease-revoked', lease: lease.id, how });
        forget(task, lease.id);
        return true;
      } catch (error) {
        const code = codeOf(error);
        deps.log.error({ task, lease: lease.id, code }, 'a lease is not revoked yet: it is tried again');
        await deps.record(task, { fact: 'lease-revocation-failed', lease: lease.id, code });
        return false;
      }
    },
  };
}

async function mintOnce(
  deps: LeaseDeps,
  { lease, connector, requirement, expiresAt }: Extract<Command, { kind: 'mint' }>,
  { task, agent }: LeaseHolder,
  issuedAt: number,
  onReleased: (secret: string) => void,
): Promise<Credential> {
  const { audience, reference, inject } = requirement;
  const holder = { lease, task, agent, connector };
  const issuer = deps.issuers[requirement.issuer];
  const issued = await issuer.mint({ ...holder, audience, reference, issuedAt, expiresAt });
  onReleased(issued.secret);
  await deps.record(task, {
    fact: 'lease-issued',
    lease,
    fingerprint: issued.fingerprint,
    standing: issued.standing,
    advisory: deps.advisory,
    expiresAt: issued.expiresAt,
  });
  if (deps.isRevoked(task, lease)) {
    // It took so long that another process has revoked what was not there yet.
    await issuer.revoke({ id: lease, connector, expiresAt });
    throw new CredentialFault('issuer-unavailable', `lease ${lease} was revoked while it was minted`);
  }
  return { lease, as: inject.as, name: inject.name, value: `${inject.prefix}${issued.secret}` };
}
