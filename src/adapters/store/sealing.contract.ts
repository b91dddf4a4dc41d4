// Records for the stores' tests: well placed, made up in everything else. Without the test runner, so that a
// child process can use it too.

import { createHash } from 'node:crypto';
import type { Head, LedgerStore, Locked, Sealed, StoredRecord } from '../../gateway/ports.ts';

export interface Entry {
  readonly stream: string;
  readonly id?: string;
  readonly text?: string;
}

/** Seals records of these streams, in their order, on whatever the store presents. */
export function sealing(...entries: readonly (Entry | string)[]): (locked: Locked) => Sealed {
  return ({ head, versions }) => {
    const after = new Map(versions);
    const records = entries.map((entry, index): StoredRecord => {
      const { stream, ...given } = typeof entry === 'string' ? { stream: entry } : entry;
      const seq = head.size + index;
      const version = after.get(stream)! + 1;
      after.set(stream, version);
      const { id = `rec_${seq}`, text = JSON.stringify({ seq, stream, version }) } = given;
      const hash = sha256(text);
      return { seq, id, stream, version, type: 'thing-happened', time: 1_000 + seq, text, hash };
    });
    const size = head.size + records.length;
    return { records, payloads: [], keys: [], head: headAt(size, after.get('org') ?? head.epoch) };
  };
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

export function sha256(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/** Everything that can be read, with bytes as plain arrays, to be compared as a whole. */
export async function contentOf(store: LedgerStore): Promise<unknown> {
  const records = await store.read({ fromSeq: 0, limit: 1_000_000 });
  return plain({
    records,
    head: await store.head(),
    streams: await store.streams(''),
    checkpoints: await store.checkpoints(),
  });
}

export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? [...part] : part)),
  );
}
