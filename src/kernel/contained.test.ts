// Whatever a task was doing: once it is quarantined and what it then owes is done, nothing of it acts.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ada, ben, givenTask, handsOf, holdpoint, holdWrites, permitAll } from './given.contract.ts';
import type { Scenario } from './given.contract.ts';
import { obligationsOf } from './obligation.ts';
import type { Obligation } from './obligation.ts';
import type { Settle } from './request.ts';

const step = fc.record({
  does: fc.constantFrom('read', 'write', 'pay', 'approve', 'settle', 'issue', 'wait'),
  n: fc.nat({ max: 2 }),
});

function play(scenario: Scenario, { does, n }: { readonly does: string; readonly n: number }): void {
  const { actions, holds, leases } = scenario.task;
  switch (does) {
    case 'approve':
      if (Object.keys(holds).length > 0) scenario.approve(ben);
      return;
    case 'settle': {
      const running = Object.values(actions).filter(({ status }) => status === 'running');
      if (running[n] !== undefined) scenario.settle(running[n].id);
      return;
    }
    case 'issue':
      for (const lease of Object.keys(leases).slice(0, n)) tell(scenario, issued(lease, scenario.at));
      return;
    case 'wait':
      scenario.at += 600_000 * n;
      return;
    default:
      scenario.act(does, { arguments: { path: 'a', n } });
  }
}

function tell(scenario: Scenario, fact: Settle['fact']): void {
  scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
}

function issued(lease: string, at: number): Settle['fact'] {
  const facts = { fingerprint: 'f', standing: false, advisory: false, expiresAt: at + 60_000 };
  return { fact: 'lease-issued', lease, ...facts };
}

function carryOut(scenario: Scenario, owed: Obligation): void {
  if (owed.kind === 'revoke-lease') tell(scenario, { fact: 'lease-revoked', lease: owed.lease, how: 'told' });
  if (owed.kind !== 'settle-unknown') return;
  tell(scenario, { fact: 'lapsed', action: owed.action, outcome: 'unknown' });
}

test('once what a quarantined task owes is done, nothing of it acts', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const scenario = givenTask({ rules: [permitAll, holdWrites()], ttlSeconds: 300 });
      for (const one of steps) play(scenario, one);
      scenario.ask('quarantine', ada, { task: scenario.task.id, reason: 'drill' });
      const pending = Object.values(scenario.task.holds).filter(({ status }) => status === 'pending');
      expect(pending).toEqual([]);
      const hands = handsOf('another process');
      for (const owed of obligationsOf(scenario.state, scenario.at, hands)) carryOut(scenario, owed);
      expect(obligationsOf(scenario.state, scenario.at, hands)).toEqual([]);
      const { actions, leases } = scenario.task;
      expect(Object.values(actions).filter(({ status }) => status === 'running')).toEqual([]);
      expect(Object.values(leases).filter(({ status }) => status !== 'revoked')).toEqual([]);
      for (const tool of ['read', 'write', 'pay']) expect(scenario.act(tool).verdict).toBe('deny');
    }),
    { numRuns: 100 },
  );
});

test('a kept outcome is nothing that acts', () => {
  const scenario = givenTask({ rules: [permitAll, holdWrites()] });
  scenario.act('write');
  scenario.approve(ben);
  scenario.settle(scenario.act('write').action);
  expect(Object.values(scenario.task.actions)).toMatchObject([{ status: 'settled' }]);
  expect(obligationsOf(scenario.state, scenario.at, handsOf('another process'))).toEqual([]);
});
