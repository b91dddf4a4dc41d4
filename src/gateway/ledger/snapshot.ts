// A start folds what came after the newest snapshot, not the whole ledger. A snapshot is believed only under
// the ledger's own signature and only where it leads to the signed checkpoint; else everything is folded.

import { decodeBase64, encodeBase64 } from '../../ledger/base64.ts';
import { concat, decodeUtf8, utf8 } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { decodeFrontier, encodeFrontier } from '../../ledger/tree.ts';
import { codeOf } from '../fault.ts';
import type { Clock, LedgerStore, Log, RevokedLease, StoredSnapshot } from '../ports.ts';
import type { Replica } from '../loop/replica.ts';
import type { Standing } from './sealing.ts';
import { findSigner, type SigningDeps } from './signing.ts';
import type { World, WorldDump } from '../loop/world.ts';

/** To be raised whenever the kernel's state changes its shape: older snapshots are then not taken. */
const FORMAT = 15;
const SIGNATURE_BYTES = 64;

export interface Snapshot {
  readonly standing: Standing;
  readonly world: WorldDump;
  /** Leases revoked and not expired yet. */
  readonly revoked: readonly RevokedLease[];
}

/** Throws `StoreFault` (`signing-key-missing`). */
export function encodeSnapshot(deps: SigningDeps, snapshot: Snapshot): StoredSnapshot {
  const { frontier, epoch, lastTime, vkey } = snapshot.standing;
  const signer = findSigner(deps, vkey);
  const body = utf8(
    JSON.stringify({
      format: FORMAT,
      origin: signer.origin,
      frontier: encodeBase64(encodeFrontier(frontier)),
      epoch,
      lastTime,
      vkey,
      world: snapshot.world,
      revoked: snapshot.revoked,
    }),
  );
  return { size: frontier.size, bytes: concat(signer.sign(messageOf(deps.crypto, body)), body) };
}

/** Null for anything but what `encodeSnapshot` made of this ledger in this format. */
export function decodeSnapshot(deps: SigningDeps, stored: StoredSnapshot): Snapshot | null {
  const body = stored.bytes.subarray(SIGNATURE_BYTES);
  const written = readBody(body);
  if (written === null || written.format !== FORMAT || written.origin !== deps.keyring.origin) return null;
  const { frontier, epoch, lastTime, vkey, world, revoked } = written;
  if (!isSigned(deps, vkey, body, stored.bytes.subarray(0, SIGNATURE_BYTES))) return null;
  const standing = { frontier: decodeFrontier(decodeBase64(frontier)!), epoch, lastTime, vkey };
  return standing.frontier.size === stored.size ? { standing, world, revoked } : null;
}

/** A snapshot by a key that was retired, and whose file is gone since, is nobody's. */
function isSigned(deps: SigningDeps, vkey: string, body: Uint8Array, signature: Uint8Array): boolean {
  try {
    const { publicKey } = findSigner(deps, vkey);
    return deps.crypto.verifyEd25519(publicKey, messageOf(deps.crypto, body), signature);
  } catch {
    return false;
  }
}

type Written = Omit<Snapshot, 'standing'> &
  Omit<Standing, 'frontier'> & {
    readonly format: number;
    readonly origin: string;
    readonly frontier: string;
  };

/** Nothing of it is believed yet, and whose key signed it is for it to say. */
function readBody(body: Uint8Array): Written | null {
  const decoded = decodeUtf8(body);
  if (!('text' in decoded)) return null;
  try {
    return JSON.parse(decoded.text) as Written;
  } catch {
    return null;
  }
}

function messageOf(crypto: LedgerCrypto, body: Uint8Array): Uint8Array {
  return utf8(`holdpoint/snapshot@v1\n${encodeBase64(crypto.sha256(body))}\n`);
}

/** Records after which another snapshot is worth its while. */
const EVERY_RECORDS = 2_000;
/** A snapshot takes at most one part in so many of the time. */
const SHARE = 20;

export interface Snapshots {
  /** To be called when memory holds exactly what is durable: keeps a snapshot when one is due. */
  rested(standing: Standing): void;
  /** Keeps one of what is true when it is written, and waits for it. */
  keep(standing: () => Standing): Promise<void>;
}

export interface SnapshotDeps extends SigningDeps {
  readonly store: LedgerStore;
  readonly world: World;
  readonly clock: Clock;
  readonly log: Log;
  readonly replica: Replica;
  /** Size of the ledger at the newest snapshot there is. */
  readonly keptAt: number;
  readonly revoked: () => readonly RevokedLease[];
}

export function createSnapshots(deps: SnapshotDeps): Snapshots {
  const { store, world, clock, log, replica } = deps;
  let keptAt = deps.keptAt;
  let notBefore = 0;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;

  const keep = async (standing: Standing): Promise<void> => {
    const startedAt = clock.now();
    keptAt = standing.frontier.size;
    isRunning = true;
    try {
      const stored = encodeSnapshot(deps, { standing, world: world.dump(), revoked: deps.revoked() });
      await replica.alone('snapshot', () => store.keepSnapshot(stored));
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'a snapshot was not kept: the next start takes longer');
    } finally {
      isRunning = false;
      notBefore = clock.now() + (clock.now() - startedAt) * SHARE;
    }
  };

  return {
    rested(standing) {
      const isDue = standing.frontier.size - keptAt >= EVERY_RECORDS && clock.now() >= notBefore;
      if (isDue && !isRunning) running = keep(standing);
    },
    async keep(standing) {
      await running;
      const now = standing();
      if (now.frontier.size > keptAt) await keep(now);
    },
  };
}
