import { expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

it('waits twice as long after each failure, up to five seconds, and not at all after a success', () => {
  let now = 1_000;
  const backoff = new Backoff(() => now);
  const waits: number[] = [];
  for (let count = 0; count < 9; count++) {
    backoff.fail();
    waits.push(backoff.remainingMs);
    now += backoff.remainingMs;
  }
  expect(waits).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  backoff.succeed();
  expect(backoff.remainingMs).toBe(0);
  backoff.fail();
  expect(backoff.remainingMs).toBe(50);
});

it('counts connections that were tried at the same time as one, and refuses while it waits', () => {
  let now = 0;
  const backoff = new Backoff(() => now);
  expect(() => backoff.refuseWhileWaiting('it')).not.toThrow();
  for (let count = 0; count < 8; count++) backoff.fail();
  expect(backoff.remainingMs).toBe(50);
  expect(() => backoff.refuseWhileWaiting('it')).toThrow(
    expect.objectContaining({
      code: 'store-unavailable',
      message: 'it cannot be reached: it is tried again shortly',
    }),
  );
  now = 50;
  expect(() => backoff.refuseWhileWaiting('it')).not.toThrow();
});
