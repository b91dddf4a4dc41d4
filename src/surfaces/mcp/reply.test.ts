import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../gateway/ledger/receipt.ts';
import { because, type ReasonCode, type RuleName } from '../../kernel/reason.ts';
import { DENIAL_KEY, describeHold, RECEIPT_KEY, refuse } from './reply.ts';

const RECORD = 'rec_0123456789abcdef.0';
const receipt: Receipt = {
  ledger: 'test/ledger',
  mode: 'separated',
  record: RECORD,
  seq: 7,
  hash: 'hash',
  checkpoint: 'checkpoint',
  inclusion: null,
};

function denied(...reasons: readonly (readonly [RuleName, ReasonCode])[]) {
  const facts = { policies: ['pay.limit'], policy: 'pay.limit', why: 'above 1,000', roles: ['finance'] };
  const given = reasons.map(([rule, code]) => because(rule, code, facts, 'Raise the limit of pay.limit.'));
  return refuse({ verdict: 'deny', reasons: given, receipt });
}

describe('what an agent is told of a denial', () => {
  const exact: readonly (readonly [RuleName, ReasonCode])[] = [
    ['policy', 'policy-forbids'],
    ['policy', 'policy-default-deny'],
    ['policy', 'policy-error'],
    ['policy', 'policy-holds'],
    ['policy', 'obligation-unmet'],
    ['policy', 'no-policy'],
    ['scope', 'arguments-out-of-scope'],
    ['scope', 'tool-not-in-scope'],
    ['definition', 'unknown-tool'],
    ['identity', 'unknown-connector'],
    ['duty', 'chain-may-change-and-approve'],
    ['credential', 'credential-outlives-task'],
  ];

  it.each(exact)('%s %s is one of many that it is not allowed', (rule, code) => {
    expect(denied([rule, code])).toEqual({
      category: 'not-allowed',
      text:
        `Holdpoint does not allow this action in this task. It was not performed. Reference ${RECORD}. ` +
        `An operator sees why with: holdpoint policy explain ${RECORD}`,
      meta: {
        [DENIAL_KEY]: {
          reason: 'insufficient_authorization',
          authorizationContextId: RECORD,
          category: 'not-allowed',
          remediation: 'undisclosed',
          remediationHints: [],
        },
        [RECEIPT_KEY]: receipt,
      },
    });
  });

  it.each<[RuleName, ReasonCode, string]>([
    ['control', 'killed', 'stopped'],
    ['control', 'task-expired', 'stopped'],
    ['budget', 'calls-exhausted', 'limit-reached'],
    ['budget', 'running-exhausted', 'busy'],
    ['approval', 'rejected', 'rejected'],
  ])('%s %s is told as a category, never with its facts or what would lift it', (rule, code, category) => {
    const told = denied([rule, code]);
    expect(told.category).toBe(category);
    // The command that it names for operators is the same for every denial.
    const apart = JSON.stringify(told).replace('holdpoint policy explain', '');
    for (const word of ['pay.limit', '1,000', 'finance', 'Raise', 'policy']) {
      expect(apart, word).not.toContain(word);
    }
  });

  it('of a limit that is full for the moment says what frees it, of one that is used up nothing', () => {
    expect(denied(['budget', 'running-exhausted']).text).toContain('again when one of them has ended');
    expect(denied(['budget', 'calls-exhausted']).text).not.toContain('again');
  });

  it.each<[ReasonCode, object, string]>([
    ['outside-step', { later: ['write', 'tidy'] }, ' The step for it is "write" or "tidy".'],
    ['outside-step', { later: [] }, ''],
    ['step-exhausted', { limit: 3 }, ''],
  ])('%s %o says which step its task is in, and what goes on with it', (code, facts, where) => {
    const reason = because(
      'scope',
      code,
      { task: 'task_1', step: 'look', ...facts },
      'Ask for the next step.',
    );
    const { text } = refuse({ verdict: 'deny', reasons: [reason], receipt });
    const goesOn = ' It goes on with: holdpoint task next task_1. It was not performed.';
    expect(text).toContain(` The task is in the step "look".${where}${goesOn}`);
  });

  it('says no more where more stands in the way', () => {
    const one = denied(['scope', 'tool-not-in-scope']);
    expect(denied(['scope', 'tool-not-in-scope'], ['policy', 'policy-forbids'])).toEqual(one);
  });
});

it('of a hold an agent is told its id, its end and a link, but not who is asked or why', () => {
  const asks = [
    {
      policy: 'pay.limit',
      policyDigest: 'sha256:digest-of-policy',
      reason: 'above 1,000',
      approvers: [{ role: 'finance', quorum: 2 }],
      expiresSeconds: 60,
    },
  ];
  const url = 'http://127.0.0.1:4180/holds/hold_0123456789abcdef';
  const hold = 'hold_0123456789abcdef';
  const told = describeHold({ verdict: 'hold', hold, asks, expiresAt: 60_000, receipt }, url);
  expect(told.text).toContain(hold);
  expect(told.text).toContain(url);
  for (const word of ['pay.limit', '1,000', 'finance', 'digest-of-policy']) {
    expect(JSON.stringify(told), word).not.toContain(word);
  }
});
