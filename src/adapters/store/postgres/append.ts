// An append has the head's lock from its first round trip to its commit: between them nobody else writes, and
// whatever goes wrong before the commit leaves nothing.

import { StoreFault, type Locked, type Plan } from '../../../gateway/ports.ts';
import { countNews, isEmpty, place, type Batch } from '../sql/place.ts';
import { headOf, recordOf, type HeadRow, type RecordRow } from '../sql/rows.ts';
import { StreamVersions } from '../sql/stream-versions.ts';
import { encodeColumns, KEYS, MOVES, NODES, PAYLOADS, RECORDS } from './columns.ts';
import type { Session } from './session.ts';
import { LOCK_HEAD, SQL } from './statements.ts';

/** One handle's appends, one at a time. */
export class Appender {
  readonly #handle: string;
  readonly #where: string;
  readonly #versions = new StreamVersions();
  /** The versions remembered are those of the first so many records. */
  #knownSize = 0;

  /** @param handle the others see it in the notifications */
  constructor(handle: string, where: string) {
    this.#handle = handle;
    this.#where = where;
  }

  /** What `LedgerStore.append` promises, on a connection of its own. */
  async append(session: Session, since: number, plan: (locked: Locked) => Plan): Promise<void> {
    try {
      const batch = await this.#seal(session, await this.#lock(session, since), plan);
      if (isEmpty(batch)) return await session.rollback();
      await this.#write(session, batch);
      await session.commit();
      for (const { stream, to } of batch.moves) this.#versions.set(stream, to);
      this.#knownSize = batch.head.size;
    } catch (error) {
      this.#versions.clear();
      // The author's error is the one to report; a connection that cannot go back is not used again.
      if (!session.hasFailed) await session.rollback().catch(() => undefined);
      throw error;
    }
  }

  async #lock(session: Session, since: number): Promise<Locked> {
    const [row] = await session.run<HeadRow>(...LOCK_HEAD);
    const head = headOf(row!);
    if (head.size < Math.max(since, this.#knownSize)) {
      throw new StoreFault(
        'store-corrupt',
        `${this.#where} holds ${head.size} records and held more: it was set back`,
      );
    }
    const unseen = countNews(head, since);
    const rows = unseen === 0 ? [] : await session.query<RecordRow>(SQL.recordsFrom, [since, unseen]);
    const news = rows.map(recordOf);
    // Records that neither this handle wrote nor an append has seen as news: others' moves among them.
    if (since > this.#knownSize) this.#versions.clear();
    for (const { stream, version } of news) this.#versions.set(stream, version);
    this.#knownSize = head.size;
    return { head, news };
  }

  async #seal(session: Session, locked: Locked, plan: (locked: Locked) => Plan): Promise<Batch> {
    const { streams, seal } = plan(locked);
    const versions = await this.#versions.of(streams, async (unknown) => {
      const rows = await session.query<[number]>(SQL.versions, [unknown]);
      return rows.map(([version]) => version);
    });
    return place(locked.head, versions, seal(versions));
  }

  async #write(session: Session, batch: Batch): Promise<void> {
    const values = appendValues(batch, `${this.#handle} ${batch.head.size}`);
    const [counts] = await session.query<[number, number, string]>(SQL.append, values);
    const [heads, streams] = counts!;
    if (heads === 1 && streams === batch.moves.length) return;
    throw new StoreFault('store-moved', `${this.#where}: the log is not where this process left it`);
  }
}

function appendValues(batch: Batch, notification: string): unknown[] {
  const { onSize, moves, records, nodes, payloads, keys, head } = batch;
  return [
    head.size,
    head.epoch,
    head.frontier,
    head.lastTime,
    head.checkpoint,
    onSize,
    ...encodeColumns(RECORDS, records),
    ...encodeColumns(MOVES, moves),
    ...encodeColumns(NODES, nodes),
    ...encodeColumns(PAYLOADS, payloads),
    ...encodeColumns(KEYS, keys),
    notification,
  ];
}
