// What the page says of history is true of the real kernel under the real engine: given a task, when its
// agent asks, then that is the verdict.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ada, allowance, ben, cyd, given, toolOf } from '../kernel/given.contract.ts';
import type { Scenario } from '../kernel/given.contract.ts';
import type { Json } from '../kernel/json.ts';
import type { Destination } from '../kernel/request.ts';
import type { Effect } from '../kernel/effect.ts';
import { compilePolicies } from './compile.ts';
import { digest } from './engine.contract.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../../../docs/policy.md', import.meta.url)), 'utf8');
const PERMIT = '@id("all") permit (principal, action, resource);';

const HOLD_WRITES = `@id("order.held") @hold("an order") @approvers("finance:1")
  forbid (principal is Agent, action == Action::"fs/write", resource);`;

const TEXT: Json = { type: 'object', properties: { path: { type: 'string' } } };
const MONEY: Json = { type: 'object', properties: { amount: { type: 'number' }, to: { type: 'string' } } };

function tool(name: string, effects: readonly Effect[], sensitivity: 'public' | 'confidential' = 'public') {
  const output = { sensitivity, categories: [], integrity: 'trusted' } as const;
  return toolOf(name, effects, TEXT, { output });
}

const TOOLS = [
  tool('read', ['read'], 'confidential'),
  tool('list', ['read']),
  tool('write', ['write']),
  tool('wipe', ['delete']),
  toolOf('pay', ['write', 'spend'], MONEY, {
    egress: 'external',
    roles: { '/amount': 'amount', '/to': 'destination' },
  }),
];

/** A task under the page's policy of that id, and nothing else but a permit of everything. */
function under(...ids: readonly string[]): Scenario {
  const scenario = given({ tools: TOOLS, allowances: [allowance('fs/*'), allowance('bank/*')] });
  for (const connector of ['fs', 'bank']) {
    scenario.propose(connector);
    scenario.admit(connector);
  }
  scenario.declare(['.example.com'], []);
  const policies = ids.map((id) => PAGE.match(new RegExp(`@id\\("${id}"\\)[^;]*;`))?.[0] ?? id);
  const sources = [{ name: 'page', text: [PERMIT, ...policies].join('\n') }];
  const compiled = compilePolicies(sources, { connectors: scenario.state.connectors }, { digest });
  if ('errors' in compiled) throw new Error(JSON.stringify(compiled.errors));
  scenario.state = { ...scenario.state, policy: compiled.engine };
  scenario.open();
  return scenario;
}

function ask(scenario: Scenario, action: string, args: Json = { path: '/a' }, to: readonly string[] = []) {
  const [connector = '', name = ''] = action.split('/');
  const destinations = to.map((host): Destination => ({
    host,
    isName: false,
    commitment: `hmac-of-${host}`,
    ofAgent: `hmac-of-${host}-for-bot`,
  }));
  // Each call is another action, unless it has the same arguments.
  return scenario.act(name, {
    connector,
    arguments: args,
    destinations,
    digest: JSON.stringify([action, args]),
  });
}

function pay(scenario: Scenario, amount: number, to: readonly string[] = ['example.com']) {
  return ask(scenario, 'bank/pay', { amount, to: to.join() }, to);
}

describe('approval before action', () => {
  const policy = 'history.approved-first';

  test('what was not approved before is denied, and so is what nobody approved', () => {
    const scenario = under(policy);
    expect(pay(scenario, 1).verdict).toBe('deny');
    scenario.settle(ask(scenario, 'fs/write').action);
    expect(pay(scenario, 1).verdict).toBe('deny');
  });

  test.each([
    ['succeeded', 'permit'],
    ['failed', 'deny'],
    ['unknown', 'deny'],
    ['not-started', 'deny'],
  ] as const)('after an approved call that %s it is %s', (outcome, verdict) => {
    const scenario = under(policy, HOLD_WRITES);
    expect(ask(scenario, 'fs/write').verdict).toBe('hold');
    scenario.approve(ben);
    const { action } = ask(scenario, 'fs/write');
    expect(pay(scenario, 1).verdict).toBe('deny');
    scenario.settle(action, { outcome });
    expect(pay(scenario, 1).verdict).toBe(verdict);
  });
});

