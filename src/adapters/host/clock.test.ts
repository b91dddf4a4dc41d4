import { expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';

it('tells milliseconds since the Unix epoch', () => {
  vi.useFakeTimers({ now: 1_700_000_000_123 });
  expect(systemClock.now()).toBe(1_700_000_000_123);
  vi.useRealTimers();
});

it('goes on, whatever the machine is set to', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 });
  const before = systemClock.running();
  vi.setSystemTime(1_600_000_000_000);
  expect(systemClock.running()).toBeGreaterThanOrEqual(before);
  vi.useRealTimers();
});
