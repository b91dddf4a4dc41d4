// Lists are folded ahead of whoever asks for them, and never at the cost of decisions.

import { codeOf } from '../fault.ts';
import type { Log } from '../ports.ts';
import { foldStep, foldToHead, type Foldable } from './projector.ts';
import type { InTurn } from './turns.ts';

const TICK_MS = 1_000;

export interface Background {
  start(): void;
  /** Resolves when nothing is being folded any more. */
  stop(): Promise<void>;
}

/** One step a second while the ledger grows, which leaves the store to it; all that is left once it rests. */
export function createBackground(store: Foldable, log: Log, inTurn: InTurn): Background {
  let timer: ReturnType<typeof setInterval> | null = null;
  let isTicking = false;
  /** Of the ledger, at the last tick. */
  let lastSize = -1;

  const work = async (): Promise<void> => {
    const { size } = await store.head();
    const from = await store.views.cursor();
    const isResting = size === lastSize;
    lastSize = size;
    if (isResting) await foldToHead(store);
    else if (from < size) await foldStep(store, from);
  };

  const tick = async (): Promise<void> => {
    if (isTicking) return;
    isTicking = true;
    try {
      await inTurn(work);
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'the lists lag behind the ledger');
    } finally {
      isTicking = false;
    }
  };

  return {
    start() {
      timer = setInterval(() => void tick(), TICK_MS);
      timer.unref();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await inTurn(() => Promise.resolve());
    },
  };
}
