import { expect, it } from 'vitest';
import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { usedFigures } from './used.ts';

const limits = { calls: 40, holds: 5, wallSeconds: 300, callSeconds: 20 };
const usage = {
  calls: 3,
  denials: 0,
  holds: 1,
  reservedMs: 0,
  spentMs: 2_000,
  byEffect: { send: 2 },
  spent: 15_000,
  destinations: ['c1'],
  fired: 1,
  records: { reserved: 0, spent: 7 },
  bytes: { reserved: 0, spent: 8 },
};
const task = (scope: object, step: string | null) => ({ scope, step, usage }) as unknown as TaskDetail;

it('says what was used of each limit, and leaves out what nothing limits', () => {
  expect(usedFigures(task({ limits }, null))).toEqual([
    ['Calls', '3 of 40'],
    ['Time of calls', '2 s of 5:00 min'],
    ['Holds', '1 of 5'],
  ]);
  const more = { effects: { send: 4 }, money: 20_000, destinations: 2, fanOut: 3 };
  const results = { records: { task: 9, call: 1 }, bytes: { task: 9, call: 1 } };
  expect(usedFigures(task({ limits: { ...limits, ...more, ...results } }, null)).slice(3)).toEqual([
    ['Calls that send', '2 of 4'],
    ['Money', '1.5 of 2'],
    ['Destinations', '1 of 2'],
    ['Set off', '1 of 3'],
    ['Records', '7 of 9'],
    ['Bytes', '8 of 9'],
  ]);
});

it('says which step a task is in', () => {
  const steps = [{ name: 'read' }, { name: 'tell' }];
  expect(usedFigures(task({ limits, steps }, 'tell'))[0]).toEqual(['Step', 'tell, 2 of 2']);
});
