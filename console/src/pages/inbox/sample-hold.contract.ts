// A hold as the gateway shows one, for tests to change.

import type { HoldDetail } from '../../../../src/surfaces/http/contract.ts';

export const ask = (role: string, quorum: number, policy = role) => ({
  policy,
  policyDigest: 'sha256:0',
  reason: `${role} must look`,
  approvers: [{ role, quorum }],
  expiresSeconds: null,
});

export const HOLD: HoldDetail = {
  id: 'hold_1',
  task: 'task_1',
  agent: 'scribe',
  requester: 'ada',
  workflow: 'notes',
  digest: 'sha256:1',
  connector: 'mail',
  tool: 'send',
  effects: ['send'],
  asks: [ask('finance', 1), ask('security', 2), ask('finance', 2, 'other')],
  approvals: [{ operator: 'bob', record: 'rec_1' }],
  status: 'pending',
  raisedAt: 10,
  expiresAt: 100,
  usedBy: null,
  variationOf: null,
  record: 'rec_0',
  argumentsText: '{}',
  promptText: null,
  isRedacted: false,
  grounding: [],
  together: [],
  carried: [],
  sent: null,
  shown: {
    policy: null,
    arguments: 'mac:1',
    labels: null,
    grounding: null,
    model: null,
    definition: null,
    effects: ['send'],
    workflow: null,
  },
};
