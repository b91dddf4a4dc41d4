// Every question to the worker is answered: by the worker, or by its end.

import type { Worker } from 'node:worker_threads';
import { StoreFault } from '../../../gateway/ports.ts';
import type { LedgerDatabase } from './database.ts';
import { OPENING_ID, type Answer } from './protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The calling end of a store's worker. */
export class Link {
  /** The file is open. Rejects with what kept the worker from opening it. */
  readonly opened: Promise<unknown>;
  /** The worker is no more, and has let go of the file. Never rejects. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = OPENING_ID;
  #hasEnded = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.opened = this.#wait(OPENING_ID);
    this.ended = new Promise((resolve) => worker.once('exit', () => resolve(this.#end())));
    worker.on('message', (answer: Answer) => this.#settle(answer));
    // An uncaught error ends the worker: those who wait learn of it as the cause.
    worker.on('error', (cause) => this.#end(cause));
  }

  /** Performs one operation of the worker's database. Rejects with `StoreFault`. */
  async ask<Name extends keyof LedgerDatabase>(
    name: Name,
    ...args: Parameters<LedgerDatabase[Name]>
  ): Promise<ReturnType<LedgerDatabase[Name]>> {
    if (this.#hasEnded) throw ended();
    const id = ++this.#lastId;
    this.#worker.postMessage({ id, name, arguments: args }, []);
    return (await this.#wait(id)) as ReturnType<LedgerDatabase[Name]>;
  }

  #wait(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('value' in answer) waiting?.resolve(answer.value);
    else
      waiting?.reject(
        answer.code === null ? new Error(answer.message) : new StoreFault(answer.code, answer.message),
      );
  }

  #end(cause?: unknown): void {
    this.#hasEnded = true;
    for (const { reject } of this.#waiting.values()) reject(ended(cause));
    this.#waiting.clear();
  }
}

function ended(cause?: unknown): StoreFault {
  return new StoreFault('store-unavailable', "the ledger's store has ended: open it again", { cause });
}
