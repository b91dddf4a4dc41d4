import { describe, expect, test } from 'vitest';
import { codesOf, factsOf, given, PLAIN, permitAll, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { ToolReview } from './review.ts';
import type { Effect } from '../effect.ts';
import type { Tool, ToolProfile } from '../state.ts';

const FAR: ToolProfile = {
  egress: 'external',
  roles: { '/to': 'destination' },
  output: { sensitivity: 'restricted', categories: ['pii'], integrity: 'untrusted' },
};

/** `crm` admitted with one tool, then proposed again with another version of it. */
function twice(now: Tool, first: (scenario: Scenario) => void = () => undefined, then = READ): Scenario {
  const scenario = given({ tools: [then] });
  scenario.propose();
  first(scenario);
  scenario.setting.tools = [now];
  scenario.propose('crm', 'p2');
  return scenario;
}

const READ = toolOf('tool', ['read']);

function admit(scenario: Scenario, review: Partial<ToolReview> = {}, rest = {}) {
  const reviewed = scenario.review('crm', { tool: review });
  return scenario.admit('crm', 'p2', {}, {}, { review: reviewed, ...rest });
}

const toolIn = (scenario: Scenario) => scenario.state.connectors['crm']!.admitted!.tools['tool']!;
const changed = (effects: readonly Effect[], profile: Partial<ToolProfile> = {}): Tool => ({
  ...toolOf('tool', effects, {}, profile),
  definition: 'changed',
});

describe('effects', () => {
  test('that were admitted are not forgotten because a definition does not speak of them any more', () => {
    const scenario = twice(changed(['read']), undefined, toolOf('tool', ['delete', 'read']));
    admit(scenario, { verdict: 'harmless' });
    expect(toolIn(scenario).effects).toEqual(['delete', 'read']);
  });

  test('that are new are added', () => {
    const scenario = twice(changed(['send']));
    admit(scenario);
    expect(toolIn(scenario).effects).toEqual(['read', 'send']);
  });

  test('that a person said stand while the change is harmless, and are added to when it is not', () => {
    const said = (scenario: Scenario): void => void scenario.admit('crm', 'proposal-1', { tool: ['write'] });
    const harmless = twice(changed(['read', 'send']), said);
    admit(harmless, { verdict: 'harmless' });
    expect(toolIn(harmless).effects).toEqual(['write']);
    expect(harmless.state.connectors['crm']!.admitted!.corrected).toEqual({
      effects: ['tool'],
      profiles: [],
    });
    const other = twice(changed(['read', 'send']), said);
    admit(other, { verdict: 'review' });
    expect(toolIn(other).effects).toEqual(['write', 'read', 'send']);
  });

  test('that a person says now stand whatever was said before', () => {
    const scenario = twice(changed(['send']));
    scenario.admit('crm', 'p2', { tool: ['write'] });
    expect(toolIn(scenario).effects).toEqual(['write']);
  });
});

describe('profiles', () => {
  const near = PLAIN;

  test('only grow where nobody corrected them', () => {
    const scenario = twice(changed(['read'], near), undefined, toolOf('tool', ['read'], {}, FAR));
    admit(scenario, { verdict: 'harmless' });
    expect(toolIn(scenario).profile).toEqual(FAR);
    const wider = twice(changed(['read'], FAR));
    admit(wider);
    expect(toolIn(wider).profile).toEqual(FAR);
  });

  test('that a person corrected stand while the change is harmless, with roles for new arguments', () => {
    const said = (scenario: Scenario): void =>
      void scenario.admit('crm', 'proposal-1', {}, { tool: { ...PLAIN, roles: { '/to': 'content' } } });
    const now = changed(['read'], { ...FAR, roles: { '/to': 'destination', '/cc': 'destination' } });
    const harmless = twice(now, said);
    admit(harmless, { verdict: 'harmless' });
    const roles = { '/to': 'content', '/cc': 'destination' };
    expect(toolIn(harmless).profile).toEqual({ ...PLAIN, roles });
    expect(harmless.state.connectors['crm']!.admitted!.corrected.profiles).toEqual(['tool']);
    const other = twice(now, said);
    admit(other);
    expect(toolIn(other).profile).toEqual({ ...FAR, roles: now.profile.roles });
  });

  test('do not keep an argument from the say that it has gained, nor give up one that it had', () => {
    const then = toolOf('tool', ['read'], {}, { roles: { '/target': 'selector', '/to': 'destination' } });
    const scenario = twice(
      changed(['read'], { roles: { '/target': 'destination', '/to': 'content', '/n': 'content' } }),
      undefined,
      then,
    );
    admit(scenario);
    const roles = { '/target': 'destination', '/to': 'destination', '/n': 'content' };
    expect(toolIn(scenario).profile.roles).toEqual(roles);
  });

  test('take on what is newly said of fields, and forget nothing that was said of them', () => {
    const then = toolOf(
      'tool',
      ['read'],
      {},
      {
        fields: {
          '/name': { writer: 'owner', categories: ['phi'] },
          '/old': { writer: 'unknown', categories: [] },
        },
      },
    );
    const fields = {
      '/name': { writer: 'anyone', categories: [] },
      '/old': { writer: 'owner', categories: ['pii'] },
      '/ssn': { writer: 'owner', categories: ['pii'] },
    } as const;
    const scenario = twice(changed(['read'], { fields }), undefined, then);
    admit(scenario);
    expect(toolIn(scenario).profile.fields).toEqual({
      '/name': { writer: 'anyone', categories: ['phi'] },
      '/old': { writer: 'unknown', categories: ['pii'] },
      '/ssn': { writer: 'owner', categories: ['pii'] },
    });
  });
});

describe('an admission', () => {
  test('says of each tool how much it changed, what was found in it, and what was left out', () => {
    const scenario = given({ tools: [READ, toolOf('odd', ['read'])] });
    scenario.propose();
    const review = scenario.review('crm', { tool: { verdict: 'harmless', findings: ['a'] } });
    const { events } = scenario.admit('crm', 'proposal-1', {}, {}, { review, without: ['odd'] });
    expect(events[0]!.body).toMatchObject({
      review: { tool: { verdict: 'harmless', findings: ['a'] } },
      without: ['odd'],
      accepted: [],
      drift: 'review',
      light: false,
    });
    expect(Object.keys(scenario.state.connectors['crm']!.admitted!.tools)).toEqual(['tool']);
  });

  test('names every finding that nobody may overlook, or leaves its tool out', () => {
    const scenario = twice(changed(['read']));
    const odd = { verdict: 'block', findings: ['a', 'b'], unread: ['a', 'b'] } as const;
    const a = { tool: 'tool', rule: 'a' };
    const refused = admit(scenario, odd, { accepted: [a] });
    expect(codesOf(refused)).toEqual(['definition/findings-unread']);
    expect(factsOf(refused, 'findings-unread')).toEqual({ connector: 'crm', tool: 'tool', rules: ['b'] });
    const accepted = [a, { tool: 'tool', rule: 'b' }];
    expect(admit(scenario, odd, { accepted }).events[0]!.body).toMatchObject({ accepted });
    const left = twice(changed(['read']));
    expect(admit(left, odd, { without: ['tool'] }).verdict).toBe('permit');
  });

  test('of a tool that nobody reviewed is refused', () => {
    const scenario = twice(changed(['read']));
    const review = { ...scenario.review('crm'), tools: {} };
    expect(codesOf(scenario.admit('crm', 'p2', {}, {}, { review }))).toEqual(['definition/findings-unread']);
  });

  test('is of what was reviewed: not beside an admission that came between', () => {
    const scenario = twice(changed(['read']));
    const review = { ...scenario.review('crm'), against: 'rec_before' };
    const refused = scenario.admit('crm', 'p2', {}, {}, { review });
    expect(codesOf(refused)).toEqual(['definition/proposal-changed']);
    const first = given();
    first.propose('erp', 'p1');
    const early = { ...first.review('erp'), against: 'rec_before' };
    const wrong = first.admit('erp', 'p1', {}, {}, { review: early });
    expect(factsOf(wrong, 'proposal-changed')).toMatchObject({ current: null });
  });

  test('is of the proposal that was looked at, not of another that came meanwhile', () => {
    const scenario = twice(changed(['read']));
    const review = { ...scenario.review('crm'), of: 'rec_before' };
    const refused = scenario.admit('crm', 'p2', {}, {}, { review });
    expect(codesOf(refused)).toEqual(['definition/proposal-changed']);
    expect(factsOf(refused, 'proposal-changed')).toMatchObject({ reviewed: 'rec_before' });
  });

  test('on the word that all of it is harmless is refused where something is not', () => {
    const light = { light: true };
    expect(admit(twice(changed(['read'])), { verdict: 'harmless' }, light).verdict).toBe('permit');
    expect(admit(twice(READ), {}, light).verdict).toBe('permit');
    for (const verdict of ['new', 'review', 'block'] as const) {
      const refused = admit(twice(changed(['read'])), { verdict }, light);
      expect(codesOf(refused)).toEqual(['definition/review-needed']);
    }
    const elsewhere = twice(READ);
    const review = { ...elsewhere.review('crm'), isReachedAlike: false };
    const moved = elsewhere.admit('crm', 'p2', {}, {}, { review, ...light });
    expect(factsOf(moved, 'review-needed')).toEqual({ connector: 'crm', drift: 'review' });
  });

  test('shows policy the worst change, so that more people may admit what is harmless', () => {
    const strict = {
      id: 'harmless-only',
      effect: 'forbid',
      when: ({ action, context }: { action: string; context: object }) =>
        action === 'admit-connector' && JSON.stringify(context).includes('"drift":"block"'),
    } as const;
    const scenario = given({ tools: [READ], rules: [permitAll, strict] });
    scenario.propose();
    const odd = { verdict: 'block', findings: ['a'], unread: ['a'] } as const;
    const review = scenario.review('crm', { tool: odd });
    const accepted = [{ tool: 'tool', rule: 'a' }];
    const refused = scenario.admit('crm', 'proposal-1', {}, {}, { review, accepted });
    expect(codesOf(refused)).toEqual(['policy/policy-forbids']);
    expect(scenario.admit().verdict).toBe('permit');
  });
});
