import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  bot,
  codesOf,
  factsOf,
  given,
  givenTask,
  isVerb,
  permitAll,
  PLAIN,
  toolOf,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { ToolProfile } from '../state.ts';

test('a proposal is not an admission', () => {
  const scenario = givenTask();
  scenario.propose('erp');
  expect(scenario.state.connectors['erp']?.admitted).toBeNull();
  expect(codesOf(scenario.act('read', { connector: 'erp' }))).toContain('definition/connector-not-admitted');
});

test('a proposal keeps what a model that was heard adds to it, and nothing where none was', () => {
  const scenario = given();
  const asked = { connector: 'erp', upstream: {}, credential: null };
  const about = { ...asked, tools: [], server: null, definitions: {} };
  const modelSays = { pay: ['it may also spend'] };
  const heard = scenario.ask('propose-connector', ada, { ...about, digest: 'p1', modelSays });
  expect(heard.events[0]).toMatchObject({ type: 'connector-proposed', body: { modelSays } });
  const plain = scenario.ask('propose-connector', ada, { ...about, digest: 'p2' });
  expect(plain.events[0]!.body).not.toHaveProperty('modelSays');
});

test('an admission names its proposal, moves no epoch and leaves nothing to review', () => {
  const scenario = given();
  const { epoch } = scenario.state.org;
  const proposed = scenario.propose('erp', 'p1').events[0]!;
  const { events } = scenario.admit('erp', 'p1');
  expect(events[0]).toMatchObject({
    stream: 'connector/erp',
    type: 'connector-admitted',
    causes: [proposed.id],
  });
  expect(scenario.state.connectors['erp']).toMatchObject({ proposal: null, admitted: { digest: 'p1' } });
  expect(scenario.state.org.epoch).toBe(epoch);
});

test('a stopped connector is not proposed again, for that would start it', () => {
  const scenario = given();
  scenario.kill({ kind: 'connector', id: 'crm' });
  expect(codesOf(scenario.propose('crm', 'p2'))).toEqual(['control/killed']);
});

test('only the proposal that was reviewed is admitted', () => {
  const scenario = given();
  scenario.propose('crm', 'p2');
  scenario.propose('crm', 'p3');
  const decision = scenario.admit('crm', 'p2');
  expect(codesOf(decision)).toEqual(['definition/proposal-changed']);
  expect(factsOf(decision, 'proposal-changed')).toEqual({ connector: 'crm', reviewed: 'p2', current: 'p3' });
  expect(scenario.admit('crm', 'p3').verdict).toBe('permit');
  expect(factsOf(scenario.admit('crm', 'p3'), 'proposal-changed')).toMatchObject({ current: null });
});

test('a reviewer corrects effects; a tool that is said to have none may have any', () => {
  const scenario = given();
  scenario.propose();
  scenario.admit('crm', 'proposal-1', { read: ['read', 'send'], write: [] });
  const tools = scenario.state.connectors['crm']?.admitted?.tools;
  expect(tools?.['read']?.effects).toEqual(['read', 'send']);
  expect(tools?.['write']?.effects).toEqual(['unknown']);
  expect(tools?.['pay']?.effects).toEqual(['spend']);
});

test('a tool corrected to more than a read may not be repeated; one corrected to a read may still be', () => {
  const repeatable = (name: string) => ({ ...toolOf(name, ['read']), idempotent: true });
  const scenario = given({ tools: [repeatable('a'), repeatable('b'), toolOf('c', ['read'])] });
  scenario.propose('crm', 'p9');
  scenario.admit('crm', 'p9', { a: ['read', 'write'], b: ['read'], c: ['read'] });
  const admitted = scenario.state.connectors['crm']?.admitted?.tools;
  expect([admitted?.['a'], admitted?.['b'], admitted?.['c']].map((tool) => tool?.idempotent)).toEqual([
    false,
    true,
    false,
  ]);
});

test('a correction of a tool that was not proposed is refused', () => {
  const scenario = given();
  scenario.propose();
  const decision = scenario.admit('crm', 'proposal-1', { raed: ['read'] });
  expect(codesOf(decision)).toEqual(['definition/unknown-tool']);
  expect(factsOf(decision, 'unknown-tool')).toEqual({ connector: 'crm', tool: 'raed' });
});

