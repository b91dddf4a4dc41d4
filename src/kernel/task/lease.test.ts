import { describe, expect, test } from 'vitest';
import type { Fact } from '../action/fact.ts';
import type { Scenario } from '../given.contract.ts';
import { codesOf, factsOf, givenTask, handsOf, holdpoint } from '../given.contract.ts';
import { obligationsOf } from '../obligation.ts';

function record(scenario: Scenario, fact: Fact): void {
  scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
}

function issue(
  scenario: Scenario,
  lease: string,
  rest: Partial<Extract<Fact, { fact: 'lease-issued' }>> = {},
): void {
  const { expiresAt } = scenario.task.leases[lease]!;
  record(scenario, {
    fact: 'lease-issued',
    lease,
    fingerprint: 'sha256:0',
    standing: false,
    advisory: false,
    expiresAt,
    ...rest,
  });
}

function leaseOf(scenario: Scenario): string {
  return Object.keys(scenario.task.leases).at(-1)!;
}

function givenLease(ttlSeconds = 600): Scenario {
  const scenario = givenTask({ ttlSeconds });
  scenario.act();
  issue(scenario, leaseOf(scenario));
  return scenario;
}

describe('a lease', () => {
  test('is granted by the record of a permit, and minted before the call', () => {
    const scenario = givenTask({ ttlSeconds: 600 });
    const { events, commands } = scenario.act();
    const lease = 'lease_0000000000000010';
    const expiresAt = scenario.at + 600_000;
    expect(events).toMatchObject([
      { type: 'action-permitted', body: { lease } },
      {
        type: 'lease-granted',
        causes: [events[0]?.id],
        body: { lease, connector: 'crm', issuer: 'jwt', action: null, owner: 'process-1', expiresAt },
      },
    ]);
    expect(commands).toMatchObject([
      { kind: 'mint', lease, expiresAt, requirement: { audience: 'crm' }, record: events[1]?.id },
      { kind: 'call', lease, record: events[0]?.id },
    ]);
    expect(scenario.task.leases[lease]).toMatchObject({
      status: 'granted',
      action: null,
      failedRevocations: 0,
    });
  });

  test("is shared by the task's calls to the connector, while it outlives each of them", () => {
    const scenario = givenLease(120);
    const lease = leaseOf(scenario);
    expect(scenario.act().commands).toMatchObject([{ kind: 'call', lease }]);
    scenario.at += 60_000;
    expect(scenario.act().commands).toMatchObject([{ kind: 'mint' }, { kind: 'call' }]);
    expect(leaseOf(scenario)).not.toBe(lease);
  });

  test('is not shared with another process, nor once it is revoked', () => {
    const scenario = givenLease();
    expect(scenario.act('read', { owner: 'process-2' }).commands).toHaveLength(2);
    const revoked = givenLease();
    record(revoked, { fact: 'lease-revoked', lease: leaseOf(revoked), how: 'listed' });
    expect(revoked.act().commands).toHaveLength(2);
  });

  test('is shared while it is being minted, but not once its mint came to nothing', () => {
    const scenario = givenTask({ ttlSeconds: 600 });
    const { action } = scenario.act();
    const second = scenario.act();
    expect(second.commands).toHaveLength(1);
    scenario.settle(action, { outcome: 'not-started' });
    scenario.settle(second.action, { outcome: 'not-started' });
    expect(obligationsOf(scenario.state, scenario.at, handsOf('process-1'))).toMatchObject([
      { kind: 'revoke-lease' },
    ]);
    expect(scenario.act().commands).toHaveLength(2);
  });

  test('is its own where the stakes are high, and is shared with nothing', () => {
    const scenario = givenLease();
    const { action, commands } = scenario.act('pay');
    expect(commands).toMatchObject([{ kind: 'mint' }, { kind: 'call' }]);
    const lease = leaseOf(scenario);
    expect(scenario.task.leases[lease]?.action).toBe(action);
    expect(scenario.act('read').commands).toMatchObject([
      { kind: 'call', lease: expect.not.stringContaining(lease) },
    ]);
  });

  test('never outlives its task', () => {
    const scenario = givenTask({ ttlSeconds: 999_999 });
    expect(scenario.act().commands[0]).toMatchObject({ expiresAt: scenario.task.expiresAt });
  });

  test('that its issuer made to outlive the task stops the connector until it is revoked', () => {
    const scenario = givenTask({ ttlSeconds: 600 });
    scenario.act();
    const lease = leaseOf(scenario);
    const { expiresAt } = scenario.task;
    issue(scenario, lease, { expiresAt: expiresAt + 999 });
    expect(scenario.act().verdict).toBe('permit');
    issue(scenario, lease, { expiresAt: expiresAt + 1_000 });
    const decision = scenario.act();
    expect(codesOf(decision)).toEqual(['credential/credential-outlives-task']);
    expect(factsOf(decision, 'credential-outlives-task')).toMatchObject({ lease, taskExpiresAt: expiresAt });
    expect(obligationsOf(scenario.state, scenario.at, handsOf('process-1'))).toMatchObject([{ lease }]);
    record(scenario, { fact: 'lease-revoked', lease, how: 'listed' });
    expect(scenario.act().verdict).toBe('permit');
  });

  test('of a standing secret ends as it was granted, whatever its issuer says', () => {
    const scenario = givenTask({ ttlSeconds: 600 });
    scenario.act();
    const lease = leaseOf(scenario);
    const granted = scenario.task.leases[lease]!;
    issue(scenario, lease, { standing: true, expiresAt: Number.MAX_SAFE_INTEGER });
    expect(scenario.task.leases[lease]).toEqual({ ...granted, status: 'issued' });
  });

  test('that is revoked stays revoked, also where its mint is told late', () => {
    const scenario = givenLease();
    const lease = leaseOf(scenario);
    record(scenario, { fact: 'lease-revoked', lease, how: 'listed' });
    issue(scenario, lease);
    record(scenario, { fact: 'lease-revocation-failed', lease, code: 'x' });
    expect(scenario.task.leases[lease]).toMatchObject({ status: 'revoked', failedRevocations: 0 });
  });
});

