import { expect, it } from 'vitest';
import type { RecordView } from '../../../../src/surfaces/http/contract.ts';
import { historyOf } from './history.ts';

const record = (seq: number, type: string, body: RecordView['body']): RecordView => ({
  v: 1,
  seq,
  id: `rec_${seq}`,
  time: seq,
  stream: 'org',
  version: seq,
  type,
  actor: { kind: 'operator', id: 'op_ada' },
  causes: [],
  body,
});
const model = (name: string, fingerprint = 'a') => ({ provider: 'acme', name, fingerprint });
const changed = (seq: number, to: ReturnType<typeof model> | null): RecordView =>
  record(seq, 'agent-model-changed', { agent: 'clerk', model: to });

it('tells each model with the one before it, the newest first', () => {
  const records = [
    record(1, 'agent-registered', { agent: { id: 'clerk', owner: 'op_ada' } }),
    changed(2, model('small')),
    changed(3, model('small', 'b')),
    changed(4, model('large')),
    changed(5, null),
  ];
  expect(historyOf('clerk', records).map(({ says }) => says)).toEqual([
    'nobody says any more which model it is',
    'its model is acme/large, and was acme/small',
    'acme/small has another fingerprint',
    'its model is acme/small',
    'registered: op_ada answers for it',
  ]);
});

it('tells of this agent alone, and only what happened to it', () => {
  const records = [
    record(1, 'agent-registered', { agent: { id: 'other', owner: 'op_ada' } }),
    record(2, 'killed', { target: { kind: 'agent', id: 'other' }, reason: '' }),
    record(3, 'killed', { target: { kind: 'connector', id: 'clerk' }, reason: '' }),
    record(4, 'killed', { target: { kind: 'agent', id: 'clerk' }, reason: '' }),
    record(5, 'agent-exposed', { agent: 'clerk', sensitivity: 'confidential', categories: ['pii'] }),
    record(6, 'allowance-drawn', { agent: 'clerk' }),
  ];
  expect(historyOf('clerk', records)).toMatchObject([
    { seq: 5, says: 'saw confidential data: pii', isDrift: true },
    { seq: 4, says: 'stopped', isDrift: false, who: 'op_ada' },
  ]);
});
