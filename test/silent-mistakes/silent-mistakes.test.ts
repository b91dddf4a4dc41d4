// The rows of docs/silent-mistakes.md: what is silent elsewhere is said here, or denied.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConflictResolutionStrategy, PolicyEngine as Peer } from '@microsoft/agent-governance-sdk';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/kernel/json.ts';
import type { PolicyAnswer, PolicyQuery } from '../../src/kernel/policy.ts';
import { enforceOnAction } from '../../src/kernel/rules/obligation.ts';
import { consult } from '../../src/kernel/rules/policy.ts';
import { catalogOf } from '../../src/policy/catalog-file.ts';
import { compilePolicies, loadPolicies } from '../../src/policy/compile.ts';
import { AGENT, askTool, CATALOG, digest } from '../../src/policy/engine.contract.ts';
import { lintPolicies } from '../../src/policy/lint/lint.ts';

// From build/test/silent-mistakes to the root.
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const PAY = askTool('bank/pay', { quantity: 1, amount: 10 });
const ENFORCE = enforceOnAction({ argumentsCommitment: 'kept' });
const PERMIT = '@id("all") permit (principal is Agent, action in Action::"tool", resource);';

/** The rows that are tested here. */
const ROWS: { readonly [row: string]: () => void } = {
  'unknown-argument'() {
    const forbid = (condition: string): string =>
      `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource) when { ${condition} };`;
    expect(errorsOf(forbid('context.input.quantity > 1'))).toEqual([]);
    expect(errorsOf(forbid('context.input.quantiti > 1'))).toContainEqual(
      expect.stringContaining('quantiti'),
    );
    const guarded = forbid('context.input has quantiti && context.input.quantiti > 1');
    expect(rulesFound(PERMIT, guarded)).toContain('never-matches');
  },

  'absent-argument'() {
    const rule = `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource)
      when { context.input has amount && context.input.amount.greaterThan(decimal("1.0")) };`;
    expect(rulesFound(PERMIT, rule)).toContain('absent-argument-escapes');
  },

  'deny-only'() {
    const rule = '@id("no") forbid (principal is Agent, action in Action::"delete", resource);';
    expect(answer(PAY, rule).decision).toBe('deny');
    expect(rulesFound(rule)).toContain('effect-without-policy');
  },

  'default-allow'() {
    expect(consult(null, PAY, ENFORCE)).toMatchObject({ verdict: 'deny', reasons: [{ code: 'no-policy' }] });
    expect(answer(PAY)).toEqual({ decision: 'deny', determining: [], errors: [] });
    expect(answer(askTool('bank/none', {}), PERMIT)).toMatchObject({
      decision: 'deny',
      errors: ['bank/none is no admitted tool and no verb'],
    });
  },

  'typo-in-condition'() {
    expect(peerAllows('amount >= 500')).toBe(false);
    expect(peerAllows('amount => 500')).toBe(true);
    const [problem] = errorsOf(
      `@id("no") forbid (principal, action, resource) when { context.input.amount => 500 };`,
    );
    expect(problem).toContain('unexpected token');
  },

  'error-skips-forbid'() {
    const rule = `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource)
      when { context.input.quantity * 9007199254740991 * 9007199254740991 > 0 };`;
    const query = askTool('bank/pay', { quantity: 9_007_199_254_740_991, amount: 1 });
    expect(answer(query, PERMIT, rule)).toMatchObject({
      decision: 'deny',
      errors: ['policy no: a sum went out of range'],
    });
  },

  'impossible-value'() {
    const rule = (kind: string): string =>
      `@id("no") forbid (principal is Agent, action in Action::"tool", resource)
       when { context.tool.kind == "${kind}" };`;
    expect(rulesFound(PERMIT, rule('prompt'))).not.toContain('unknown-value');
    expect(rulesFound(PERMIT, rule('promt'))).toContain('unknown-value');
  },

  contradiction() {
    const rule = `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource)
      when { context.input.quantity > 10 && context.input.quantity < 5 };`;
    expect(rulesFound(PERMIT, rule)).toContain('never-matches');
  },

  'swallowed-by-unless'() {
    const rule = `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource)
      when { context.input.quantity > 10 } unless { context.input.quantity > 5 };`;
    expect(rulesFound(PERMIT, rule)).toContain('unless-swallows-all');
  },

  'loose-pattern'() {
    const rule = `@id("tmp") permit (principal is Agent, action == Action::"fs/read", resource)
      when { context.input.path like "/ns/prod*" };`;
    expect(rulesFound(rule)).toContain('loose-pattern');
  },

  'flag-not-enforced'() {
    const rule = (annotations: string): string =>
      `@id("ask") ${annotations} forbid (principal is Agent, action in Action::"tool", resource);`;
    expect(errorsOf(rule('@require_human_approval("true")'))).toContain(
      'unknown annotation @require_human_approval',
    );
    expect(errorsOf(rule('@hold("people look")'))).toContain('@hold without @approvers');
    expect(errorsOf(rule('@approvers("finance:1")'))).toContain('@approvers without @hold');
  },

  'unknown-obligation'() {
    const rule = '@obligation("watermark: internal") @id("all") permit (principal, action, resource);';
    const ruling = consult(engineOf(rule), PAY, ENFORCE);
    expect(ruling).toMatchObject({ verdict: 'deny', reasons: [{ code: 'obligation-unmet' }] });
    expect(JSON.stringify(ruling)).toContain('watermark');
  },

  'roles-are-alternatives'() {
    const rule = `@id("ask") @hold("why") @approvers("finance:1, security:1")
      forbid (principal is Agent, action in Action::"spend", resource);`;
    const approvers = [
      { role: 'finance', quorum: 1 },
      { role: 'security', quorum: 1 },
    ];
    expect(consult(engineOf(PERMIT, rule), PAY, ENFORCE)).toMatchObject({
      verdict: 'hold',
      asks: [{ policy: 'ask', approvers }],
    });
  },

  'argument-names-the-caller'() {
    const rule = '@id("boss") permit (principal == Agent::"boss", action in Action::"tool", resource);';
    const spoofed = askTool('fs/read', { path: 'x', agent_id: 'boss', principal: 'boss' });
    expect(answer(spoofed, rule).decision).toBe('deny');
    expect(answer({ ...spoofed, principal: { ...AGENT, id: 'boss' } }, rule).decision).toBe('permit');
  },

  'rule-outlives-tool'() {
    const rule = `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource)
      when { context.input.quantity > 5 };`;
    const inputSchema: Json = { type: 'object', properties: { count: { type: 'integer' } } };
    const tool = {
      effects: ['spend'] as const,
      inputSchema,
      kind: 'tool',
      idempotent: false,
      description: '',
    } as const;
    const changed = catalogOf({ bank: { tools: { pay: { ...tool, effects: ['spend'], profile: {} } } } });
    const { connectors } = CATALOG;
    const catalog = { connectors: { ...connectors, ...changed.connectors } };
    const loaded = loadPolicies([{ name: 'a', text: `${PERMIT}\n${rule}` }], catalog, { digest });
    if ('errors' in loaded) throw new Error('it parses');
    expect(loaded.engine.evaluate(askTool('bank/pay', { count: 1 }), [])).toMatchObject({
      decision: 'deny',
      errors: [expect.stringContaining('policy no does not fit the catalog')],
    });
    expect(loaded.engine.evaluate(askTool('fs/read', { path: 'x' }), []).decision).toBe('permit');
  },

  'unreadable-argument'() {
    const rule = `@id("no") forbid (principal is Agent, action == Action::"bank/pay", resource)
      when { context.input has amount && context.input.amount.greaterThan(decimal("1000.0")) };`;
    for (const amount of [1e300, 1000.00001, '2000', null]) {
      const { decision } = answer(askTool('bank/pay', { quantity: 1, amount }), PERMIT, rule);
      expect(decision, String(amount)).toBe(amount === null ? 'permit' : 'deny');
    }
  },

  'two-rules-one-name'() {
    const texts = [PERMIT, '@id("all") forbid (principal is Agent, action in Action::"spend", resource);'];
    const sources = texts.map((text, index) => ({ name: `${index}.cedar`, text }));
    const compiled = compilePolicies(sources, CATALOG, { digest });
    expect('errors' in compiled && compiled.errors).toMatchObject([
      { source: '1.cedar', message: 'the id is taken', help: 'by the policy at 0.cedar:1' },
    ]);
  },
};