describe('what a task owes', () => {
  test('in its own process is nothing for a call in flight, an end for one that never started', () => {
    const scenario = givenTask();
    const { action } = scenario.act();
    const { startBefore } = scenario.task.actions[action!]!;
    const forgotten = { ...handsOf('process-1'), isInFlight: () => false };
    expect(obligationsOf(scenario.state, startBefore + 1, handsOf('process-1'))).toEqual([]);
    expect(obligationsOf(scenario.state, startBefore, forgotten)).toEqual([]);
    expect(obligationsOf(scenario.state, startBefore + 1, forgotten)).toEqual([
      { kind: 'settle-not-started', task: scenario.task.id, action },
    ]);
    expect(
      obligationsOf(scenario.state, startBefore + 1, { ...forgotten, owner: 'other', isGone: () => false }),
    ).toEqual([]);
  });

  const owed = (scenario: Scenario, owner = 'process-1') =>
    obligationsOf(scenario.state, scenario.at, handsOf(owner)).map(({ kind }) => kind);

  test('is nothing without a task, nor while its leases and calls are in order', () => {
    const scenario = givenLease();
    expect(owed(scenario)).toEqual([]);
    expect(obligationsOf({ ...scenario.state, task: null }, scenario.at, handsOf('process-1'))).toEqual([]);
  });

  test('is the revocation of each lease once the task ends, until that is confirmed', () => {
    const scenario = givenLease();
    const lease = leaseOf(scenario);
    const { id: task } = scenario.task;
    scenario.ask('close-task', holdpoint, { task });
    expect(obligationsOf(scenario.state, scenario.at, handsOf('process-1'))).toEqual([
      { kind: 'revoke-lease', task, lease },
    ]);
    record(scenario, { fact: 'lease-revocation-failed', lease, code: 'issuer-unavailable' });
    record(scenario, { fact: 'lease-revocation-failed', lease, code: 'issuer-unavailable' });
    expect(scenario.events.at(-1)?.body).toMatchObject({ attempt: 2 });
    expect(scenario.task.leases[lease]?.failedRevocations).toBe(2);
    expect(owed(scenario)).toEqual(['revoke-lease']);
    record(scenario, { fact: 'lease-revoked', lease, how: 'listed' });
    expect(owed(scenario)).toEqual([]);
  });

  test('is a revocation once the lease expired', () => {
    const scenario = givenLease(60);
    scenario.at += 60_000;
    expect(owed(scenario)).toEqual(['revoke-lease']);
  });

  test('is a revocation under every kill switch that concerns it', () => {
    for (const target of [
      { kind: 'all' },
      { kind: 'agent', id: 'bot' },
      { kind: 'connector', id: 'crm' },
    ] as const) {
      const scenario = givenLease();
      scenario.kill(target);
      expect(owed(scenario)).toEqual(['revoke-lease']);
    }
  });

  test("is a revocation once a lease's own action ended", () => {
    const scenario = givenTask({ ttlSeconds: 600 });
    const { action } = scenario.act('pay');
    issue(scenario, leaseOf(scenario));
    expect(owed(scenario)).toEqual([]);
    scenario.settle(action);
    expect(owed(scenario)).toEqual(['revoke-lease']);
  });

  test('is what the process before left behind: its leases, and calls whose end nobody will tell', () => {
    const scenario = givenLease();
    expect(owed(scenario, 'process-2')).toEqual(['revoke-lease', 'settle-unknown']);
    for (const action of Object.keys(scenario.task.actions)) scenario.settle(action, { outcome: 'unknown' });
    expect(owed(scenario, 'process-2')).toEqual(['revoke-lease']);
  });

  test('is its own close once it expired', () => {
    const scenario = givenTask();
    scenario.at = scenario.task.expiresAt;
    expect(owed(scenario)).toEqual(['close-expired']);
    scenario.ask('close-task', holdpoint, { task: scenario.task.id });
    expect(scenario.events.at(-1)?.body).toMatchObject({ why: 'expired' });
    expect(owed(scenario)).toEqual([]);
  });
});
