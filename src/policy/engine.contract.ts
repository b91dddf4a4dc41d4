// What every policy engine must do, whatever it is made of; and the small catalog that the tests speak about.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeChain } from '../kernel/chain/chain.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { NOTHING_USED } from '../kernel/chain/usage.ts';
import type { PolicyEngine, PolicyPrincipal, PolicyQuery } from '../kernel/policy.ts';
import type { Effect } from '../kernel/effect.ts';
import type { ConnectorState, PolicySource, Tool } from '../kernel/state.ts';
import { connectorWith } from './catalog-file.ts';
import type { PolicyCatalog } from './schema.ts';

export function digest(value: Json): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

export function toolOf(name: string, effects: readonly Effect[], inputSchema: Json): Tool {
  const fixed = { kind: 'tool', definition: name, idempotent: false, description: '' } as const;
  const output = { sensitivity: 'public', categories: [], integrity: 'trusted' } as const;
  return { ...fixed, name, effects, inputSchema, profile: { egress: 'none', roles: {}, output } };
}

export function connectorOf(id: string, tools: readonly Tool[]): ConnectorState {
  return connectorWith(id, tools, id);
}

const PATH: Json = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
const AMOUNTS: Json = {
  type: 'object',
  properties: { quantity: { type: 'integer' }, amount: { type: 'number' }, note: { type: 'string' } },
  required: ['quantity', 'amount'],
};

export const CATALOG: PolicyCatalog = {
  connectors: {
    fs: connectorOf('fs', [
      toolOf('read', ['read'], PATH),
      toolOf('write', ['write'], PATH),
      toolOf('wipe', ['delete'], PATH),
      toolOf('odd', ['read', 'unknown'], PATH),
    ]),
    bank: connectorOf('bank', [
      toolOf('pay', ['write', 'spend'], AMOUNTS),
      toolOf('sudo', ['admin'], { type: 'object' }),
    ]),
  },
};

export const AGENT: PolicyPrincipal = {
  type: 'Agent',
  id: 'bot',
  parents: ['readers'],
  attributes: { owner: 'ann', environment: 'production' },
};

export function operatorWith(...roles: readonly string[]): PolicyPrincipal {
  return { type: 'Operator', id: 'ann', parents: roles, attributes: { roles } };
}

const FIRST = { parties: [], approvesOwn: false, above: 0, mayHaveRun: false };

/** An agent asks for a tool. */
export function askTool(action: string, input: Json, preapproved = false): PolicyQuery {
  const context: JsonObject = {
    input,
    task: {
      workflow: 'w',
      purpose: 'p',
      environment: 'production',
      ageSeconds: 5,
      requester: 'ann',
      trigger: 'person',
      depth: 0,
    },
    data: { sensitivity: 0, categories: [], trusted: true, suspicious: false },
    sent: { sensitivity: 0, categories: [], trusted: true, suspicious: false },
    leaving: { certain: 0, possible: 0, elsewhere: 0, uncleared: false },
    args: {},
    grounding: { asked: true, doubtful: [], unheard: false },
    tool: { kind: 'tool', effects: ['read'], idempotent: true, serverUpdated: false },
    outcome: { effects: ['read'], downstream: [], egress: 'none', via: [] },
    chain: describeChain(NOTHING_USED, action, 0, 0, FIRST),
    approvals: { count: 0, roles: [], tools: [] },
    scope: { preapproved },
  };
  const id = action.split('/')[0] ?? '';
  return { principal: AGENT, action, resource: { type: 'Connector', id }, context };
}

/** A principal asks for one of the organisation's verbs. */
export function askVerb(principal: PolicyPrincipal, action: string, context: JsonObject = {}): PolicyQuery {
  return { principal, action, resource: { type: 'Organization', id: 'main' }, context };
}

type Build = (sources: readonly PolicySource[], catalog: PolicyCatalog) => PolicyEngine;

