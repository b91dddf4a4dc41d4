// Events become records, leaves and a signed checkpoint in one synchronous step, under the head's lock:
// what the store commits is what the tree commits to.

import {
  encodeFrontier,
  decodeFrontier,
  emptyFrontier,
  appendLeaf,
  leafHash,
  rootOf,
} from '../ledger/tree.ts';
import type { Event } from '../kernel/event.ts';
import { formatCheckpoint } from '../ledger/checkpoint.ts';
import type { LedgerCrypto } from '../ledger/crypto.ts';
import { signNote } from '../ledger/note.ts';
import { ORG_STREAM } from '../ledger/stream.ts';
import { sealRecord } from '../ledger/record.ts';
import type { Head, Locked, Signer, StoredRecord } from './ports.ts';

/** A record's place in the log, and the checkpoint under which it can be shown. */
export interface Placed {
  readonly record: string;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly checkpoint: string;
}

export interface SealedEvents {
  readonly records: readonly StoredRecord[];
  readonly placed: readonly Placed[];
  readonly head: Head;
}

export type SealRecords = (events: readonly Event[], locked: Locked) => SealedEvents;

export function createSealing(crypto: LedgerCrypto, signer: Signer): SealRecords {
  const decoder = new TextDecoder();
  const signNow = (size: number, root: Uint8Array): string =>
    signNote(crypto, formatCheckpoint({ origin: signer.origin, size, root }), {
      name: signer.origin,
      publicKey: signer.publicKey,
      sign: (message) => signer.sign(message),
    });

  return (events, locked) => {
    let frontier = locked.head.size === 0 ? emptyFrontier : decodeFrontier(locked.head.frontier);
    const versions = new Map(locked.versions);
    const records = events.map((event): StoredRecord => {
      const version = (versions.get(event.stream) ?? 0) + 1;
      versions.set(event.stream, version);
      const { record, bytes, hash } = sealRecord(crypto, event, frontier.size, version);
      frontier = appendLeaf(crypto, frontier, leafHash(crypto, hash));
      const { id, seq, stream, type, time } = record;
      return { id, seq, stream, version, type, time, text: decoder.decode(bytes), hash };
    });
    const checkpoint = signNow(frontier.size, rootOf(crypto, frontier));
    const head: Head = {
      size: frontier.size,
      epoch: versions.get(ORG_STREAM) ?? locked.head.epoch,
      frontier: encodeFrontier(frontier),
      lastTime: events.at(-1)?.time ?? locked.head.lastTime,
      checkpoint,
    };
    const placed = records.map(({ id, seq, hash }) => ({ record: id, seq, hash, checkpoint }));
    return { records, placed, head };
  };
}