test('what a call did is shown by a tool that only reads, and what only reads is not read back', () => {
  const scenario = given();
  scenario.propose();
  const shownBy = (tool: string): ToolProfile => ({ ...PLAIN, readBack: { tool, with: {}, checks: [] } });
  const admit = (tool: string, reader: string) =>
    factsOf(scenario.admit('crm', 'proposal-1', {}, { [tool]: shownBy(reader) }), 'not-read-back');
  const refused = (tool: string, readBack: string) => ({ connector: 'crm', tool, readBack });
  expect(admit('write', 'gone')).toEqual(refused('write', 'gone'));
  expect(admit('write', 'pay')).toEqual(refused('write', 'pay'));
  expect(admit('read', 'read')).toEqual(refused('read', 'read'));
  expect(scenario.admit('crm', 'proposal-1', {}, { write: shownBy('read') }).verdict).toBe('permit');
});

test('a connector must have been proposed, by an operator whom policy lets', () => {
  const scenario = given({
    rules: [permitAll, { id: 'no', effect: 'forbid', when: ({ principal }) => principal.id === 'ben' }],
  });
  expect(codesOf(scenario.admit('erp'))).toEqual(['identity/unknown-connector']);
  const fields = { connector: 'erp', proposal: 'p', effects: {}, review: scenario.review('erp') };
  expect(codesOf(scenario.ask('admit-connector', bot, fields))).toEqual(['identity/unknown-operator']);
  expect(codesOf(scenario.ask('admit-connector', ben, fields))).toEqual([
    'identity/unknown-connector',
    'policy/policy-forbids',
  ]);
});

test('policy decides who proposes', () => {
  const scenario = given({
    rules: [permitAll, { id: 'no', effect: 'forbid', when: isVerb('propose-connector') }],
  });
  expect(codesOf(scenario.propose('erp'))).toEqual(['policy/policy-forbids']);
});

test('after drift nothing of that tool runs until it is admitted again', () => {
  const scenario = givenTask();
  expect(codesOf(scenario.act('read', { observed: 'other' }))).toEqual(['definition/definition-changed']);
  const tools = [{ ...toolOf('read', ['read']), definition: 'other' }];
  const rest = { upstream: {}, credential: null, server: null, definitions: {} };
  const fields = { connector: 'crm', digest: 'p2', tools, ...rest };
  scenario.ask('propose-connector', ada, fields);
  scenario.admit('crm', 'p2');
  expect(scenario.act('read', { observed: 'other' }).verdict).toBe('permit');
  expect(codesOf(scenario.act('write'))).toEqual(['definition/unknown-tool']);
});

describe('profiles', () => {
  const reviewed: ToolProfile = {
    egress: 'shared',
    roles: { '/path': 'path' },
    output: { sensitivity: 'restricted', categories: ['pii'], integrity: 'untrusted' },
  };
  const profilesIn = (scenario: Scenario, tool: string) =>
    scenario.state.connectors['crm']?.admitted?.tools[tool]?.profile;

  test('are recorded as reviewed; a tool that is not named keeps what was proposed', () => {
    const scenario = given();
    scenario.propose();
    const { events } = scenario.admit('crm', 'proposal-1', {}, { read: reviewed });
    expect(events[0]?.body).toMatchObject({ profiles: { read: reviewed, write: PLAIN, pay: PLAIN } });
    expect(profilesIn(scenario, 'read')).toEqual(reviewed);
    expect(profilesIn(scenario, 'write')).toEqual(PLAIN);
  });

  test('of tools that the proposal lacks are refused', () => {
    const scenario = given();
    scenario.propose();
    const decision = scenario.admit('crm', 'proposal-1', { other: ['read'] }, { other: reviewed });
    expect(codesOf(decision)).toEqual(['definition/unknown-tool']);
  });

  test('that say nothing leaves are not believed of a tool with effects that nobody had seen', () => {
    const scenario = given();
    scenario.propose();
    const effects = { read: ['read', 'send'], write: ['read', 'send'], pay: ['spend'] } as const;
    scenario.admit('crm', 'proposal-1', effects, { write: PLAIN });
    expect(profilesIn(scenario, 'read')?.egress).toBe('unknown');
    expect(profilesIn(scenario, 'write')?.egress).toBe('none');
    expect(profilesIn(scenario, 'pay')?.egress).toBe('none');
  });

  test('that say something leaves are kept whatever the effects', () => {
    const tools = [toolOf('read', ['read'], {}, { egress: 'shared' })];
    const scenario = given({ tools });
    scenario.propose();
    scenario.admit('crm', 'proposal-1', { read: ['send'] });
    expect(profilesIn(scenario, 'read')?.egress).toBe('shared');
  });

  test('are optional in a request', () => {
    const scenario = given();
    scenario.propose();
    const review = scenario.review('crm');
    const fields = { connector: 'crm', proposal: 'proposal-1', effects: {}, review };
    expect(scenario.ask('admit-connector', ada, fields).verdict).toBe('permit');
    expect(profilesIn(scenario, 'read')).toEqual(PLAIN);
  });
});
