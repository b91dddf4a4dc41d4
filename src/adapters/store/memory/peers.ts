// Who shares a ledger in memory: as many handles as a simulation has replicas.

import { LAPSE_MS } from '../../../gateway/ports.ts';

export class MemoryPeers {
  readonly #now: () => number;
  /** When each process last said that it lives. */
  readonly #beats = new Map<string, number>();
  /** Who has what is named. */
  readonly #claims = new Map<string, string>();
  /** By the handle through which they listen. */
  readonly #listeners = new Map<object, (() => void)[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  beat(owner: string): number {
    const now = this.#now();
    this.#beats.set(owner, now);
    return now;
  }

  isAlive(owner: string): boolean {
    const beat = this.#beats.get(owner);
    return beat !== undefined && this.#now() - beat <= LAPSE_MS;
  }

  claim(name: string, owner: string): boolean {
    const holder = this.#claims.get(name);
    if (holder !== undefined && holder !== owner && this.isAlive(holder)) return false;
    this.#claims.set(name, owner);
    return true;
  }

  release(name: string, owner: string): void {
    if (this.#claims.get(name) === owner) this.#claims.delete(name);
  }

  leave(owner: string): void {
    this.#beats.delete(owner);
  }

  count(): number {
    return [...this.#beats.keys()].filter((owner) => this.isAlive(owner)).length;
  }

  listen(handle: object, onNews: () => void): void {
    this.#listeners.set(handle, [...(this.#listeners.get(handle) ?? []), onNews]);
  }

  unlisten(handle: object): void {
    this.#listeners.delete(handle);
  }

  /** Calls the listeners of every handle but the one that appended. */
  tell(appender: object): void {
    for (const [handle, listeners] of this.#listeners) {
      if (handle === appender) continue;
      queueMicrotask(() => {
        if (this.#listeners.has(handle)) for (const onNews of listeners) onNews();
      });
    }
  }
}
