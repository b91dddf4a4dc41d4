// Who lives and who has what is told by the database alone, on its clock, in single statements.

import { LAPSE_MS, type Peers } from '../../../gateway/ports.ts';
import type { Line } from './line.ts';
import { SQL } from './statements.ts';

/** A sign of life that takes longer comes too late: the next is to have its chance. In milliseconds. */
export const PEERS_TIMEOUT_MS = LAPSE_MS / 4;

export class PostgresPeers implements Peers {
  readonly #handle: string;
  readonly #line: () => Line;

  /**
   * @param handle begins this store's own notifications
   * @param line throws once the store is closed
   */
  constructor(handle: string, line: () => Line) {
    this.#handle = handle;
    this.#line = line;
  }

  async beat(owner: string): Promise<number> {
    const [row] = await this.#line().query<[number]>(SQL.beat, [owner]);
    return row![0];
  }

  async isAlive(owner: string): Promise<boolean> {
    return (await this.#line().query(SQL.isAlive, [owner])).length > 0;
  }

  async claim(name: string, owner: string): Promise<boolean> {
    return (await this.#line().query(SQL.claim, [name, owner])).length > 0;
  }

  async release(name: string, owner: string): Promise<void> {
    await this.#line().query(SQL.release, [name, owner]);
  }

  async leave(owner: string): Promise<void> {
    await this.#line().query(SQL.leave, [owner]);
  }

  async count(): Promise<number> {
    const [row] = await this.#line().query<[number]>(SQL.count, []);
    return row![0];
  }

  listen(onNews: () => void): void {
    this.#line().listen((payload) => {
      if (payload === null || !payload.startsWith(`${this.#handle} `)) onNews();
    });
  }
}
