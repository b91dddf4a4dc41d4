import { describe, expect, it } from 'vitest';
import type { Json } from '../../../kernel/json.ts';
import type { RecordView, TraceView } from '../../http/contract.ts';
import { COLOURED, PLAIN } from './style.ts';
import { renderTrace } from './trace-render.ts';

const facts = {
  action: 'act_1',
  agent: 'scribe',
  connector: 'mail',
  tool: 'send',
  digest: 'd',
  policy: null,
  arguments: 'c-arguments',
  determining: ['starter.agent.act'],
  effects: ['send'],
};

function record(
  seq: number,
  type: string,
  causes: readonly number[],
  body: { [key: string]: Json },
): RecordView {
  return {
    v: 1,
    seq,
    id: `rec_${seq}`,
    time: 1_000 + seq * 250,
    stream: 'task/task_1',
    version: seq + 1,
    type,

    actor: { kind: 'agent', id: 'scribe' },
    causes: causes.map((cause) => `rec_${cause}`),
    body,
  };
}

const statement = { operator: 'grace', reason: 'c-reason' };
const reason = {
  rule: 'scope',
  code: 'tool-not-in-scope',
  facts: { tool: 'mail/erase' },
  lift: 'Ask for it.',
};

const TRACE: TraceView = {
  summary: {
    id: 'task_1',
    workflow: 'triage',
    agent: 'scribe',
    requester: 'ada',
    status: 'closed',
    openedAt: 1_000,
    endedAt: 9_000,
    expiresAt: 10_000,
    permitted: 1,
    held: 1,
    denied: 1,
    erased: false,
  },
  records: [
    record(0, 'task-opened', [99], {
      task: 'task_1',
      workflow: 'triage',
      agent: 'scribe',
      requester: 'ada',
      prompt: 'c-prompt',
      mode: 'solo',
    }),
    record(1, 'action-held', [0], {
      ...facts,
      hold: 'hold_1',
      joined: false,
      asks: [{ policy: 'p.send', reason: 'sends a mail', approvers: [{ role: 'approver', quorum: 2 }] }],
    }),
    record(2, 'approval-given', [1], { hold: 'hold_1', statement, signature: 's', policies: [] }),
    record(3, 'action-permitted', [0, 1, 2], { ...facts, preapproved: false }),
    record(4, 'lease-granted', [3], {
      lease: 'lease_1',
      connector: 'mail',
      issuer: 'static',
      action: 'act_1',
    }),
    record(5, 'lease-issued', [4], { lease: 'lease_1', standing: true, advisory: true }),
    record(6, 'action-settled', [3], {
      action: 'act_1',
      outcome: 'succeeded',
      result: 'c-result',
      durationMs: 12,
      bytes: 34,
      code: null,
    }),
    record(7, 'lease-revoked', [4], { lease: 'lease_1', how: 'forgotten' }),
    record(8, 'action-denied', [0], { ...facts, tool: 'erase', arguments: 'c-gone', reasons: [reason] }),
    record(9, 'task-quarantined', [0], { task: 'task_1', reason: 'c-reason' }),
    record(10, 'something-new', [0], {}),
  ],
  downstream: [],
  payloads: {
    'c-prompt': 'Answer my mail',
    'c-reason': 'looks right',
    'c-arguments': '{"to":"bob\\u001b"}',
    'c-result': `sent\u001b[2J\r\u202e${'x'.repeat(300)}`,
    'c-gone': null,
  },
};

describe('a trace', () => {
  it('is a tree of causes, in the order of the ledger', () => {
    expect(renderTrace(TRACE, PLAIN)).toBe(
      `task task_1 · workflow triage · agent scribe · asked by ada · solo  +0.000s #0
│ prompt Answer my mail
├─ held mail/send (send) as hold_1  +0.250s #1
│  │ arguments {"to":"bob\\u001b"}
│  │ asks 2 × approver: sends a mail [p.send]
│  ├─ approved by grace: looks right  +0.500s #2
│  └─ permitted mail/send (send)  +0.750s #3
│     │ arguments {"to":"bob\\u001b"}
│     │ by starter.agent.act
│     ├─ lease lease_1 granted for mail (static)  +1.000s #4
│     │  ├─ lease lease_1 issued (a standing secret, advisory)  +1.250s #5
│     │  └─ lease lease_1 revoked (forgotten)  +1.750s #7
│     └─ succeeded after 12 ms, 34 bytes  +1.500s #6
│          result sent\\x1b[2J\\x0d\\u{202e}${'x'.repeat(150)}… (150 more)
├─ denied mail/erase  +2.000s #8
│    arguments (erased)
│    scope: tool-not-in-scope {"tool":"mail/erase"}. Ask for it.
├─ quarantined: looks right  +2.250s #9
└─ something-new  +2.500s #10

closed: 1 permitted, 1 held, 1 denied, 11 records`,
    );
  });

  it('says what the agent asked about itself', () => {
    const asked = record(1, 'access-evaluated', [0], { action: 'mail/send', verdict: 'hold' });
    const records = [...TRACE.records.slice(0, 1), asked];
    expect(renderTrace({ ...TRACE, records }, PLAIN)).toContain('asked about mail/send: would be hold');
  });

  it('says the same in colours', () => {
    const coloured = renderTrace(TRACE, COLOURED);
    expect(coloured).toContain('\u001b[32mpermitted\u001b[0m');
    expect(coloured.replaceAll(new RegExp(String.raw`\u001b\[\d+m`, 'g'), '')).toBe(
      renderTrace(TRACE, PLAIN),
    );
  });
});
