// A gateway is what its ledger says. Opening it believes nothing but records that the ledger's own key
// signed, and no ledger that has become shorter than a checkpoint kept elsewhere.

import { obligationsOf } from '../../kernel/obligation.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { openCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts';
import { verifyConsistency } from '../../ledger/proof.ts';
import { emptyFrontier, rootOf } from '../../ledger/tree.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { codeOf } from '../fault.ts';
import type { Keyring } from '../ports/keys.ts';
import { checkSigned, extend, toEvent } from './news.ts';
import { StoreFault } from '../ports.ts';
import type { CheckpointSink, Clock, LedgerStore, Log, RevokedLease } from '../ports.ts';
import { consistencyProof } from '../ledger/proofs.ts';
import { revokedLease } from './reactions.ts';
import type { Standing } from '../ledger/sealing.ts';
import { decodeSnapshot } from '../ledger/snapshot.ts';
import type { World } from './world.ts';

export interface OpeningDeps {
  readonly store: LedgerStore;
  readonly crypto: LedgerCrypto;
  readonly keyring: Keyring;
  readonly checkpoints: CheckpointSink;
  readonly clock: Clock;
  readonly log: Log;
}

interface Begun {
  readonly standing: Omit<Standing, 'vkey'>;
  readonly revoked: readonly RevokedLease[];
  /** Size of the ledger at the snapshot that was taken; 0 where there was none. */
  readonly snapshotAt: number;
}

export interface Opened extends Begun {
  readonly standing: Standing;
}

const PAGE = 2_000;
const NOTHING: Begun = {
  standing: { frontier: emptyFrontier, epoch: 0, lastTime: 0 },
  revoked: [],
  snapshotAt: 0,
};

/**
 * Folds the ledger into an empty world, from its newest snapshot where that holds. Throws `StoreFault`:
 * `store-corrupt` where it is not what its key signed, `signing-key-missing` where that key is not here.
 */
export async function openLedger(deps: OpeningDeps, createWorld: () => World): Promise<[World, Opened]> {
  const { log } = deps;
  const stored = await deps.store.snapshot();
  const snapshot = stored === null ? null : decodeSnapshot(deps, stored);
  if (snapshot !== null) {
    const world = createWorld();
    world.restore(snapshot.world);
    const from = { ...snapshot, snapshotAt: snapshot.standing.frontier.size };
    try {
      return [world, await fold(deps, world, from)];
    } catch (error) {
      if (codeOf(error) !== 'store-corrupt') throw error;
    }
  }
  if (stored !== null)
    log.warn({ size: stored.size }, 'the snapshot does not hold: the whole ledger is folded');
  const world = createWorld();
  const opened = await fold(deps, world, NOTHING);
  return [world, opened];
}

async function fold(deps: OpeningDeps, world: World, from: Begun): Promise<Opened> {
  const head = await deps.store.head();
  let { frontier, epoch, lastTime } = from.standing;
  const revoked = [...from.revoked];
  while (frontier.size < head.size) {
    const limit = Math.min(PAGE, head.size - frontier.size);
    const page = await deps.store.read({ fromSeq: frontier.size, limit });
    if (page.length === 0) break;
    for (const stored of page) {
      const event = toEvent(stored);
      frontier = extend(deps.crypto, frontier, stored.text);
      revoked.push(...revokedLease(world, event));
      world.apply(event);
      lastTime = event.time;
      if (event.stream === 'org') epoch += 1;
    }
    evictFinished(world, deps.clock.now());
  }
  if (frontier.size !== head.size) {
    throw new StoreFault('store-corrupt', `the head counts ${head.size} records, ${frontier.size} are there`);
  }
  const vkey = world.state(null).org.vkey ?? (await deps.keyring.first()).vkey;
  checkSigned(deps, frontier, head.checkpoint, vkey);
  const now = deps.clock.now();
  return {
    standing: { frontier, epoch, lastTime, vkey },
    revoked: revoked.filter(({ expiresAt }) => expiresAt > now),
    snapshotAt: from.snapshotAt,
  };
}

/** Finished tasks that owe nothing, whoever else lives. */
function evictFinished(world: World, at: number): void {
  const hands = { owner: '', isGone: () => true, isInFlight: () => false };
  for (const task of world.live()) {
    if (task.status === 'open') continue;
    if (obligationsOf(world.state(task.id), at, hands).length === 0) world.evict(task.id);
  }
}

/**
 * A checkpoint in its second place shows a ledger that lost its tail, was put back from an older copy or
 * forked. Throws `store-corrupt`.
 *
 * @param vkeys the keys that the ledger has or had: who kept a checkpoint need not have heard of a newer one
 */
export async function checkSecondPlace(
  deps: OpeningDeps,
  { frontier }: Standing,
  vkeys: readonly string[],
): Promise<void> {
  const note = await deps.checkpoints.read();
  if (note === null) return;
  const kept = openKept(deps, note, vkeys);
  const { size: oldSize, root: oldRoot } = kept;
  if (oldSize > frontier.size) {
    throw new StoreFault(
      'store-corrupt',
      `the ledger has ${frontier.size} records and its key signed ${oldSize}: it lost its tail or was put ` +
        'back from an older copy. Find the newest copy, or move the kept checkpoint away to go on without',
    );
  }
  if (oldSize === 0) return;
  const proof = await consistencyProof(deps, oldSize, frontier.size);
  const newer = { newSize: frontier.size, newRoot: rootOf(deps.crypto, frontier) };
  if (verifyConsistency(deps.crypto, { oldSize, oldRoot, ...newer, proof })) return;
  throw new StoreFault(
    'store-corrupt',
    `the ledger is not the one whose first ${oldSize} records its key signed: its history was forked`,
  );
}

function openKept({ crypto, keyring }: OpeningDeps, note: string, vkeys: readonly string[]): Checkpoint {
  try {
    const keys = vkeys.map((vkey) => decodeVkey(crypto, vkey));
    return openCheckpoint(crypto, note, keys, keyring.origin);
  } catch (cause) {
    const why = `the checkpoint kept in its second place is none of this ledger (${codeOf(cause)})`;
    throw new StoreFault('store-corrupt', `${why}: move it away to go on without it`, { cause });
  }
}
