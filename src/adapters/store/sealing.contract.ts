// Records for the stores' tests: well placed, made up in everything else. Without the test runner, so that a
// child process can use it too.

import { createHash } from 'node:crypto';
import type {
  Head,
  LedgerStore,
  Locked,
  Plan,
  Sealed,
  StoredNode,
  StoredRecord,
} from '../../gateway/ports.ts';

export interface Entry {
  readonly stream: string;
  readonly id?: string;
  readonly text?: string;
}

/** Plans records of these streams, in their order, on whatever the store presents. */
export function sealing(...entries: readonly (Entry | string)[]): (locked: Locked) => Plan {
  const named = entries.map((entry) => (typeof entry === 'string' ? { stream: entry } : entry));
  return ({ head }) => ({
    streams: [...new Set(named.map(({ stream }) => stream))],
    seal: (versions) => sealOn(head, versions, named),
  });
}

/** The same plan, with some of what it seals replaced. */
export function altered(
  plan: (locked: Locked) => Plan,
  change: (sealed: Sealed) => Partial<Sealed>,
): (locked: Locked) => Plan {
  return (locked) => {
    const { streams, seal } = plan(locked);
    const sealAltered = (versions: ReadonlyMap<string, number>): Sealed => {
      const sealed = seal(versions);
      return { ...sealed, ...change(sealed) };
    };
    return { streams, seal: sealAltered };
  };
}

/** Appends records of these streams, having seen all that is there. */
export async function append(store: LedgerStore, ...entries: readonly (Entry | string)[]): Promise<void> {
  await store.append((await store.head()).size, sealing(...entries));
}

function sealOn(head: Head, versions: ReadonlyMap<string, number>, entries: readonly Entry[]): Sealed {
  const after = new Map(versions);
  const records = entries.map(({ stream, ...given }, index): StoredRecord => {
    const seq = head.size + index;
    const version = after.get(stream)! + 1;
    after.set(stream, version);
    const { id = `rec_${seq}`, text = JSON.stringify({ seq, stream, version }) } = given;
    return { seq, id, stream, version, type: 'thing-happened', time: 1_000 + seq, text, hash: sha256(text) };
  });
  const size = head.size + records.length;
  const nodes = nodesBetween(head.size, size);
  return { records, nodes, payloads: [], keys: [], head: headAt(size, after.get('org') ?? head.epoch) };
}

/** The subtrees that a log completes as it grows, with hashes made up of their places. */
function nodesBetween(oldSize: number, newSize: number): StoredNode[] {
  const nodes: StoredNode[] = [];
  for (let level = 1; 256 ** level <= newSize; level++) {
    for (
      let index = Math.floor(oldSize / 256 ** level);
      index < Math.floor(newSize / 256 ** level);
      index++
    ) {
      nodes.push({ level, index, hash: nodeAt(level, index) });
    }
  }
  return nodes;
}

export function nodeAt(level: number, index: number): Uint8Array {
  return sha256(`node ${level} ${index}`);
}

export function headAt(size: number, epoch: number): Head {
  const frontier = sha256(`frontier ${size}`);
  return {
    size,
    epoch,
    frontier,
    lastTime: 1_000 + size - 1,
    checkpoint: `log\n${size}\n\n— note ${size}\n`,
  };
}

export function sha256(bytes: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** Everything that can be read, with bytes as plain arrays, to be compared as a whole. */
export async function contentOf(store: LedgerStore): Promise<unknown> {
  return plain({
    records: await store.read({ fromSeq: 0, limit: 1_000_000 }),
    head: await store.head(),
    streams: await store.streams(''),
    nodes: await store.nodes(1, 0, 1_000_000),
    checkpoints: await store.checkpoints(),
  });
}

export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? [...part] : part)),
  );
}
