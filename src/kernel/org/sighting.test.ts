import { describe, expect, test } from 'vitest';
import {
  ada,
  allowance,
  bot,
  codesOf,
  factsOf,
  given,
  givenTask,
  isVerb,
  permitAll,
  refold,
  toolOf,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';

const SERVER = { name: 'crm-server', version: '1.0.0' };
const CHANGED = ['definition/definition-changed'];
const QUARANTINED = ['definition/tool-quarantined'];
const pinned = { tool: 'read', pinned: 'definition-of-read' };

/** What kept a call from being sent. */
const presented = { definition: 'other', server: null };

function ofType(scenario: Scenario, type: string) {
  return scenario.events.filter((event) => event.type === type);
}

function observe(scenario: Scenario, tools: readonly (readonly [string, string])[], server = SERVER) {
  return scenario.ask('observe-connector', ada, { connector: 'crm', seen: { tools, server } });
}

const AS_ADMITTED = ['read', 'write', 'pay'].map((name) => [name, `definition-of-${name}`] as const);

describe('a tool that presents another definition', () => {
  test('is quarantined with the denial, and stays so when it flaps back', () => {
    const scenario = givenTask();
    const decision = scenario.act('read', { observed: 'other' });
    expect(codesOf(decision)).toEqual(CHANGED);
    expect(decision.events.map(({ type, stream }) => [type, stream])).toEqual([
      ['action-denied', `task/${scenario.task.id}`],
      ['tool-drifted', 'connector/crm'],
    ]);
    expect(decision.events[1]!.body).toEqual({ ...pinned, observed: 'other' });
    const back = scenario.act('read');
    expect(codesOf(back)).toEqual(QUARANTINED);
    expect(factsOf(back, 'tool-quarantined')).toEqual({
      connector: 'crm',
      ...pinned,
      observed: 'other',
      record: decision.events[1]!.id,
    });
    expect(refold(scenario.events).connectors).toEqual(scenario.state.connectors);
  });

  test('is recorded once, whatever else it presents', () => {
    const scenario = givenTask();
    scenario.act('read', { observed: 'other' });
    expect(codesOf(scenario.act('read', { observed: 'third' }))).toEqual(QUARANTINED);
    expect(ofType(scenario, 'tool-drifted')).toHaveLength(1);
  });

  test('leaves the other tools alone', () => {
    const scenario = givenTask();
    scenario.act('read', { observed: 'other' });
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('is free again once the connector is admitted anew, with the same proposal or another', () => {
    const scenario = givenTask();
    scenario.act('read', { observed: 'other' });
    scenario.propose();
    scenario.admit();
    expect(scenario.act('read').verdict).toBe('permit');
    expect(codesOf(scenario.act('read', { observed: 'other' }))).toEqual(CHANGED);
    expect(ofType(scenario, 'tool-drifted')).toHaveLength(2);
  });

  test('is quarantined as well where the call itself found it out', () => {
    const scenario = givenTask();
    const { action } = scenario.act('read');
    const task = scenario.task.id;
    const fact = { fact: 'call', action: String(action), outcome: 'not-started', result: null } as const;
    const ended = { durationMs: 1, bytes: 0, code: 'definition-changed', presented } as const;
    const settled = scenario.ask(
      'settle',
      { kind: 'system', id: 'holdpoint' },
      {
        task,
        fact: { ...fact, ...ended },
      },
    );
    expect(settled.events.map(({ type }) => type)).toEqual(['action-settled', 'tool-drifted']);
    expect(codesOf(scenario.act('read'))).toEqual(QUARANTINED);
  });

  test('is nobody’s where the call or its connector is not known', () => {
    const scenario = givenTask();
    const { action } = scenario.act('read');
    const task = scenario.task.id;
    const ended = { outcome: 'failed', result: null, durationMs: 1, bytes: 0, code: null } as const;
    const fact = { fact: 'call', ...ended, presented } as const;
    const system = { kind: 'system', id: 'holdpoint' } as const;
    const gone = scenario.ask('settle', system, { task, fact: { ...fact, action: 'act_gone' } });
    expect(gone.events).toHaveLength(1);
    scenario.state = { ...scenario.state, connectors: {} };
    const lost = scenario.ask('settle', system, { task, fact: { ...fact, action: String(action) } });
    expect(lost.events).toHaveLength(1);
  });
});

describe('the server that answers', () => {
  const served = (): Scenario => givenTask({ server: SERVER });

  test('is the one that was admitted, or nothing is asked of it until it is admitted', () => {
    const scenario = served();
    const other = { name: 'somebody-else', version: '1.0.0' };
    const decision = scenario.act('read', { server: other });
    expect(codesOf(decision)).toEqual(['definition/server-changed']);
    expect(factsOf(decision, 'server-changed')).toEqual({
      connector: 'crm',
      admitted: 'crm-server',
      server: 'somebody-else',
    });
    expect(decision.events[0]!.body).toMatchObject({ server: other });
    expect(codesOf(scenario.act('write', { server: SERVER }))).toEqual(['definition/server-changed']);
    expect(ofType(scenario, 'server-changed')).toHaveLength(1);
    scenario.propose();
    scenario.admit();
    expect(scenario.act('write', { server: SERVER }).verdict).toBe('permit');
  });

  test('may be of another version: each is recorded once, a bounded number, and policy is told', () => {
    const rules = [permitAll];
    const scenario = givenTask({ server: SERVER, rules });
    const seen: unknown[] = [];
    scenario.load('policy-1');
    const engine = scenario.state.policy!;
    scenario.state = {
      ...scenario.state,
      policy: {
        digest: engine.digest,
        evaluate(query, suspended) {
          seen.push((query.context['tool'] as { serverUpdated: boolean }).serverUpdated);
          return engine.evaluate(query, suspended);
        },
      },
    };
    for (const version of ['1.0.0', '1.1.0', '1.1.0', '1.0.0']) {
      expect(scenario.act('read', { server: { ...SERVER, version } }).verdict).toBe('permit');
    }
    expect(seen).toEqual([false, true, true, true]);
    expect(ofType(scenario, 'server-updated')).toHaveLength(1);
    expect(scenario.act('read', { server: { ...SERVER, version: '1.2.0' } }).events.at(-1)).toMatchObject({
      type: 'server-updated',
      body: { pinned: SERVER, observed: { ...SERVER, version: '1.2.0' } },
    });
    for (let patch = 0; patch < 20; patch += 1) {
      scenario.act('read', { server: { ...SERVER, version: `2.0.${patch}` } });
    }
    expect(ofType(scenario, 'server-updated')).toHaveLength(8);
  });

  test('is found out by the call itself, too', () => {
    const scenario = served();
    const { action } = scenario.act('read');
    const { id: task } = scenario.task;
    const fact = { fact: 'call', action: String(action), outcome: 'not-started', result: null } as const;
    const ended = { durationMs: 1, bytes: 0, code: 'definition-changed' } as const;
    const other = { definition: null, server: { name: 'other', version: '1' } };
    const system = { kind: 'system', id: 'holdpoint' } as const;
    scenario.ask('settle', system, { task, fact: { ...fact, ...ended, presented: other } });
    expect(codesOf(scenario.act('write'))).toEqual(['definition/server-changed']);
  });

  test('is not asked about where nobody was admitted by name, or none was seen', () => {
    const scenario = served();
    expect(scenario.act('read', { server: null }).verdict).toBe('permit');
    expect(givenTask().act('read', { server: SERVER }).verdict).toBe('permit');
  });
});

describe('a check', () => {
  test('is recorded before it is asked, and what it shows after', () => {
    const scenario = given({ server: SERVER });
    const asked = scenario.ask('observe-connector', ada, { connector: 'crm', seen: null });
    expect(asked.events).toMatchObject([{ type: 'connector-asked', stream: 'connector/crm' }]);
    const shown = observe(
      scenario,
      [
        ['read', 'other'],
        ['write', 'definition-of-write'],
        ['new', 'n'],
      ],
      {
        ...SERVER,
        version: '2',
      },
    );
    expect(shown.events.map(({ type }) => type)).toEqual([
      'connector-observed',
      'tool-drifted',
      'server-updated',
    ]);
    expect(shown.events[0]!.body).toMatchObject({ added: ['new'], vanished: ['pay'] });
    expect(scenario.state.connectors['crm']).toMatchObject({
      drifted: { read: { observed: 'other' } },
      updates: [{ observed: { version: '2' } }],
      checked: { added: ['new'], vanished: ['pay'] },
    });
  });

  test('of what is as admitted shows nothing, and lifts nothing', () => {
    const scenario = givenTask();
    scenario.act('read', { observed: 'other' });
    expect(observe(scenario, AS_ADMITTED).events).toHaveLength(1);
    expect(codesOf(scenario.act('read'))).toEqual(QUARANTINED);
  });

  test('is for operators whom policy lets, of connectors that are admitted and not stopped', () => {
    const scenario = given({
      rules: [permitAll, { id: 'no', effect: 'forbid', when: isVerb('observe-connector') }],
    });
    expect(codesOf(observe(scenario, []))).toEqual(['policy/policy-forbids']);
    const free = given();
    expect(codesOf(free.ask('observe-connector', bot, { connector: 'crm', seen: null }))).toEqual([
      'identity/unknown-operator',
    ]);
    free.propose('erp');
    const erp = { connector: 'erp', seen: null };
    expect(codesOf(free.ask('observe-connector', ada, erp))).toEqual(['definition/connector-not-admitted']);
    const gone = { connector: 'gone', seen: null };
    expect(codesOf(free.ask('observe-connector', ada, gone))).toEqual(['identity/unknown-connector']);
    free.kill({ kind: 'connector', id: 'crm' });
    expect(codesOf(observe(free, []))).toEqual(['control/killed']);
  });
});

test('a connector that is proposed again as it was admitted shows what it presents now', () => {
  const scenario = given();
  const seen = { tools: [['read', 'other'] as const], server: null };
  const rest = { upstream: {}, credential: null, tools: [], server: null, definitions: {} };
  const refresh = { digest: 'p2', ...rest, seen };
  const refreshed = scenario.ask('propose-connector', ada, { connector: 'crm', ...refresh });
  expect(refreshed.events.map(({ type }) => type)).toEqual(['connector-proposed', 'tool-drifted']);
  const unknown = scenario.ask('propose-connector', ada, { connector: 'new', ...refresh });
  expect(unknown.events).toHaveLength(1);
});

test('a connector that only waits for its admission has drifted from nothing', () => {
  const scenario = givenTask({ allowances: [allowance('erp/*')], tools: [toolOf('read', ['read'])] });
  scenario.propose('erp', 'p1');
  const decision = scenario.act('read', { connector: 'erp', observed: 'other' });
  expect(codesOf(decision)).toContain('definition/connector-not-admitted');
  expect(decision.events).toHaveLength(1);
});

test('words that the scan calls an attack taint the task, and nothing clears it', () => {
  const scenario = givenTask();
  const { action } = scenario.act('read');
  const system = { kind: 'system', id: 'holdpoint' } as const;
  const ended = { outcome: 'succeeded', result: null, durationMs: 1, bytes: 9, code: null } as const;
  const fact = { fact: 'call', action: String(action), ...ended, misfit: true } as const;
  const task = scenario.task.id;
  const settled = scenario.ask('settle', system, { task, fact: { ...fact, findings: ['orders-model'] } });
  expect(settled.events[0]!.body).toMatchObject({ findings: ['orders-model'], misfit: true });
  const suspected = { categories: ['suspicious'], integrity: 'untrusted' };
  expect(scenario.task.data).toMatchObject(suspected);
  scenario.ask('settle', system, { task, fact });
  scenario.ask('settle', system, { task, fact: { ...fact, findings: ['orders-model'] } });
  expect(scenario.task.data).toMatchObject(suspected);
  const late = givenTask();
  const { action: lapsed } = late.act('read');
  late.settle(lapsed);
  const told = { ...fact, action: String(lapsed), findings: ['orders-model'] };
  late.ask('settle', system, { task: late.task.id, fact: told });
  expect(late.task.data).toMatchObject(suspected);
});
