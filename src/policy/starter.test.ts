import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../kernel/json.ts';
import type { PolicyEngine, PolicyQuery } from '../kernel/policy.ts';
import { compilePolicies } from './compile.ts';
import { AGENT, askTool, askVerb, CATALOG, digest, operatorWith } from './engine.contract.ts';
import type { PolicyCatalog } from './schema.ts';
import { STARTER_POLICY } from './starter.ts';

function engineOver(catalog: PolicyCatalog): PolicyEngine {
  const compiled = compilePolicies([STARTER_POLICY], catalog, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  expect(compiled.warnings).toEqual([]);
  for (const { id } of compiled.policies) expect(id).toMatch(/^starter\./);
  return compiled.engine;
}

test('the pack fits an empty catalog and a full one, without a warning', () => {
  expect(engineOver({ connectors: {} }).digest).toBe(engineOver(CATALOG).digest);
});

describe('what agents may do', () => {
  const engine = engineOver(CATALOG);
  const path = { path: '/a' };
  const money = { quantity: 1, amount: 2 };

  test.each([
    ['a read runs', askTool('fs/read', path), []],
    ['a write holds', askTool('fs/write', path), ['approver:1']],
    ['a write within what the review approved runs', askTool('fs/write', path, true), []],
    ['a delete holds', askTool('fs/wipe', path), ['approver:1']],
    ['a delete within what the review approved runs', askTool('fs/wipe', path, true), []],
    ['every effect of a tool asks', askTool('bank/pay', money), ['approver:1', 'approver:1']],
    ['powers ask an admin too', askTool('bank/sudo', {}), ['approver:1', 'admin:1']],
  ])('%s', (_, query, asked) => {
    const answer = engine.evaluate(query, []);
    const holds = answer.determining.flatMap(({ hold }) => hold ?? []);
    expect(
      holds.flatMap(({ approvers }) => approvers.map(({ role, quorum }) => `${role}:${quorum}`)),
    ).toEqual(asked);
    expect(answer).toMatchObject({ decision: asked.length === 0 ? 'permit' : 'deny', errors: [] });
    const lifted = engine.evaluate(
      query,
      answer.determining.map(({ id }) => id),
    );
    expect(lifted).toMatchObject({ decision: 'permit', errors: [] });
  });

  test('an unknown effect is denied, and nobody can lift that', () => {
    const { decision, determining } = engine.evaluate(askTool('fs/odd', path, true), []);
    expect(decision).toBe('deny');
    expect(determining).toMatchObject([{ id: 'starter.agent.unknown', hold: null }]);
  });
});

describe('what may have been done', () => {
  const engine = engineOver(CATALOG);
  const asks = (query: PolicyQuery): readonly string[] =>
    engine.evaluate(query, []).determining.flatMap(({ id, effect }) => (effect === 'forbid' ? [id] : []));
  const having = (query: PolicyQuery, part: string, more: JsonObject): PolicyQuery => ({
    ...query,
    context: { ...query.context, [part]: { ...(query.context[part] as JsonObject), ...more } },
  });
  const path = { path: '/a' };

  test.each([
    ['fs/read', path, false],
    ['fs/write', path, false],
    ['fs/wipe', path, true],
    ['bank/pay', { quantity: 1, amount: 2 }, true],
    ['bank/sudo', {}, true],
  ])('%s is asked of people again: %j, %s', (action, input, isAsked) => {
    const again = having(askTool(action, input, true), 'chain', { mayHaveRun: true });
    expect(asks(again)).toEqual(isAsked ? ['starter.chain.may-have-run'] : []);
    expect(engine.evaluate(again, asks(again))).toMatchObject({ decision: 'permit', errors: [] });
  });

  test('only what comes after a call is what it sets off', () => {
    const sudo = askTool('bank/sudo', {}, true);
    const reads = { effects: ['admin', 'execute', 'read'], downstream: ['read'], via: ['desk'] };
    expect(asks(having(sudo, 'outcome', reads))).toEqual([]);
    const pays = { ...reads, downstream: ['spend', 'impersonate'] };
    expect(asks(having(sudo, 'outcome', pays))).toEqual([
      'starter.agent.consequential-downstream',
      'starter.agent.powers-downstream',
    ]);
    expect(asks(having(sudo, 'outcome', { ...reads, downstream: ['unknown'] }))).toEqual([
      'starter.agent.unknown-downstream',
    ]);
  });
});

describe('what people may do', () => {
  const engine = engineOver({ connectors: {} });
  const deciding = (ownsAgent: boolean, solo?: boolean) => ({
    hold: { connector: 'fs', tool: 'write', effects: ['write'] },
    approver: {
      ownsAgent,
      isRequester: false,
      admittedConnector: false,
      publishedPolicy: false,
      editedArguments: false,
      decidedLastHour: 0,
      others: 0,
    },
    ...(solo === undefined ? {} : { solo }),
  });

  test.each([
    [
      'admin',
      ['add-operator', 'publish-policy', 'admit-connector', 'kill', 'lift-kill', 'rotate-key', 'open-task'],
      true,
    ],
    ['admin', ['propose-policy', 'rollback-policy', 'shadow-policy'], true],
    ['policy-author', ['propose-policy'], true],
    ['policy-author', ['publish-policy', 'rollback-policy', 'shadow-policy'], false],
    ['approver', ['propose-policy'], false],
    ['admin', ['approve', 'reject'], false],
    ['operator', ['open-task', 'close-task'], true],
    ['requester', ['open-task', 'close-task'], true],
    ['operator', ['publish-workflow', 'quarantine', 'kill', 'approve'], false],
    ['approver', ['approve', 'reject', 'quarantine'], true],
    ['approver', ['open-task', 'kill', 'publish-policy'], false],
    ['security', ['kill', 'quarantine'], true],
    ['security', ['lift-kill', 'rotate-key', 'approve'], false],
    ['reviewer', ['publish-workflow'], true],
    ['reviewer', ['publish-policy', 'admit-connector', 'approve', 'add-operator'], false],
    ['viewer', ['open-task', 'publish-workflow', 'propose-policy', 'quarantine', 'kill', 'approve'], false],
    ['viewer', ['provision-operator'], true],
    ['admin', ['provision-operator'], true],
    ['nobody', ['open-task', 'kill', 'approve'], false],
  ])('role %s: %j is %s', (role, verbs, permitted) => {
    for (const verb of verbs) {
      const context = ['approve', 'reject'].includes(verb) ? deciding(false, false) : {};
      const answer = engine.evaluate(askVerb(operatorWith(role), verb, context), []);
      expect(answer, verb).toMatchObject({ decision: permitted ? 'permit' : 'deny', errors: [] });
    }
  });

  test('who answers for the agent may reject but not approve, unless in solo mode', () => {
    const decide = (verb: string, solo?: boolean): string =>
      engine.evaluate(askVerb(operatorWith('approver'), verb, deciding(true, solo)), []).decision;
    expect(decide('approve', false)).toBe('deny');
    expect(decide('approve')).toBe('deny');
    expect(decide('approve', true)).toBe('permit');
    expect(decide('reject', false)).toBe('permit');
  });

  test.each([
    ['a value on its way to one place asks one person', 2, true, ['approver:1']],
    ['a restricted one asks two', 3, true, ['approver:1', 'approver:2']],
    ['one on its way to anywhere asks two', 1, false, ['approver:1', 'approver:2']],
  ])('to declassify %s', (_, from, bound, asked) => {
    const declassification = { from, to: 0, categories: [], without: [], bound };
    const asker = { ownsAgent: false, isRequester: true };
    for (const principal of [AGENT, operatorWith('requester'), operatorWith('approver')]) {
      const query = askVerb(principal, 'declassify', { declassification, asker });
      const { determining } = engine.evaluate(query, []);
      const asks = determining.flatMap(({ hold }) => hold?.approvers ?? []);
      expect(asks.map(({ role, quorum }) => `${role}:${quorum}`)).toEqual(asked);
      const ids = determining.map(({ id }) => id);
      expect(engine.evaluate(query, ids)).toMatchObject({ decision: 'permit', errors: [] });
      const nobody = askVerb(operatorWith('nobody'), 'declassify', { declassification, asker });
      expect(engine.evaluate(nobody, ids).decision).toBe('deny');
    }
  });

  test('agents open and close tasks, and no more', () => {
    const decide = (verb: string): string =>
      engine.evaluate(askVerb(AGENT, verb, { solo: false }), []).decision;
    expect(['open-task', 'close-task', 'kill'].map(decide)).toEqual(['permit', 'permit', 'deny']);
  });
});
