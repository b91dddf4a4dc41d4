import { expect, test } from 'vitest';
import type { Hold } from '../kernel/held.ts';
import { accessStatus } from './access-ending.ts';

const HOLD: Hold = {
  id: 'hold_1',
  digest: 'sha256:1',
  connector: 'crm',
  tool: 'write',
  effects: ['write'],
  arguments: 'hmac-sha256:1',
  asks: [],
  approvals: [],
  status: 'pending',
  raisedAt: 0,
  expiresAt: 100,
  usedBy: null,
  destinations: [],
  variationOf: null,
  record: 'rec_1',
};

const endedAt = (at: number) => ({ ended: { by: ['ada'], at, record: 'rec_2' } });
const approved = { approved: { record: 'rec_3', at: 50 } };

test.each([
  ['waits', 99, {}, 'pending'],
  ['ran out', 100, {}, 'expired'],
  ['was rejected', 60, { status: 'rejected', ...endedAt(60) }, 'denied'],
  ['was taken back', 60, { status: 'void', ...endedAt(60) }, 'cancelled'],
  ['ran out before its task ended', 200, { status: 'void', ...endedAt(150) }, 'expired'],
  ['is approved', 60, approved, 'approved'],
  ['is approved and was used', 60, { ...approved, status: 'used' }, 'approved'],
  ['is approved and was rejected after that', 60, { ...approved, status: 'rejected' }, 'approved'],
  ['is approved and its time is over', 200, approved, 'approved'],
] as const)('an access request that %s stays so', (_, now, more, status) => {
  expect(accessStatus({ ...HOLD, ...more }, now)).toBe(status);
});
