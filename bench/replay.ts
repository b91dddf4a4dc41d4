// A large ledger is a small real one again and again: the records of its tasks under new ids, in their own
// order, sealed and signed as the gateway seals and signs. What is not written again are the words beside
// them: no start and no proof reads those of a task that has ended.

import { nodeLedgerCrypto } from '../src/adapters/crypto/node.ts';
import { randomIds } from '../src/adapters/host/ids.ts';
import { openFileKeyring } from '../src/adapters/keys/keyring-file.ts';
import type { LedgerStore, StoredRecord } from '../src/gateway/ports.ts';
import { createSealing, type Standing } from '../src/gateway/ledger/sealing.ts';
import type { Event } from '../src/kernel/event.ts';
import { toEvent } from '../src/gateway/loop/news.ts';
import { decodeFrontier } from '../src/ledger/tree.ts';

/** Times that the records are written again in one transaction. */
const COPIES_PER_APPEND = 32;

/**
 * Appends copies of all records from `fromSeq` on, whole ones, until the ledger has at least `size` records.
 * They are of tasks that began and ended there.
 *
 * @param keys folder of the ledger's signing keys
 */
export async function replay(store: LedgerStore, keys: string, fromSeq: number, size: number): Promise<void> {
  const { size: limit, frontier, epoch, lastTime } = await store.head();
  const before = await store.read({ fromSeq: 0, limit });
  const founded = toEvent(before[0]!);
  if (founded.type !== 'founded') throw new Error('a ledger begins otherwise');
  const { origin, vkey } = founded.body;
  const keyring = openFileKeyring(keys, origin, nodeLedgerCrypto);
  const seal = createSealing({ crypto: nodeLedgerCrypto, keyring });
  const copy = copier(before.slice(fromSeq), before.slice(0, fromSeq), lastTime);
  let standing: Standing = { frontier: decodeFrontier(frontier), epoch, lastTime, vkey };
  while (standing.frontier.size < size) {
    const missing = Math.ceil((size - standing.frontier.size) / (limit - fromSeq));
    const copies = Math.min(missing, COPIES_PER_APPEND);
    const events = Array.from({ length: copies }, copy).flat();
    await store.append(standing.frontier.size, () => ({
      streams: [...new Set(events.map(({ stream }) => stream))],
      seal: (versions) => {
        const { records, nodes, head, standing: after } = seal(events, standing, versions);
        standing = after;
        return { records, nodes, payloads: [], keys: [], head };
      },
    }));
  }
}

const ID = /[a-z]+_[0-9a-z]{16}/g;

/** Gives the same events with ids of their own, but for those that the ledger had before them. */
function copier(
  records: readonly StoredRecord[],
  before: readonly StoredRecord[],
  time: number,
): () => Event[] {
  const known = new Set(before.flatMap(({ text }) => text.match(ID) ?? []));
  const template = JSON.stringify(records.map((record) => ({ ...toEvent(record), time })));
  const parts = template.split(/([a-z]+_[0-9a-z]{16})/);
  const ids = [...new Set(template.match(ID))].filter((id) => !known.has(id));
  return () => {
    const fresh = new Map(ids.map((id) => [id, `${id.slice(0, id.indexOf('_'))}_${randomIds.mint()}`]));
    return JSON.parse(parts.map((part) => fresh.get(part) ?? part).join('')) as Event[];
  };
}
