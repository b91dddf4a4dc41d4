import { expect, it } from 'vitest';
import type { LeaseSummary } from '../../../../src/surfaces/http/contract/lists.ts';
import { byAge, leaseStandingOf } from './standing.ts';

const LEASE: LeaseSummary = {
  id: 'lease_1',
  task: 'task_1',
  agent: 'scribe',
  connector: 'mail',
  issuer: 'static',
  action: null,
  status: 'issued',
  expiresAt: 1_000,
  failedRevocations: 0,
  standing: false,
  advisory: false,
  grantedAt: 10,
  revokedAt: null,
  how: null,
};

it('counts a secret as owed from when it should be dead until somebody confirms that it is', () => {
  expect(leaseStandingOf(LEASE, 999)).toBe('live');
  expect(leaseStandingOf(LEASE, 1_000)).toBe('owed');
  expect(leaseStandingOf({ ...LEASE, failedRevocations: 1 }, 500)).toBe('owed');
  expect(leaseStandingOf({ ...LEASE, failedRevocations: 1, status: 'revoked' }, 2_000)).toBe('revoked');
});

it('owes nothing for what was never issued', () => {
  expect(leaseStandingOf({ ...LEASE, status: 'granted' }, 999)).toBe('live');
  expect(leaseStandingOf({ ...LEASE, status: 'granted' }, 1_000)).toBe('lapsed');
});

it('begins with the oldest', () => {
  const young = { ...LEASE, id: 'lease_0', grantedAt: 20 };
  expect(byAge([young, LEASE]).map(({ id }) => id)).toEqual(['lease_1', 'lease_0']);
});
