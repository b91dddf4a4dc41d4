import { describe, expect, test } from 'vitest';
import { ada, ben, bot, codesOf, factsOf, given, holdpoint, isVerb, operator } from '../given.contract.ts';
import { permitAll, Scenario } from '../given.contract.ts';

const eve = { id: 'eve', roles: [], publicKey: null, identity: null, name: 'hmac-of-eve' };

describe('genesis', () => {
  test('the first record names the first operator, the mode and the policy', () => {
    const scenario = new Scenario();
    const decision = scenario.found();
    expect(decision.verdict).toBe('permit');
    expect(decision.events.map(({ type, stream }) => [type, stream])).toEqual([
      ['founded', 'org'],
      ['policy-published', 'org'],
    ]);
    expect(decision.events.map(({ id }) => id)).toEqual(['rec_0000000000000001.0', 'rec_0000000000000001.1']);
    const { org } = scenario.state;
    expect([org.epoch, org.mode, org.origin, org.policy?.digest]).toEqual([
      2,
      'separated',
      'ledger.example',
      'policy-1',
    ]);
    expect(org.operators['ada']).toEqual({
      id: 'ada',
      roles: ['admin', 'finance'],
      publicKey: null,
      identity: null,
    });
  });

  test('there is only one', () => {
    expect(codesOf(given().found())).toEqual(['identity/already-founded']);
  });

  test('its operator must be an admin', () => {
    const scenario = new Scenario();
    const policy = { digest: 'd', sources: [] };
    const found = { mode: 'solo', origin: 'o', vkey: 'v', operator: eve, policy } as const;
    expect(codesOf(scenario.ask('found', operator('eve'), found))).toEqual(['identity/role-missing']);
    expect(scenario.state.org.mode).toBeNull();
  });

  test('before it nothing is decided, and each refusal is recorded on the stream of who asked', () => {
    const scenario = new Scenario();
    const byOperator = scenario.kill({ kind: 'all' });
    const byAgent = scenario.act();
    const bySystem = scenario.ask('open-task', holdpoint, { workflow: 'w', agent: 'bot', prompt: null });
    for (const decision of [byOperator, byAgent, bySystem]) {
      expect(codesOf(decision)).toEqual(['identity/not-founded']);
    }
    expect(scenario.events.map(({ stream }) => stream)).toEqual([
      'operator/ada',
      'agent/bot',
      'agent/system',
    ]);
    expect(scenario.state.org.epoch).toBe(0);
  });
});

describe('operators and agents', () => {
  test('an admin adds operators; names stay out of the state', () => {
    const scenario = given();
    const before = scenario.state.org.epoch;
    expect(scenario.ask('add-operator', ada, { operator: eve }).verdict).toBe('permit');
    expect(scenario.state.org.operators['eve']).not.toHaveProperty('name');
    expect(scenario.state.org.epoch).toBe(before + 1);
  });

  test('nobody else does, whatever the policy permits, and no id twice', () => {
    const scenario = given();
    const decision = scenario.ask('add-operator', ben, { operator: { ...eve, id: 'cyd' } });
    expect(codesOf(decision)).toEqual(['identity/role-missing', 'identity/already-exists']);
  });

  test('an id that spells a property of every object is one like any other', () => {
    const scenario = given();
    expect(codesOf(scenario.kill({ kind: 'agent', id: 'constructor' }))).toEqual(['identity/unknown-agent']);
    expect(scenario.registerAgent('constructor').verdict).toBe('permit');
    expect(scenario.kill({ kind: 'agent', id: 'constructor' }).verdict).toBe('permit');
    expect(codesOf(scenario.kill({ kind: 'all' }, true))).toEqual(['control/nothing-to-lift']);
    expect(
      codesOf(
        scenario.ask('kill', operator('toString'), { target: { kind: 'all' }, lift: false, reason: '' }),
      ),
    ).toEqual(['identity/unknown-operator']);
  });

  test('one key or identity is one principal: nobody counts twice', () => {
    const scenario = given();
    const identity = { issuer: 'https://id.example', subject: 'eve' };
    const known = { ...eve, publicKey: 'key-of-eve', identity };
    expect(scenario.ask('add-operator', ada, { operator: known }).verdict).toBe('permit');
    const sameKey = { ...eve, id: 'eva', publicKey: 'key-of-eve', identity: null };
    const byKey = scenario.ask('add-operator', ada, { operator: sameKey });
    expect(factsOf(byKey, 'already-exists')).toEqual({ claim: 'publicKey' });
    const agent = { id: 'b3', owner: 'ada', environment: 'test', groups: [], identity };
    const byIdentity = scenario.ask('register-agent', ada, { agent });
    expect(factsOf(byIdentity, 'already-exists')).toEqual({ claim: 'identity' });
    const other = { ...agent, identity: { ...identity, subject: 'bot' } };
    expect(scenario.ask('register-agent', ada, { agent: other }).verdict).toBe('permit');
  });

  test('an agent is registered once, with an owner who exists', () => {
    const scenario = given();
    expect(codesOf(scenario.registerAgent('bot'))).toEqual(['identity/already-exists']);
    const agent = { id: 'b2', owner: 'nobody', environment: 'test', groups: [], identity: null };
    const decision = scenario.ask('register-agent', ada, { agent });
    expect(codesOf(decision)).toEqual(['identity/unknown-operator']);
    expect(factsOf(decision, 'unknown-operator')).toEqual({ actor: 'nobody' });
    expect(decision.reasons[0]?.lift).toBe('Name an operator that an admin has added.');
  });

  test('an agent is no operator, even where it bears the name of one', () => {
    const scenario = given();
    const impostor = { kind: 'agent', id: 'ada' } as const;
    expect(codesOf(scenario.ask('add-operator', impostor, { operator: eve }))).toEqual([
      'identity/unknown-operator',
    ]);
    expect(scenario.events.at(-1)?.stream).toBe('agent/ada');
  });
});

