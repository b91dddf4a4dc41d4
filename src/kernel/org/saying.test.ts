import { describe, expect, test } from 'vitest';
import { ada, codesOf, factsOf, given, PLAIN, permitAll, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { AdmitConnector } from '../request.ts';
import type { ToolProfile } from '../state.ts';

type Said = Partial<Omit<AdmitConnector, 'kind' | 'id' | 'at' | 'actor'>>;

const FAR: ToolProfile = {
  egress: 'external',
  roles: { '/to': 'destination' },
  output: { sensitivity: 'restricted', categories: ['pii', 'phi'], integrity: 'untrusted' },
};

/** `crm` with a tool that reads and one that sends, admitted and then proposed again, word for word. */
function again(first: Said = {}): Scenario {
  const tools = [toolOf('read', ['read']), toolOf('post', ['send'], {}, FAR)];
  const scenario = given({ tools });
  scenario.propose();
  admit(scenario, 'proposal-1', first);
  scenario.propose('crm', 'p2');
  return scenario;
}

function admit(scenario: Scenario, proposal: string, said: Said): Decision {
  return scenario.admit('crm', proposal, {}, {}, said);
}

const driftIn = ({ events }: Decision) => events[0]!.body as { drift: string; without: readonly string[] };

describe('what a person changes', () => {
  test.each<[string, Said]>([
    ['effects fewer than admitted', { effects: { post: ['read'] } }],
    ['effects more than admitted', { effects: { read: ['read', 'admin'] } }],
    ['a profile', { profiles: { post: PLAIN } }],
    ['a tool taken away', { without: ['post'] }],
  ])('is for review, however alike the connector is: %s', (_, said) => {
    expect(driftIn(admit(again(), 'p2', said)).drift).toBe('review');
    const light = admit(again(), 'p2', { ...said, light: true });
    expect(codesOf(light)).toEqual(['definition/review-needed']);
  });

  test('makes nothing less than the connector does', () => {
    const scenario = again();
    const review = scenario.review('crm', { read: { verdict: 'block' } });
    expect(driftIn(admit(scenario, 'p2', { review, effects: { read: ['read'] } })).drift).toBe('block');
  });

  test('counts before policy too, so that nobody admits it who may only admit what is harmless', () => {
    const rule = {
      id: 'review',
      effect: 'forbid',
      when: ({ action, context }: { action: string; context: object }) =>
        action === 'admit-connector' && JSON.stringify(context).includes('"drift":"review","first":false'),
    } as const;
    const scenario = given({ rules: [permitAll, rule] });
    scenario.propose('crm', 'p2');
    const said = { effects: { write: ['read'] } } as const;
    expect(codesOf(admit(scenario, 'p2', said))).toEqual(['policy/policy-forbids']);
    expect(admit(scenario, 'p2', {}).verdict).toBe('permit');
  });

  test('is nothing where it was said before and stands', () => {
    const said: Said = { effects: { read: ['read', 'write'] }, profiles: { post: FAR } };
    const reordered = { output: FAR.output, roles: FAR.roles, egress: FAR.egress };
    expect(driftIn(admit(again(said), 'p2', { ...said, profiles: { post: reordered } })).drift).toBe('same');
    const others: ToolProfile[] = [
      { ...FAR, roles: {} },
      { ...FAR, roles: { '/cc': 'destination' } },
      { ...FAR, output: { ...FAR.output, categories: ['phi', 'pii'] } },
      { ...FAR, triggers: [] },
      { ...FAR, output: [] as unknown as ToolProfile['output'] },
      { ...FAR, output: null as unknown as ToolProfile['output'] },
      { ...FAR, output: { ...FAR.output, categories: ['pii'] } },
    ];
    for (const post of others) {
      expect(driftIn(admit(again(said), 'p2', { profiles: { post } })).drift).toBe('review');
    }
    expect(driftIn(admit(again(), 'p2', { effects: { read: ['read'] } })).drift).toBe('review');
  });

  test('is refused whole on the word that all is harmless, a finding taken on or a tool left out too', () => {
    const light = { light: true };
    expect(admit(again(), 'p2', light).verdict).toBe('permit');
    const scenario = given({ tools: [toolOf('read', ['read'])] });
    scenario.setting.tools = [toolOf('read', ['read']), toolOf('new', ['read'])];
    scenario.propose('crm', 'p2');
    expect(codesOf(admit(scenario, 'p2', { without: ['new'], ...light }))).toEqual([
      'definition/review-needed',
    ]);
    const found = again();
    const review = found.review('crm', { read: { verdict: 'harmless', findings: ['a'] } });
    const accepted = [{ tool: 'read', rule: 'a' }];
    expect(codesOf(admit(found, 'p2', { review, accepted, ...light }))).toEqual(['definition/review-needed']);
  });
});

describe('a tool that was left out', () => {
  test('stays so without a word, is no news at a check, and is taken in only as a new one', () => {
    const scenario = again({ without: ['post'] });
    expect(driftIn(admit(scenario, 'p2', { light: true }))).toMatchObject({
      drift: 'same',
      without: ['post'],
    });
    expect(scenario.state.connectors['crm']!.admitted).toMatchObject({ without: ['post'] });
    const tools = ['read', 'post', 'third'].map((name) => [name, 'd'] as const);
    const seen = { tools, server: null };
    const { events } = scenario.ask('observe-connector', ada, { connector: 'crm', seen });
    expect(events[0]!.body).toMatchObject({ added: ['third'] });
    scenario.propose('crm', 'p3');
    expect(driftIn(admit(scenario, 'p3', { without: [] }))).toMatchObject({ drift: 'review', without: [] });
    expect(Object.keys(scenario.state.connectors['crm']!.admitted!.tools)).toContain('post');
  });

  test('may be left out at the first admission, which is for review anyway', () => {
    const scenario = given();
    scenario.propose('erp', 'p1');
    const { events } = scenario.admit('erp', 'p1', {}, {}, { without: ['pay'] });
    expect(events[0]!.body).toMatchObject({ drift: 'review', without: ['pay'] });
  });
});

test('a finding that nobody found is not taken on', () => {
  const scenario = again();
  const review = scenario.review('crm', { read: { verdict: 'block', findings: ['a'], unread: ['b'] } });
  const accepted = ['a', 'b', 'nonsuch'].map((rule) => ({ tool: 'read', rule }));
  const refused = admit(scenario, 'p2', { review, accepted });
  expect(codesOf(refused)).toEqual(['definition/unknown-finding']);
  expect(factsOf(refused, 'unknown-finding')).toMatchObject({ tool: 'read', finding: 'nonsuch' });
});
