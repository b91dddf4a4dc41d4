// Looking back never keeps the present waiting: after each short stretch of work others have as long.

import { pause } from '../loop/pause.ts';

const STRETCH_MS = 5;

/** To be awaited between pieces of work; returns at once until a stretch is over. */
export function createPace(stopping: AbortSignal): () => Promise<void> {
  let startedAt = performance.now();
  return async () => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs < STRETCH_MS) return;
    await pause(elapsedMs, stopping);
    startedAt = performance.now();
  };
}
