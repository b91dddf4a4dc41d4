// Every connection is greeted before its first use, and one on which anything failed is never used again.

import { Pool, type PoolClient } from 'pg';
import type { Backoff } from './backoff.ts';
import { faultOf } from './faults.ts';
import { greet } from './greeting.ts';
import { Session, type Row, type Statement } from './session.ts';
import type { Settings } from './settings.ts';

/** A number of connections, made when they are needed. */
export class Access {
  readonly #pool: Pool;
  readonly #max: number;
  readonly #where: string;
  readonly #backoff: Backoff;
  readonly #greeted = new WeakSet<PoolClient>();

  constructor(settings: Settings, max: number, backoff: Backoff) {
    this.#pool = new Pool({ ...settings.client, max });
    this.#max = max;
    this.#where = settings.where;
    this.#backoff = backoff;
    // The pool has dropped that connection already; the next use makes another.
    this.#pool.on('error', () => undefined);
    // The pool's own listener is gone before the session's is there: what is lost then, the first query says.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Rejects with what the work does, or with `store-unavailable` where there is no connection for it. */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    const session = new Session(client, this.#where);
    try {
      if (!this.#greeted.has(client)) await this.#greet(client, session);
      return await work(session);
    } finally {
      session.end();
      client.release(session.hasFailed);
    }
  }

  async query<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    return this.use((session) => session.query<R>(statement, values));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(): Promise<PoolClient> {
    const isNew = this.#pool.idleCount === 0 && this.#pool.totalCount < this.#max;
    if (isNew) this.#backoff.refuseWhileWaiting(this.#where);
    try {
      return await this.#pool.connect();
    } catch (error) {
      if (isNew) this.#backoff.fail();
      throw faultOf(error, this.#where);
    }
  }

  async #greet(client: PoolClient, session: Session): Promise<void> {
    await greet(session, this.#where);
    this.#greeted.add(client);
    this.#backoff.succeed();
  }
}