describe('conflicting duties in one chain', () => {
  test.each([['fs/write'], ['fs/wipe']])(
    'what pays is not what did %s before, however that ended',
    (action) => {
      const scenario = under('history.payee-then-pay');
      expect(pay(scenario, 1).verdict).toBe('permit');
      scenario.settle(ask(scenario, action).action, { outcome: 'failed' });
      expect(pay(scenario, 2)).toMatchObject({ verdict: 'deny', reasons: [{ code: 'policy-forbids' }] });
      scenario.open();
      expect(pay(scenario, 2).verdict).toBe('permit');
    },
  );
});

describe('at most so many in a window', () => {
  test('the sixth payment of an hour is held, and an hour after the first it is not', () => {
    const scenario = under('history.five-an-hour');
    for (let payment = 1; payment <= 5; payment += 1) {
      scenario.at += 60_000;
      expect(pay(scenario, payment).verdict).toBe('permit');
    }
    expect(pay(scenario, 6).verdict).toBe('hold');
    scenario.at += 55 * 60_000;
    expect(pay(scenario, 7).verdict).toBe('hold');
    scenario.at += 2 * 60_000;
    expect(pay(scenario, 8).verdict).toBe('permit');
  });
});

describe('nothing external after sensitive data', () => {
  test('what went out before may not go out after, though it may at home', () => {
    const scenario = under('history.no-leak');
    ask(scenario, 'fs/list');
    expect(pay(scenario, 1, ['evil.net']).verdict).toBe('permit');
    ask(scenario, 'fs/read');
    expect(pay(scenario, 2, ['evil.net']).verdict).toBe('deny');
    expect(pay(scenario, 3, ['example.com', 'evil.net']).verdict).toBe('deny');
    expect(pay(scenario, 4, ['mail.example.com']).verdict).toBe('permit');
    expect(ask(scenario, 'fs/write').verdict).toBe('permit');
  });
});

describe('a running total', () => {
  test('is kept exactly, whatever the order, and what is refused does not count', () => {
    const scenario = under('history.budget');
    expect(pay(scenario, 600).verdict).toBe('permit');
    expect(pay(scenario, 400.01).verdict).toBe('deny');
    expect(pay(scenario, 400).verdict).toBe('permit');
    expect(pay(scenario, 0.0001).verdict).toBe('deny');
    expect(pay(scenario, 0).verdict).toBe('permit');
  });
});

describe('a new destination', () => {
  test('is held, and known once somebody approved it', () => {
    const scenario = under('history.new-destination');
    expect(pay(scenario, 1).verdict).toBe('permit');
    expect(pay(scenario, 2, ['partner.net']).verdict).toBe('hold');
    scenario.approve(ben);
    expect(pay(scenario, 2, ['partner.net']).verdict).toBe('permit');
    expect(pay(scenario, 3, ['partner.net']).verdict).toBe('permit');
    expect(pay(scenario, 4, ['partner.net', 'evil.net']).verdict).toBe('hold');
    expect(pay(scenario, 5, []).verdict).toBe('hold');
  });
});

test('a host is new to the agent until it went there, in whichever task', () => {
  const scenario = under('history.new-to-agent');
  expect(pay(scenario, 1).verdict).toBe('permit');
  expect(pay(scenario, 2, ['partner.net']).verdict).toBe('hold');
  scenario.approve(cyd);
  expect(pay(scenario, 2, ['partner.net']).verdict).toBe('permit');
  scenario.open();
  expect(pay(scenario, 3, ['partner.net']).verdict).toBe('permit');
  expect(pay(scenario, 4, ['partner.net', 'evil.net']).verdict).toBe('hold');
});

test('a model that changed under way is held for writing', () => {
  const scenario = under('history.drift');
  const model = { provider: 'acme', name: 'large', fingerprint: 'f' };
  expect(ask(scenario, 'fs/write').verdict).toBe('permit');
  scenario.ask('change-agent-model', ada, { agent: 'bot', model });
  expect(ask(scenario, 'fs/write', { path: '/b' }).verdict).toBe('hold');
  expect(ask(scenario, 'fs/list').verdict).toBe('permit');
});
