// Closed-loop load: so many callers, each asking again as soon as it is answered.

/** What was finished within the time, and how long it really took. */
export interface Load {
  readonly done: number;
  readonly seconds: number;
}

export async function loadFor(
  durationMs: number,
  concurrency: number,
  work: () => Promise<void>,
): Promise<Load> {
  const startedAt = performance.now();
  const until = startedAt + durationMs;
  let done = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return { done, seconds: (performance.now() - startedAt) / 1000 };
}

export function rateOf({ done, seconds }: Load): number {
  return done / seconds;
}
