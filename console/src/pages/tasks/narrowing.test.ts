import { expect, it } from 'vitest';
import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { narrowingOf } from './narrowing.ts';

type Scope = TaskDetail['scope'];

const LIMITS = { calls: 200, wallSeconds: 3_600, callSeconds: 60, holds: 50 };
const scope = (tools: readonly string[], over: Partial<Scope> = {}): Scope => ({
  purpose: '',
  allowances: tools.map((tool) => ({ tool, arguments: null, max: null, preapproved: null })),
  limits: LIMITS,
  ...over,
});

it('names what a task lost, and what it has by a review of its own', () => {
  const above = scope(['mail/read', 'mail/send', 'files/*']);
  expect(narrowingOf(above, scope(['files/read', 'desk/answer', 'mail/*']))).toEqual({
    lost: ['files/*'],
    own: ['desk/answer', 'mail/*'],
    lower: [],
  });
});

it('names a limit that is lower or new, and none that is as it was or higher', () => {
  const above = scope([], { limits: { ...LIMITS, money: 10_000, effects: { send: 3 } } });
  const below = scope([], {
    limits: {
      ...LIMITS,
      calls: 20,
      holds: 60,
      money: 10_000,
      destinations: 2,
      effects: { send: 1, write: 4 },
    },
  });
  expect(narrowingOf(above, below).lower).toEqual([
    '20 calls instead of 200 calls',
    '2 destinations',
    '1 calls that send instead of 3 calls that send',
    '4 calls that write',
  ]);
});

it('says what it may do at most where that is less', () => {
  const few = scope([], { outcomes: ['read', 'send'] });
  expect(narrowingOf(scope([]), few).lower).toEqual(['does no more than read, send']);
  expect(narrowingOf(few, few).lower).toEqual([]);
  expect(narrowingOf(few, scope([], { outcomes: ['read'] })).lower).toEqual(['does no more than read']);
  expect(narrowingOf(few, scope([])).lower).toEqual([]);
});
