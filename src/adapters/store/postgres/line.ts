// The one connection that listens: it comes back by itself, and whoever listens is called when it does, for
// what was said meanwhile is lost.

import { Client } from 'pg';
import type { Backoff } from './backoff.ts';
import { faultOf } from './faults.ts';
import { greet } from './greeting.ts';
import { Session, type Row, type Statement } from './session.ts';
import type { Settings } from './settings.ts';
import { CHANNEL } from './statements.ts';

/** One question at a time, in order. */
export class Line {
  readonly #settings: Settings;
  readonly #backoff: Backoff;
  readonly #listeners: ((payload: string | null) => void)[] = [];
  #session: Promise<Session> | null = null;
  #client: Client | null = null;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #retry: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(settings: Settings, backoff: Backoff) {
    this.#settings = settings;
    this.#backoff = backoff;
  }

  /** Rejects with `StoreFault`. */
  async query<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    const turn = this.#lastTurn.then(async () => {
      const session = await this.#connected();
      try {
        return await session.query<R>(statement, values);
      } finally {
        if (session.hasFailed) this.#drop();
      }
    });
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** @param hear is given what others said; null whenever something may have been missed */
  listen(hear: (payload: string | null) => void): void {
    this.#listeners.push(hear);
    void this.#lastTurn.then(() => this.#hold());
  }

  /** Nobody who listens is called from here on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listeners.length = 0;
    if (this.#retry !== null) clearTimeout(this.#retry);
    await this.#lastTurn;
    const client = this.#client;
    this.#drop();
    await client?.end().catch(() => undefined);
  }

  /** Connects, and tries again until it is connected. */
  async #hold(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#connected();
    } catch {
      this.#holdLater();
    }
  }

  #holdLater(): void {
    if (this.#isClosed || this.#retry !== null || this.#listeners.length === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#hold();
    }, this.#backoff.remainingMs);
  }

  #connected(): Promise<Session> {
    this.#session ??= this.#connect().catch((error: unknown) => {
      this.#drop();
      throw error;
    });
    return this.#session;
  }

  async #connect(): Promise<Session> {
    const { client: config, where } = this.#settings;
    this.#backoff.refuseWhileWaiting(where);
    const client = new Client(config);
    this.#client = client;
    const session = new Session(client, where);
    client.on('notification', ({ payload = '' }) => this.#say(payload));
    client.on('end', () => {
      if (this.#client === client) this.#drop();
    });
    try {
      await client.connect();
    } catch (error) {
      this.#backoff.fail();
      throw faultOf(error, where);
    }
    await greet(session, where);
    await session.run(`listen ${CHANNEL}`);
    this.#backoff.succeed();
    this.#say(null);
    return session;
  }

  /** The connection is given up; where somebody listens, another follows. */
  #drop(): void {
    const client = this.#client;
    this.#client = null;
    this.#session = null;
    void client?.end().catch(() => undefined);
    this.#holdLater();
  }

  #say(payload: string | null): void {
    for (const hear of this.#listeners) hear(payload);
  }
}
