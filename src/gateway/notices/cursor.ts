// How far a channel has come is what its own records say: no file beside the ledger, and the same for every
// replica.

import type { Event, EventOf } from '../../kernel/event.ts';
import { toEvent } from '../loop/news.ts';
import type { LedgerStore } from '../ports.ts';

export interface Cursor {
  /** Before this sequence number nothing is owed. */
  readonly through: number;
  /** A message that was not taken, and is sent again as it was; null: none. */
  readonly failing: Failing | null;
  /** When the channel last took something, Unix milliseconds; null: never. */
  readonly deliveredAt: number | null;
  /** Messages that can be changed and do not yet say how it ended: the holds of each, by its handle. */
  readonly open: ReadonlyMap<string, readonly string[]>;
}

export interface Failing {
  readonly through: number;
  readonly attempt: number;
  readonly code: string;
  /** Unix milliseconds. */
  readonly at: number;
}

const PAGE = 500;

/** The cursor and how far its stream is read; `cursor` null: the channel is new. */
export interface Read {
  readonly cursor: Cursor | null;
  readonly from: number;
}

export const UNREAD: Read = { cursor: null, from: 0 };

/** Reads what was recorded of a channel since. Rejects with `StoreFault`. */
export async function readCursor(
  store: Pick<LedgerStore, 'read'>,
  channel: string,
  { cursor, from }: Read,
): Promise<Read> {
  const records = await store.read({ fromSeq: from, limit: PAGE, stream: `channel/${channel}` });
  const last = records.at(-1);
  if (last === undefined) return { cursor, from };
  const read = { cursor: records.map(toEvent).reduce(advance, cursor), from: last.seq + 1 };
  return records.length < PAGE ? read : readCursor(store, channel, read);
}

function advance(cursor: Cursor | null, { type, body, time: at }: Event): Cursor | null {
  if (type === 'notices-delivered') {
    const deliveredAt = body.notices.length > 0 ? at : (cursor?.deliveredAt ?? null);
    const { through } = body;
    return { through, failing: null, deliveredAt, open: openAfter(cursor?.open ?? new Map(), body) };
  }
  if (type !== 'notices-failing' || cursor === null) return cursor;
  const { through, attempt, code } = body;
  return { ...cursor, failing: { through, attempt, code, at } };
}

function openAfter(
  before: Cursor['open'],
  { posted, revised }: EventOf<'notices-delivered'>['body'],
): Cursor['open'] {
  if (posted === undefined && revised === undefined) return before;
  const open = new Map(before);
  if (posted !== undefined) open.set(posted.handle, posted.holds);
  if (revised !== undefined) open.delete(revised);
  return open;
}