describe('workflows', () => {
  test('publishing replaces the version of that id, and the publisher is who asked', () => {
    const scenario = given();
    const before = scenario.state.org.workflows['triage']!;
    expect(before.publisher).toBe('ada');
    scenario.publishWorkflow();
    expect(scenario.state.org.workflows['triage']?.record).not.toBe(before.record);
    expect(Object.keys(scenario.state.org.workflows)).toEqual(['triage']);
  });

  test('an author whom nobody knows is refused: they could not be kept from approving', () => {
    const scenario = given({ workflow: { author: 'wli' } });
    expect(codesOf(scenario.publishWorkflow())).toEqual(['identity/unknown-operator']);
    expect(scenario.state.org.workflows).toEqual({});
  });

  test('policy decides who publishes', () => {
    const scenario = given({
      rules: [permitAll, { id: 'no', effect: 'forbid', when: isVerb('publish-workflow') }],
    });
    expect(codesOf(scenario.publishWorkflow())).toEqual(['policy/policy-forbids']);
    expect(scenario.state.org.workflows).toEqual({});
  });
});

describe('kill switches', () => {
  test('a kill contains what is in flight; lifting needs an admin and something to lift', () => {
    const scenario = given();
    const target = { kind: 'connector', id: 'crm' } as const;
    expect(codesOf(scenario.kill(target, true))).toEqual(['control/nothing-to-lift']);
    expect(scenario.kill(target).commands).toEqual([{ kind: 'contain', target }]);
    scenario.kill(target);
    expect(scenario.state.org.killed.connectors).toEqual(['crm']);
    const byBen = scenario.ask('kill', ben, { target, lift: true, reason: 'again' });
    expect(codesOf(byBen)).toEqual(['identity/role-missing']);
    expect(scenario.kill(target, true).commands).toEqual([]);
    expect(scenario.state.org.killed.connectors).toEqual([]);
  });

  test('each target has its own switch', () => {
    const scenario = given();
    scenario.kill({ kind: 'all' });
    scenario.kill({ kind: 'agent', id: 'bot' });
    expect(scenario.state.org.killed).toEqual({ all: true, agents: ['bot'], connectors: [] });
    scenario.kill({ kind: 'all' }, true);
    expect(codesOf(scenario.kill({ kind: 'agent', id: 'bot' }, true))).toEqual([]);
    expect(scenario.state.org.killed).toEqual({ all: false, agents: [], connectors: [] });
  });

  test('a switch on a name that nobody bears is refused: it would stop nothing', () => {
    expect(codesOf(given().kill({ kind: 'connector', id: 'cmr' }))).toEqual(['identity/unknown-connector']);
  });

  test('lifting is a verb of its own to policy', () => {
    const scenario = given({ rules: [permitAll, { id: 'no', effect: 'forbid', when: isVerb('lift-kill') }] });
    expect(scenario.kill({ kind: 'all' }).verdict).toBe('permit');
    expect(codesOf(scenario.kill({ kind: 'all' }, true))).toEqual(['policy/policy-forbids']);
  });
});

describe('policy', () => {
  test('a verb whose policy asks for approval is denied, with what it asks', () => {
    const hold = { approvers: [{ role: 'security', quorum: 2 }] };
    const scenario = given({
      rules: [permitAll, { id: 'ask', effect: 'forbid', hold, when: isVerb('kill') }],
    });
    const decision = scenario.kill({ kind: 'all' });
    expect(codesOf(decision)).toEqual(['policy/policy-holds']);
    expect(decision.reasons[0]?.facts).toEqual({ policy: 'ask', why: 'because', approvers: ['security:2'] });
    expect(decision.reasons[0]?.lift).toContain('No approval is waited for here');
  });

  test('policy sees roles of operators, groups of agents, and whether one person is alone', () => {
    const seen: unknown[] = [];
    const spy = (query: unknown): boolean => seen.push(query) > 0;
    const scenario = given({
      mode: 'solo',
      rules: [{ ...permitAll, when: spy }],
      workflow: { unattended: true },
    });
    seen.length = 0;
    scenario.kill({ kind: 'all' });
    const resource = { type: 'Organization', id: 'main' };
    const roles = ['admin', 'finance'];
    const principal = { type: 'Operator', id: 'ada', parents: roles, attributes: { roles } };
    expect(seen).toEqual([{ principal, action: 'kill', resource, context: { solo: true } }]);
    scenario.kill({ kind: 'all' }, true);
    seen.length = 0;
    scenario.open(bot);
    const attributes = { owner: 'cyd', environment: 'test' };
    const agent = { type: 'Agent', id: 'bot', parents: ['team'], attributes };
    expect(seen).toEqual([{ principal: agent, action: 'open-task', resource, context: { solo: true } }]);
  });
});
