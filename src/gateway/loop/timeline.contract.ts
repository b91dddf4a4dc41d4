// Time in the tests of several processes: timers are fake, and every process gets its turns.

import { vi } from 'vitest';
import type { FakeClock, FakeStore } from '../fakes.contract.ts';

/** To be called before a gateway starts: one that runs keeps the timers that it has. */
export function fakeTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

/** For what surely comes while timers are fake, however busy the machine is. */
export const SOON = { timeout: 60_000 };

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Whatever waits for nobody but other promises comes to its end. */
export async function turns(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await turn();
}

/** Seconds go by for the database, and every process gets its turns in each. */
export async function pass({ clock }: { readonly clock: FakeClock }, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.advance(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await turn();
  }
}

/** Something that has not happened, until it is opened. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** Holds back the next appends of a store, decided as they are, until it is opened. */
export function holdBack(store: Pick<FakeStore, 'gate'>): () => void {
  const { passed, open } = gate();
  store.gate = passed;
  return open;
}
