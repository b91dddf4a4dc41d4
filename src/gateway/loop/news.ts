// What another replica appended counts here only as what the ledger's own key signed: it is hashed again and
// compared with the signed checkpoint before any of it is believed.

import type { Event } from '../../kernel/event.ts';
import { equalBytes, utf8 } from '../../ledger/bytes.ts';
import { openCheckpoint, type Checkpoint } from '../../ledger/checkpoint.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { ORG_STREAM } from '../../ledger/stream.ts';
import { appendLeaf, leafHash, rootOf, type Frontier } from '../../ledger/tree.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { codeOf } from '../fault.ts';
import { StoreFault, type Head, type StoredRecord } from '../ports.ts';
import type { Standing } from '../ledger/sealing.ts';
import { findSigner, keysOver, type SigningDeps } from '../ledger/signing.ts';

/** A record as its signed text says it: what stands beside the text in the store is believed in nothing. */
export interface NewsItem {
  readonly event: Event;
  readonly seq: number;
  readonly version: number;
}

/**
 * What the news say, and where the ledger stands after them. Throws `store-corrupt` where head and news
 * together are not what was signed, `signing-key-missing` where its key in force is not here.
 */
export function admitNews(
  deps: SigningDeps,
  before: Standing,
  head: Head,
  news: readonly StoredRecord[],
): { readonly standing: Standing; readonly items: readonly NewsItem[] } {
  let { frontier } = before;
  for (const { text } of news) frontier = extend(deps.crypto, frontier, text);
  const items = news.map(toItem);
  const changes = items.map(({ event }) => event).filter(({ stream }) => stream === ORG_STREAM);
  const vkey = keysOver(before.vkey, changes).at(-1)!;
  checkSigned(deps, frontier, head.checkpoint, vkey);
  const lastTime = items.at(-1)?.event.time ?? before.lastTime;
  return { standing: { frontier, epoch: before.epoch + changes.length, lastTime, vkey }, items };
}

export function extend(crypto: LedgerCrypto, frontier: Frontier, text: string): Frontier {
  return appendLeaf(crypto, frontier, leafHash(crypto, crypto.sha256(utf8(text))));
}

/**
 * Authority comes from records that the log's own key in force signed, and from no others: else nothing
 * starts. That its private half is here is what makes a key the log's own: a record that names another one
 * can be anybody's.
 */
export function checkSigned(deps: SigningDeps, frontier: Frontier, note: string | null, vkey: string): void {
  if (frontier.size === 0) return;
  const { crypto, keyring } = deps;
  findSigner(deps, vkey);
  if (note === null) throw unsigned('no signed checkpoint');
  let signed: Checkpoint;
  try {
    signed = openCheckpoint(crypto, note, [decodeVkey(crypto, vkey)], keyring.origin);
  } catch (error) {
    throw unsigned(codeOf(error));
  }
  const isWhole = signed.size === frontier.size && equalBytes(signed.root, rootOf(crypto, frontier));
  if (!isWhole) throw unsigned(`${frontier.size} records, ${signed.size} signed`);
}

function unsigned(why: string): StoreFault {
  return new StoreFault(
    'store-corrupt',
    `the ledger is not what its key signed (${why}): see holdpoint ledger verify`,
  );
}

/** A stored record as the event it was made from. Throws `store-corrupt` for a text that is none. */
export function toEvent(stored: StoredRecord): Event {
  return toItem(stored).event;
}

export function toItem({ text, seq: row }: StoredRecord): NewsItem {
  try {
    const {
      v: _v,
      seq,
      version,
      ...event
    } = JSON.parse(text) as Event & {
      v: 1;
      seq: number;
      version: number;
    };
    return { event, seq, version };
  } catch (cause) {
    throw new StoreFault('store-corrupt', `record ${row} is no record: see holdpoint ledger verify`, {
      cause,
    });
  }
}