describe('what is silent elsewhere', () => {
  test.each(Object.entries(ROWS))('%s', (_, check) => {
    expect.hasAssertions();
    check();
  });
});

test('the table and the tests name the same rows', () => {
  const page = readFileSync(`${ROOT}docs/silent-mistakes.md`, 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('| `'));
  const rows = lines.map((line) => line.split('|').slice(1, -1));
  const named = rows.map((cells) => ({
    row: (cells[0] ?? '').trim().slice(1, -1),
    test: (cells[4] ?? '').trim(),
  }));
  const here = named.flatMap(({ row, test: elsewhere }) => (elsewhere === '' ? [row] : []));
  expect(here.toSorted()).toEqual(Object.keys(ROWS).toSorted());
  for (const { row, test: elsewhere } of named.filter((one) => one.test !== '')) {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(elsewhere) ?? [];
    expect(readFileSync(`${ROOT}${file}`, 'utf8'), row).toContain(`test('${title}'`);
  }
});

function sourcesOf(policies: readonly string[]) {
  return [{ name: 'test.cedar', text: policies.join('\n') }];
}

function errorsOf(...policies: readonly string[]): readonly string[] {
  const compiled = compilePolicies(sourcesOf(policies), CATALOG, { digest });
  return 'errors' in compiled ? compiled.errors.map(({ message }) => message) : [];
}

function engineOf(...policies: readonly string[]) {
  const compiled = compilePolicies(sourcesOf(policies), CATALOG, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  return compiled.engine;
}

function answer(query: PolicyQuery, ...policies: readonly string[]): PolicyAnswer {
  return engineOf(...policies).evaluate(query, []);
}

function rulesFound(...policies: readonly string[]): readonly string[] {
  return lintPolicies(sourcesOf(policies), CATALOG).map(({ rule }) => rule);
}

/** Another product's engine: one rule denies, one allows, denials win. */
function peerAllows(condition: string): boolean {
  const engine = new Peer([], ConflictResolutionStrategy.DenyOverrides);
  const rules = [
    { name: 'no', condition, ruleAction: 'deny' },
    { name: 'yes', ruleAction: 'allow' },
  ];
  engine.loadPolicy({ apiVersion: 'governance.toolkit/v1', name: 'p', scope: 'global', rules } as never);
  return engine.evaluatePolicy('agent', { amount: 500 }).allowed;
}
