// A connection with a credential is one task's alone; without one a connector has one for everybody.

import { UpstreamFault } from '../../../gateway/ports.ts';
import type { Description } from '../../../gateway/ports.ts';
import { createBackoff } from './backoff.ts';
import type { Backoff } from './backoff.ts';
import type { Connection } from './connection.ts';
import { openConnection } from './open-connection.ts';
import type { Target } from './open-connection.ts';
import type { Settings } from './settings.ts';

interface Entry {
  readonly connector: string;
  readonly endpoint: string;
  readonly task: string | null;
  readonly lease: string | null;
  readonly opening: Promise<Connection>;
  connection: Connection | null;
}

export class ConnectionPool {
  readonly #settings: Settings;
  readonly #backoff: Backoff;
  readonly #entries = new Map<string, Entry>();
  readonly #live = new Set<Connection>();
  readonly #opening = new Set<Promise<Connection>>();
  #isClosed = false;

  /** What each endpoint presented last. */
  readonly seen = new Map<string, Description>();

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#backoff = createBackoff(settings.monotonicMs, settings.backoff);
  }

  /** The connection for a task, opened once however many ask at the same time. Throws `UpstreamFault`. */
  async acquire(target: Target, task: string | null): Promise<Connection> {
    const owner = target.credential === null ? null : task;
    const lease = target.credential?.lease ?? null;
    const key = JSON.stringify([target.connector, owner, lease]);
    const endpoint = endpointOf(target);
    const held = this.#entries.get(key);
    const isFit = held !== undefined && held.endpoint === endpoint && held.connection?.usable !== false;
    const entry = isFit ? held : this.#replace(key, held, { target, endpoint, task: owner, lease });
    return entry.opening;
  }

  /** A connection that is open to the same endpoint, with the lease if one is given. */
  find(target: Pick<Target, 'connector' | 'spec'>, lease?: string): Connection | null {
    const endpoint = endpointOf(target);
    for (const entry of this.#entries.values()) {
      const isLease = lease === undefined || entry.lease === lease;
      if (entry.endpoint === endpoint && isLease && entry.connection?.usable) return entry.connection;
    }
    return null;
  }

  /** Opens a connection for `use` alone, and ends it. */
  async borrow<T>(target: Target, use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#open(target);
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  }

  /** Ends what was opened for the task, what is still being opened too. */
  async release(task: string): Promise<void> {
    await this.#drop((entry) => entry.task === task);
  }

  /** Ends every connection; none is opened after. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#drop(() => true);
    await Promise.allSettled(this.#opening);
    await Promise.all([...this.#live].map((connection) => connection.close()));
  }

  #replace(
    key: string,
    old: Entry | undefined,
    { target, ...rest }: { target: Target; endpoint: string; task: string | null; lease: string | null },
  ): Entry {
    // Another spec than before: calls in flight on the old connection may end there.
    old?.opening.then((connection) => connection.retire()).catch(() => undefined);
    if (old !== undefined && old.endpoint !== rest.endpoint) this.seen.delete(old.endpoint);
    const opening = this.#open(target);
    const entry: Entry = { connector: target.connector, ...rest, opening, connection: null };
    this.#entries.set(key, entry);
    const settle = async (): Promise<void> => {
      try {
        entry.connection = await opening;
      } catch {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      }
    };
    void settle();
    return entry;
  }

  async #open(target: Target): Promise<Connection> {
    const endpoint = endpointOf(target);
    if (this.#isClosed) throw new UpstreamFault('upstream-unreachable', 'the upstream is closed');
    if (!this.#backoff.mayTry(endpoint))
      throw new UpstreamFault('upstream-unreachable', 'tried in vain just now');
    const opening = openConnection(target, this.#settings, (gone) => this.#live.delete(gone));
    this.#opening.add(opening);
    try {
      const connection = await opening;
      if (connection.usable) this.#live.add(connection);
      connection.onDescribed = (description) => this.seen.set(endpoint, description);
      this.#backoff.succeeded(endpoint);
      return connection;
    } catch (error) {
      this.#backoff.failed(endpoint);
      throw error;
    } finally {
      this.#opening.delete(opening);
    }
  }

  async #drop(isDue: (entry: Entry) => boolean): Promise<void> {
    const due = [...this.#entries].filter(([, entry]) => isDue(entry));
    const endings = due.map(async ([key, entry]) => {
      this.#entries.delete(key);
      await entry.opening.then((connection) => connection.close()).catch(() => undefined);
    });
    await Promise.all(endings);
  }
}

/** A connector under one spec: another spec is another endpoint. */
export function endpointOf({ connector, spec }: Pick<Target, 'connector' | 'spec'>): string {
  return JSON.stringify([connector, spec]);
}
