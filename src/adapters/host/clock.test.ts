import { expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';

it('tells milliseconds since the Unix epoch', () => {
  vi.useFakeTimers({ now: 1_700_000_000_123 });
  expect(systemClock.now()).toBe(1_700_000_000_123);
  vi.useRealTimers();
});
