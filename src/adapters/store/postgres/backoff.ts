// A server that cannot be reached is asked less and less often, and meanwhile nobody waits for it.

import { StoreFault } from '../../../gateway/ports.ts';

const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 5_000;

/** Shared by all the connections to one server. */
export class Backoff {
  readonly #now: () => number;
  #delayMs = 0;
  #until = 0;

  /** @param now milliseconds that never go back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds until a connection may be tried again. */
  get remainingMs(): number {
    return Math.max(0, this.#until - this.#now());
  }

  /** Throws `store-unavailable` until then. */
  refuseWhileWaiting(where: string): void {
    if (this.remainingMs === 0) return;
    throw new StoreFault('store-unavailable', `${where} cannot be reached: it is tried again shortly`);
  }

  /** A connection could not be made. Those that were tried at the same time count as one. */
  fail(): void {
    if (this.remainingMs > 0) return;
    this.#delayMs = Math.min(Math.max(this.#delayMs * 2, FIRST_DELAY_MS), MAX_DELAY_MS);
    this.#until = this.#now() + this.#delayMs;
  }

  succeed(): void {
    this.#delayMs = 0;
    this.#until = 0;
  }
}
