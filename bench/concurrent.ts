// Two kinds of load: closed, where each of so many callers asks again once it is answered, and open, where
// requests come when they come, however long the answers take.

import { setTimeout as sleep } from 'node:timers/promises';

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

/**
 * How long each request took, in milliseconds from when it was due: what had to wait because the machine was
 * behind is not forgotten. They come at random (Poisson), so many a second on average; the last one is
 * `count`'s.
 */
export async function openLoad(
  perSecond: number,
  count: number,
  work: (number: number) => Promise<void>,
): Promise<number[]> {
  const answers: Promise<number>[] = [];
  let dueAt = performance.now();
  while (answers.length < count) {
    for (; answers.length < count && dueAt <= performance.now(); dueAt += gapMs(perSecond)) {
      answers.push(timeFrom(dueAt, work(answers.length)));
    }
    await sleep(1);
  }
  return Promise.all(answers);
}

async function timeFrom(dueAt: number, answer: Promise<void>): Promise<number> {
  await answer;
  return performance.now() - dueAt;
}

function gapMs(perSecond: number): number {
  return (-Math.log(1 - Math.random()) / perSecond) * 1_000;
}
