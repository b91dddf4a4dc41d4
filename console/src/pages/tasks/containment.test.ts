import { expect, it } from 'vitest';
import type { TaskBelow } from '../../../../src/surfaces/http/contract/below.ts';
import type { TaskDetail } from '../../../../src/surfaces/http/contract.ts';
import { addUp, byUrgency, standingOf, stoppedOf } from './containment.ts';

const ROW: TaskBelow = {
  id: 'task_1',
  above: 'task_0',
  workflow: 'kid',
  agent: 'helper',
  status: 'open',
  calls: 2,
  mostCalls: 20,
  running: 0,
  waiting: 0,
  leases: 0,
};

it('ends what runs, waits and lives of the task, and with its tree that of every task below', () => {
  const task = {
    holds: [{ status: 'pending' }, { status: 'used' }],
    leases: [{ status: 'issued' }, { status: 'revoked' }],
  } as unknown as TaskDetail;
  const own = standingOf(task, 3);
  expect(own).toEqual({ running: 3, waiting: 1, leases: 1 });
  const below = [
    { ...ROW, running: 2, waiting: 1 },
    { ...ROW, leases: 4 },
  ];
  expect(addUp([own, ...below])).toEqual({ running: 5, waiting: 2, leases: 5 });
});

it('is as far as the tasks that were open are stopped, those that were over before aside', () => {
  const below = (['open', 'quarantined', 'closed', 'expired', 'open'] as const).map((status) => ({ status }));
  expect(stoppedOf(below)).toEqual({ stopped: 1, of: 3 });
});

it('lists what runs, then what waits, then what is open, each as they were opened', () => {
  const rows = [
    { ...ROW, id: 'over', status: 'closed' as const },
    { ...ROW, id: 'idle' },
    { ...ROW, id: 'waits', waiting: 1 },
    { ...ROW, id: 'runs', running: 1, waiting: 1 },
    { ...ROW, id: 'waits too', waiting: 2 },
  ];
  expect(byUrgency(rows).map(({ id }) => id)).toEqual(['runs', 'waits', 'waits too', 'idle', 'over']);
});
