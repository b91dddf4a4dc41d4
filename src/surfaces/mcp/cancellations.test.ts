import { expect, it } from 'vitest';
import { createCancellations } from './cancellations.ts';

/** A call that ends when it is cancelled, and tells whether it was. */
function hang(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('cancelled')));
}

const never = (): AbortSignal => new AbortController().signal;

it('cancels the one call of the task that has the id', async () => {
  const cancellations = createCancellations();
  const running = cancellations.run({ task: 'a', id: 1, signal: never() }, hang);
  cancellations.cancel('a', 1);
  expect(await running).toBe('cancelled');
});

it('leaves calls of other tasks, with other ids or with an id of another type alone', async () => {
  const cancellations = createCancellations();
  const gone = new AbortController();
  const running = cancellations.run({ task: 'a', id: 1, signal: gone.signal }, (signal) => {
    cancellations.cancel('b', 1);
    cancellations.cancel('a', 2);
    cancellations.cancel('a', '1');
    expect(signal.aborted).toBe(false);
    return hang(signal);
  });
  gone.abort();
  expect(await running).toBe('cancelled');
});

it('cancels neither of two calls that have the same id until one of them is over', async () => {
  const cancellations = createCancellations();
  const first = new AbortController();
  let isCancelled = false;
  const one = cancellations.run({ task: 'a', id: 1, signal: first.signal }, hang);
  const other = cancellations.run({ task: 'a', id: 1, signal: never() }, (signal) => {
    signal.addEventListener('abort', () => (isCancelled = true));
    return hang(signal);
  });
  cancellations.cancel('a', 1);
  expect(first.signal.aborted || isCancelled).toBe(false);
  first.abort();
  await one;
  cancellations.cancel('a', 1);
  expect(await other).toBe('cancelled');
});

it('forgets a call that is over', async () => {
  const cancellations = createCancellations();
  const signal = await cancellations.run({ task: 'a', id: 1, signal: never() }, (one) =>
    Promise.resolve(one),
  );
  cancellations.cancel('a', 1);
  expect(signal.aborted).toBe(false);
});
