// A call ends when its time is up or its caller lets go, whichever comes first, and knows which it was.

import { UpstreamFault } from '../../../gateway/ports.ts';

export type StopCode = 'upstream-timeout' | 'upstream-aborted';

/** One limit for a whole call: connecting, listing, every round of it. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #caller: AbortSignal;
  readonly #onAbort = (): void => this.#stop('upstream-aborted');
  #code: StopCode | null = null;

  constructor(caller: AbortSignal, timeoutMs: number) {
    this.#caller = caller;
    this.#timer = setTimeout(() => this.#stop('upstream-timeout'), timeoutMs);
    if (caller.aborted) this.#onAbort();
    else caller.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Why it stopped; null while it has not. */
  get code(): StopCode | null {
    return this.#code;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the promise brings, or `UpstreamFault` with the code as soon as the call stops. */
  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#controller;
    let onStop = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      onStop = () => reject(new UpstreamFault(this.#code ?? 'upstream-aborted', 'the call was stopped'));
      if (signal.aborted) onStop();
      else signal.addEventListener('abort', onStop, { once: true });
    });
    try {
      return await Promise.race([promise, stopped]);
    } finally {
      signal.removeEventListener('abort', onStop);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onAbort);
  }

  #stop(code: StopCode): void {
    if (this.#code !== null) return;
    this.#code = code;
    // The reason is what the server is told in `notifications/cancelled`.
    this.#controller.abort(code);
  }
}
