// Only the very next records of the log are written, whatever a sealer gives.

import { MAX_NEWS, StoreFault, type Head, type Sealed } from '../../../gateway/ports.ts';
import { TILE_WIDTH } from '../../../ledger/growth.ts';
import { ORG_STREAM } from '../../../ledger/stream.ts';

/** What one append writes, and on what. */
export interface Batch extends Sealed {
  /** Size of the log that it was sealed on. */
  readonly onSize: number;
  /** Each stream that it writes to: the version it was sealed on, and the one it leaves. */
  readonly moves: readonly StreamMove[];
}

export interface StreamMove {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

/**
 * What a seal made, on what it was made; with no records the head stays as it is, whatever the seal says.
 * Anything but the very next records is a bug of the sealer.
 *
 * @param versions of the streams that it asked for
 */
export function place(head: Head, versions: ReadonlyMap<string, number>, sealed: Sealed): Batch {
  const after = new Map<string, number>();
  for (const [index, { seq, stream, version }] of sealed.records.entries()) {
    const before = after.get(stream) ?? versions.get(stream) ?? Number.NaN;
    if (seq !== head.size + index || version !== before + 1) {
      throw new Error('a sealed record is out of place');
    }
    after.set(stream, version);
  }
  const { size, epoch } = sealed.head;
  if (size !== head.size + sealed.records.length || epoch !== (after.get(ORG_STREAM) ?? head.epoch)) {
    throw new Error('a sealed head is out of place');
  }
  if (!areCompleted(sealed.nodes, head.size, size)) throw new Error('a sealed node is out of place');
  const moves = [...after].map(([stream, to]) => ({ stream, from: versions.get(stream)!, to }));
  return { ...sealed, onSize: head.size, moves, head: moves.length === 0 ? head : sealed.head };
}

/** Whether these are the subtrees that a log completes as it grows, by level, then index. */
function areCompleted(nodes: Sealed['nodes'], oldSize: number, newSize: number): boolean {
  let at = 0;
  for (let width = TILE_WIDTH, level = 1; width <= newSize; width *= TILE_WIDTH, level++) {
    for (let index = Math.floor(oldSize / width); index < Math.floor(newSize / width); index++) {
      const node = nodes[at++];
      if (node?.level !== level || node.index !== index) return false;
    }
  }
  return at === nodes.length;
}

/**
 * How many records from `since` on are news on this head. Throws `store-moved` where they are too many, and
 * `store-corrupt` where records that were seen are there no more.
 */
export function countNews(head: Head, since: number): number {
  const count = head.size - since;
  if (count < 0) {
    throw new StoreFault('store-corrupt', `${since} records were seen, and only ${head.size} are there`);
  }
  if (count <= MAX_NEWS) return count;
  throw new StoreFault('store-moved', `${count} records were appended meanwhile: read them first`);
}

/** Whether there is nothing to write. */
export function isEmpty({ records, payloads, keys }: Sealed): boolean {
  return records.length === 0 && payloads.length === 0 && keys.length === 0;
}
