import { describe, expect, test } from 'vitest';
import { compilePolicies } from './compile.ts';
import { askTool, CATALOG, digest } from './engine.contract.ts';
import { policyProblemText } from './problem.ts';

const HEAD = '(principal, action == Action::"fs/read", resource)';
const LIFTABLE = '@hold("asks") @approvers("finance:1")';

function compile(annotations: string, effect: 'permit' | 'forbid' = 'permit') {
  const text = `@id("a")\n${annotations}\n${effect} ${HEAD};`;
  return compilePolicies([{ name: 'a.cedar', text }], CATALOG, { digest });
}

function obligationsOf(annotations: string, effect: 'permit' | 'forbid' = 'permit') {
  const compiled = compile(annotations, effect);
  if ('errors' in compiled) throw new Error(compiled.errors.map(policyProblemText).join('\n'));
  return compiled.policies[0]!.obligations;
}

function problemsOf(annotations: string, effect: 'permit' | 'forbid' = 'permit'): readonly string[] {
  const compiled = compile(annotations, effect);
  return 'errors' in compiled ? compiled.errors.map(policyProblemText) : [];
}

describe('an obligation', () => {
  test.each([
    ['@redact("ssn, /customers/*/email, ssn")', { kind: 'redact', fields: ['ssn', '/customers/*/email'] }],
    ['@redact("/a~1b/m~0n")', { kind: 'redact', fields: ['/a~1b/m~0n'] }],
    ['@cap_rows("100")', { kind: 'cap-rows', rows: 100 }],
    ['@notify("security,finance , security")', { kind: 'notify', roles: ['security', 'finance'] }],
    ['@record_payload', { kind: 'record-payload' }],
    ['@record_payload("")', { kind: 'record-payload' }],
    ['@step_up("15m")', { kind: 'step-up', withinSeconds: 900 }],
    [
      '@obligation("watermark: internal: only")',
      { kind: 'other', name: 'watermark', value: 'internal: only' },
    ],
    ['@obligation("watermark")', { kind: 'other', name: 'watermark', value: '' }],
  ])('%s is read', (annotation, obligation) => {
    expect(obligationsOf(annotation)).toEqual([obligation]);
    expect(obligationsOf(`${annotation} ${LIFTABLE}`, 'forbid')).toEqual([obligation]);
  });

  test.each([
    ['@redact("")', '@redact should be a list of fields'],
    ['@redact("ssn,")', '@redact should be a list of fields'],
    ['@redact("*")', '@redact should be a list of fields'],
    ['@redact("a/b")', '@redact should be a list of fields'],
    ['@redact("/")', '@redact should be a list of fields'],
    ['@redact("/a//b")', '@redact should be a list of fields'],
    ['@redact("/a~2")', '@redact should be a list of fields'],
    ['@cap_rows("0")', '@cap_rows should be a whole number from 1 on'],
    ['@cap_rows("1e3")', '@cap_rows should be a whole number from 1 on'],
    ['@cap_rows', '@cap_rows should be a whole number from 1 on'],
    ['@notify("")', '@notify should be a list of roles'],
    ['@notify("the boss")', '@notify should be a list of roles'],
    ['@record_payload("yes")', '@record_payload should be without a value'],
    ['@step_up("soon")', '@step_up should be a duration'],
    ['@obligation("")', '@obligation should be a name and a value'],
    ['@obligation(": value")', '@obligation should be a name and a value'],
  ])('%s is refused where it stands', (annotation, message) => {
    const [first, ...rest] = problemsOf(annotation);
    expect(first).toContain(`a.cedar:2:1: error: policy a: ${message} (`);
    expect(rest).toEqual([]);
  });

  test('on a forbid that nobody can lift is one that changes nothing; that people are told is not', () => {
    for (const annotation of ['@redact("ssn")', '@cap_rows("1")', '@record_payload', '@step_up("1m")']) {
      expect(problemsOf(annotation, 'forbid')[0]).toContain('stands on a forbid that nobody can lift');
    }
    expect(obligationsOf('@notify("security")', 'forbid')).toEqual([{ kind: 'notify', roles: ['security'] }]);
  });

  test('of policies that say several come in one order, and are in the answer of both engines', () => {
    const text = `@id("a") @notify("security") @redact("ssn") permit ${HEAD};`;
    for (const engine of ['reference', 'compiled'] as const) {
      const compiled = compilePolicies([{ name: 'a.cedar', text }], CATALOG, { digest, engine });
      if ('errors' in compiled) throw new Error('does not compile');
      const { determining } = compiled.engine.evaluate(askTool('fs/read', { path: '/a' }), []);
      expect(determining).toMatchObject([
        { id: 'a', obligations: [{ kind: 'redact' }, { kind: 'notify', roles: ['security'] }] },
      ]);
    }
  });
});
