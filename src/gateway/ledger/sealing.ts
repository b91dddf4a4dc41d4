// Events become records, leaves and a signed checkpoint in one synchronous step, under the head's lock:
// what the store commits is what the tree commits to.

import type { Event } from '../../kernel/event.ts';
import { grow } from '../../ledger/growth.ts';
import { ORG_STREAM } from '../../ledger/stream.ts';
import { sealRecord } from '../../ledger/record.ts';
import { encodeFrontier, type Frontier } from '../../ledger/tree.ts';
import type { Head, Sealed, StoredRecord } from '../ports.ts';
import { keysOver, signCheckpoint, type SigningDeps } from './signing.ts';

/** A record's place in the log, and the checkpoint under which it can be shown. */
export interface Placed {
  readonly record: string;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly checkpoint: string;
  /** RFC 6962 inclusion proof in the tree that the checkpoint signs; null where the store is to be asked. */
  readonly inclusion: () => readonly Uint8Array[] | null;
}

/** Where the ledger stands, as this process has checked it itself. */
export interface Standing {
  readonly frontier: Frontier;
  readonly epoch: number;
  /** Time of the last record, Unix milliseconds; 0 when there is none. */
  readonly lastTime: number;
  /** Verifier key in force. */
  readonly vkey: string;
}

export interface SealedEvents extends Pick<Sealed, 'records' | 'nodes' | 'head'> {
  readonly placed: readonly Placed[];
  readonly standing: Standing;
}

export type SealRecords = (
  events: readonly Event[],
  on: Standing,
  versions: ReadonlyMap<string, number>,
) => SealedEvents;

export function createSealing(deps: SigningDeps): SealRecords {
  const { crypto } = deps;
  const decoder = new TextDecoder();

  return (events, on, before) => {
    const versions = new Map(before);
    const records = events.map((event, index): StoredRecord => {
      const version = (versions.get(event.stream) ?? 0) + 1;
      versions.set(event.stream, version);
      const { record, bytes, hash } = sealRecord(crypto, event, on.frontier.size + index, version);
      const { id, seq, stream, type, time } = record;
      return { id, seq, stream, version, type, time, text: decoder.decode(bytes), hash };
    });
    const grown = grow(
      crypto,
      on.frontier,
      records.map(({ hash }) => hash),
    );
    const { frontier, nodes } = grown;
    const vkeys = keysOver(on.vkey, events);
    const standing: Standing = {
      frontier,
      epoch: versions.get(ORG_STREAM) ?? on.epoch,
      lastTime: events.at(-1)?.time ?? on.lastTime,
      vkey: vkeys.at(-1)!,
    };
    const checkpoint = signCheckpoint(deps, { size: frontier.size, root: grown.root }, vkeys);
    const head: Head = {
      size: frontier.size,
      epoch: standing.epoch,
      frontier: encodeFrontier(frontier),
      lastTime: standing.lastTime,
      checkpoint,
    };
    const placed = records.map(({ id, seq, hash }) => {
      return { record: id, seq, hash, checkpoint, inclusion: () => grown.inclusion(seq) };
    });
    return { records, nodes, placed, head, standing };
  };
}