const READ = askTool('fs/read', { path: '/a' });
const PAY = askTool('bank/pay', { quantity: 3, amount: 12.5 });
const PERMIT = '@id("all") permit (principal, action, resource);';
const hold = (id: string, action: string): string =>
  `@id("${id}") @hold("why ${id}") @approvers("${id}:1")
   forbid (principal, action in Action::"${action}", resource);`;

/** The suite; `build` compiles valid sources into the engine under test. */
export function describePolicyEngine(name: string, build: Build): void {
  const engineOf = (...texts: readonly string[]): PolicyEngine =>
    build([{ name: 'test.cedar', text: texts.join('\n') }], CATALOG);

  describe(`${name}, what permits and forbids`, () => {
    test('nothing is permitted by default, and no policy is blamed', () => {
      expect(engineOf().evaluate(READ, [])).toEqual({ decision: 'deny', determining: [], errors: [] });
    });

    test('a permit names itself as determining', () => {
      const answer = engineOf(PERMIT).evaluate(READ, []);
      expect(answer.decision).toBe('permit');
      expect(answer.errors).toEqual([]);
      expect(answer.determining).toMatchObject([{ id: 'all', effect: 'permit', hold: null }]);
      expect(answer.determining[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
    });

    test('a forbid overrides every permit', () => {
      const engine = engineOf(PERMIT, '@id("no") forbid (principal, action in Action::"read", resource);');
      expect(engine.evaluate(READ, [])).toMatchObject({ decision: 'deny', determining: [{ id: 'no' }] });
      expect(engine.evaluate(PAY, []).decision).toBe('permit');
    });

    test.each([
      ['the action', 'action == Action::"bank/pay"', true],
      ['its first effect', 'action in Action::"write"', true],
      ['its second effect', 'action in Action::"spend"', true],
      ['its connector', 'action in Action::"bank/*"', true],
      ['every tool', 'action in Action::"tool"', true],
      ['a list that has it', 'action in [Action::"read", Action::"spend"]', true],
      ['another effect', 'action in Action::"read"', false],
      ['another connector', 'action in Action::"fs/*"', false],
      ['the verbs', 'action in Action::"administer"', false],
    ])('a head that names %s matches a tool accordingly', (_, head, matches) => {
      const answer = engineOf(`@id("p") permit (principal, ${head}, resource);`).evaluate(PAY, []);
      expect(answer).toMatchObject({ decision: matches ? 'permit' : 'deny', errors: [] });
    });

    test('group and role membership and attributes of the principal are seen', () => {
      const engine = engineOf(
        '@id("g")',
        'permit (principal in Group::"readers", action == Action::"fs/read", resource == Connector::"fs")',
        'when { principal.owner == "ann" && context.input.path like "/a*" };',
        '@id("r") permit (principal in Role::"admin", action in Action::"administer", resource)',
        'when { principal.roles.contains("admin") };',
      );
      expect(engine.evaluate(READ, []).decision).toBe('permit');
      expect(engine.evaluate(askTool('fs/read', { path: '/b' }), []).decision).toBe('deny');
      expect(engine.evaluate(askVerb(operatorWith('admin'), 'kill'), []).decision).toBe('permit');
      expect(engine.evaluate(askVerb(operatorWith('viewer'), 'kill'), []).decision).toBe('deny');
    });
  });

  describe(`${name}, holds`, () => {
    const engine = engineOf(PERMIT, hold('finance', 'spend'), hold('security', 'write'));

    test('two liftable forbids both say what they ask', () => {
      expect(engine.evaluate(PAY, [])).toMatchObject({
        decision: 'deny',
        determining: [
          { id: 'finance', hold: { reason: 'why finance', approvers: [{ role: 'finance', quorum: 1 }] } },
          { id: 'security', hold: { reason: 'why security', expiresSeconds: null } },
        ],
      });
    });

    test('a suspended hold is left out, and only that one', () => {
      expect(engine.evaluate(PAY, ['finance']).determining.map(({ id }) => id)).toEqual(['security']);
      expect(engine.evaluate(PAY, ['finance', 'security']).decision).toBe('permit');
      expect(engine.evaluate(PAY, []).decision).toBe('deny');
    });

    test('a plain forbid and a permit cannot be suspended', () => {
      const strict = engineOf(PERMIT, '@id("no") forbid (principal, action in Action::"read", resource);');
      expect(strict.evaluate(READ, ['no']).determining.map(({ id }) => id)).toEqual(['no']);
      expect(engineOf(PERMIT).evaluate(READ, ['all']).decision).toBe('permit');
    });
  });

  describe(`${name}, what goes wrong`, () => {
    const overflow = 'context.input.quantity * 9007199254740991 > 0';

    test.each(['forbid', 'permit'])(
      'a %s that errors denies, and does not say what the argument was',
      (effect) => {
        const head = '(principal, action == Action::"bank/pay", resource)';
        const text = `@id("sum") ${effect} ${head} when { ${overflow} };`;
        const answer = engineOf(PERMIT, text).evaluate(
          askTool('bank/pay', { quantity: 9007199254740991, amount: 1 }),
          [],
        );
        expect(answer.decision).toBe('deny');
        expect(answer.errors).toEqual(['policy sum: a sum went out of range']);
      },
    );

    test.each([
      ['an unknown tool', askTool('fs/nothing', {})],
      ['an effect instead of a tool', askTool('read', {})],
      ['an operator who asks for a tool', { ...READ, principal: operatorWith('admin') }],
      ['an agent who asks for an operator verb', askVerb(AGENT, 'publish-policy')],
      ['a missing context', { ...READ, context: {} }],
      ['a context with more than is declared', askVerb(operatorWith('admin'), 'kill', { extra: 1 })],
      ['a missing required argument', askTool('fs/read', {})],
      ['a required argument of another type', askTool('fs/read', { path: 7 })],
      ['arguments that are no object', askTool('fs/read', ['/a'])],
      ['a principal without its attributes', { ...READ, principal: { ...AGENT, attributes: {} } }],
      ['an id that is not Unicode', { ...READ, principal: { ...AGENT, id: '\ud800' } }],
    ] as const)('%s is an error', (_, query) => {
      const answer = engineOf(PERMIT).evaluate(query, []);
      expect(answer).toMatchObject({ decision: 'deny', determining: [] });
      expect(answer.errors).toHaveLength(1);
    });

    test('arguments that Cedar does not know are no obstacle', () => {
      const query = askTool('fs/read', { path: '/a', extra: { __entity: { type: 'Role', id: 'admin' } } });
      expect(engineOf(PERMIT).evaluate(query, [])).toMatchObject({ decision: 'permit', errors: [] });
    });

    test('a value that Cedar cannot hold is an error where a rule reads it, else nothing', () => {
      const query = askTool('bank/pay', { quantity: 3, amount: 12.34567, note: 5 });
      const reader =
        '@id("cap") forbid (principal, action == Action::"bank/pay", resource)' +
        ' when { context.input has amount && context.input.amount.greaterThan(decimal("10.0")) };';
      expect(engineOf(PERMIT).evaluate(query, []).decision).toBe('permit');
      const answer = engineOf(PERMIT, reader).evaluate(query, []);
      expect(answer).toMatchObject({ decision: 'deny', determining: [] });
      expect(answer.errors).toEqual(['a policy reads what Cedar cannot take over: amount']);
      expect(engineOf(PERMIT, reader).evaluate(PAY, []).determining).toMatchObject([{ id: 'cap' }]);
    });

    test('requests that are not Unicode do not wear it out', () => {
      const engine = engineOf(PERMIT);
      const hostile = { ...READ, principal: { ...AGENT, id: '\ud800' } };
      for (let round = 0; round < 3000; round += 1) engine.evaluate(hostile, []);
      expect(engine.evaluate(READ, [])).toMatchObject({ decision: 'permit', errors: [] });
    });
  });
}
