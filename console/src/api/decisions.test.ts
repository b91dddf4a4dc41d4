import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../src/surfaces/http/contract.ts';
import { HOLD } from '../pages/inbox/sample-hold.contract.ts';
import { draftOf, HoldMoved, requireAbout, type Decided } from './decisions.ts';

const other = { ...HOLD, id: 'hold_2', digest: 'sha256:2' };
const yes: Decided = { verdict: 'approve', reason: 'seen', others: [], times: 1 };
const { shown } = HOLD;
const statement: Statement = {
  v: 3,
  type: 'holdpoint/approval@v3',
  ledger: 'test/ledger',
  task: HOLD.task,
  hold: HOLD.id,
  digest: HOLD.digest,
  shown,
  times: 1,
  policies: HOLD.asks.map(({ policyDigest }) => policyDigest),
  verdict: 'approve',
  reason: 'hmac-sha256:x',
  operator: 'bob',
  at: 1,
  expiresAt: 2,
};
const covered = { hold: other.id, digest: other.digest, shown };
const edited = { digest: 'sha256:3', arguments: 'mac:3' };

describe('what is drawn up to be signed', () => {
  it.each<[string, Partial<Statement>, Partial<Decided>]>([
    ['a yes', {}, {}],
    [
      'a no with what the agent is told',
      { category: 'unsafe', tell: true },
      { category: 'unsafe', tell: true },
    ],
    ['a yes to three', { times: 3 }, { times: 3 }],
    ['a yes to other arguments', { edited }, { edit: {} }],
    ['a yes to several', { also: [covered] }, { others: [other] }],
  ])('is signed where it says what the person does: %s', (_, change, said) => {
    expect(() => requireAbout({ ...statement, ...change }, HOLD, { ...yes, ...said })).not.toThrow();
  });

  it.each<[string, Partial<Statement>, Partial<Decided>]>([
    ['it is of other arguments', { digest: 'sha256:9' }, {}],
    ['the model is another', { shown: { ...shown, model: 'acme/other f' } }, {}],
    ['policy asks something else', { policies: ['sha256:9'] }, {}],
    ['a like one moved', { also: [{ ...covered, digest: 'sha256:9' }] }, { others: [other] }],
    [
      'a like one shows something else',
      { also: [{ ...covered, shown: { ...shown, model: 'm' } }] },
      { others: [other] },
    ],
    ['a like one is left out', {}, { others: [other] }],
  ])('is not signed, as it moved, where %s', (_, change, said) => {
    expect(() => requireAbout({ ...statement, ...change }, HOLD, { ...yes, ...said })).toThrow(HoldMoved);
  });

  it.each<[string, Partial<Statement>]>([
    ['hold', { hold: 'hold_9' }],
    ['task', { task: 'task_9' }],
    ['verdict', { verdict: 'reject' }],
    ['number', { times: 2 }],
    ['arguments', { edited }],
    ['company', { also: [covered] }],
    ['category', { category: 'other' }],
    ['word to the agent', { tell: true }],
  ])('is not signed where it says another %s', (_, change) => {
    expect(() => requireAbout({ ...statement, ...change }, HOLD, yes)).toThrow('nothing is signed');
  });

  it('is not signed where the other arguments are the ones that wait', () => {
    const same = { ...statement, edited: { ...edited, digest: HOLD.digest } };
    expect(() => requireAbout(same, HOLD, { ...yes, edit: {} })).toThrow('nothing is signed');
  });

  it('is asked for with all that is said, and no more', () => {
    expect(draftOf(HOLD, yes)).toEqual({ task: HOLD.task, verdict: 'approve', reason: 'seen' });
    expect(draftOf(HOLD, { ...yes, others: [other], times: 2 })).toMatchObject({
      also: [other.id],
      times: 2,
    });
  });
});
