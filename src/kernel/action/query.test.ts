import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  bot,
  codesOf,
  cyd,
  given,
  givenTask,
  holdWrites,
  HOUR,
  operator,
  permitAll,
  toolOf,
} from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { JsonObject } from '../json.ts';
import { joinLabels, NO_DATA } from '../flow/label.ts';
import type { Labels } from '../flow/label.ts';
import {
  completeAdmitted,
  completeOpened,
  completePermitted,
  completeTool,
  UNREVIEWED,
} from '../evolve/older.ts';

/** A scenario that keeps the contexts policy was asked with. */
function watching(setting: Setting = {}): { scenario: Scenario; contexts: JsonObject[] } {
  const contexts: JsonObject[] = [];
  const { rules = [permitAll] } = setting;
  const watch = {
    ...permitAll,
    id: 'watch',
    when: ({ context }: { context: JsonObject }) => contexts.push(context) > 0,
  };
  return { scenario: givenTask({ ...setting, rules: [watch, ...rules] }), contexts };
}

const SECRET: Labels = { sensitivity: 'restricted', categories: ['pii'], integrity: 'untrusted' };
const MODEL = { provider: 'acme', name: 'large', fingerprint: 'f1' };

describe('data', () => {
  const tools = [toolOf('read', ['read'], {}, { output: SECRET }), toolOf('write', ['write'])];

  test('what a call may bring counts as read once it is permitted, and is never forgotten', () => {
    const { scenario, contexts } = watching({ tools });
    const { action } = scenario.act('read');
    scenario.act('write');
    scenario.settle(action, { outcome: 'not-started' });
    scenario.act('write', { digest: 'again' });
    expect(contexts.map(({ data }) => data).slice(-3)).toEqual([
      { sensitivity: 0, categories: [], trusted: true, suspicious: false },
      { sensitivity: 3, categories: ['pii'], trusted: false, suspicious: false },
      { sensitivity: 3, categories: ['pii'], trusted: false, suspicious: false },
    ]);
  });

  test('what is refused brings nothing', () => {
    const { scenario } = watching({ tools });
    scenario.act('read', { observed: null });
    expect(scenario.task.data).toEqual(NO_DATA);
  });
});

describe('labels', () => {
  const pii: Labels = { sensitivity: 'internal', categories: ['pii'], integrity: 'trusted' };

  test('only go up, each by itself', () => {
    const pci: Labels = { sensitivity: 'public', categories: ['pci'], integrity: 'untrusted' };
    expect(joinLabels(pii, pci)).toEqual({
      sensitivity: 'internal',
      categories: ['pci', 'pii'],
      integrity: 'untrusted',
    });
    expect(joinLabels(pci, pii)).toEqual(joinLabels(pii, pci));
  });

  test('that add nothing leave the same object', () => {
    expect(joinLabels(SECRET, pii)).toBe(SECRET);
    expect(joinLabels(pii, NO_DATA)).toBe(pii);
    expect(joinLabels(pii, { ...pii, sensitivity: 'confidential' })).not.toBe(pii);
    expect(joinLabels(pii, { ...pii, integrity: 'untrusted' })).not.toBe(pii);
  });
});

test('arguments are counted by role; none is known to have been seen', () => {
  const roles = { '/to': 'destination', '/amount': 'amount', '/body': 'content' } as const;
  const { scenario, contexts } = watching({ tools: [toolOf('pay', ['spend'], {}, { roles })] });
  scenario.act('pay', { arguments: { to: ['a', 'b'], amount: 3 } });
  const labels = { sensitivity: 0, categories: [], trusted: true, suspicious: false };
  expect(contexts.at(-1)?.['args']).toEqual({
    destination: { count: 2, grounding: 'unseen', instructed: false, labels },
    amount: {
      count: 1,
      grounding: 'unseen',
      instructed: false,
      labels,
      sum: { __extn: { fn: 'decimal', arg: '3.0000' } },
    },
  });
});

test('a role that only the shell found is told, with no argument of its own', () => {
  const { scenario, contexts } = watching({ tools: [toolOf('pay', ['spend'])] });
  const seen = { level: 'person', match: 'exact', sources: [], instructed: false } as const;
  scenario.act('pay', { grounding: [{ ...seen, pointer: '', role: 'selector' }] });
  expect(contexts.at(-1)?.['args']).toMatchObject({ selector: { count: 0, grounding: 'person' } });
});

describe('approvals', () => {
  test('are those of this very action, by people with the roles that they have now', () => {
    const { scenario, contexts } = watching({
      rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])],
    });
    scenario.act('write');
    expect(contexts.at(-1)?.['approvals']).toEqual({ count: 0, roles: [], tools: [] });
    scenario.approve(ben);
    scenario.approve(cyd);
    scenario.act('write', { digest: 'another action' });
    expect(contexts.at(-1)?.['approvals']).toEqual({ count: 0, roles: [], tools: [] });
    const { operators } = scenario.state.org;
    const { ben: _, ...others } = operators;
    scenario.state = { ...scenario.state, org: { ...scenario.state.org, operators: others } };
    scenario.act('write');
    expect(contexts.at(-1)?.['approvals']).toEqual({ count: 2, roles: ['finance', 'security'], tools: [] });
    scenario.state = { ...scenario.state, org: { ...scenario.state.org, operators } };
    scenario.act('write');
    scenario.act('write', { digest: 'a third' });
    expect(contexts.at(-1)?.['approvals']).toEqual({ count: 0, roles: [], tools: ['crm/write'] });
  });

  test('are of the roles that were lent for them, while they are', () => {
    const { scenario, contexts } = watching({ rules: [permitAll, holdWrites()] });
    const dan = { id: 'dan', roles: ['clerk'], publicKey: null, identity: null, name: 'hmac-of-dan' };
    scenario.ask('add-operator', ada, { operator: dan });
    scenario.ask('delegate-duty', ben, { to: 'dan', lent: ['finance'], until: scenario.at + HOUR });
    scenario.act('write');
    scenario.approve(operator('dan'));
    scenario.act('write');
    expect(contexts.at(-1)?.['approvals']).toMatchObject({ roles: expect.arrayContaining(['finance']) });
  });
});

describe('the model', () => {
  const seen = (contexts: JsonObject[]): unknown => contexts.at(-1)?.['model'];

  test('is absent where nobody ever said which it is', () => {
    const { scenario, contexts } = watching();
    scenario.act();
    expect(contexts.at(-1)).not.toHaveProperty('model');
  });

  test('has not drifted while it is the one that the task began with', () => {
    const { scenario, contexts } = watching({ model: MODEL });
    scenario.act();
    expect(seen(contexts)).toEqual({ provider: 'acme', name: 'large', drifted: false });
  });

  test.each([
    ['fingerprint', { ...MODEL, fingerprint: 'f2' }],
    ['name', { ...MODEL, name: 'small' }],
    ['provider', { ...MODEL, provider: 'other' }],
  ])('has drifted once its %s is another', (_, model) => {
    const { scenario, contexts } = watching({ model: MODEL });
    scenario.ask('change-agent-model', ada, { agent: 'bot', model });
    scenario.act();
    expect(seen(contexts)).toEqual({ provider: model.provider, name: model.name, drifted: true });
  });

  test('has drifted where it was taken away, or said only since', () => {
    const { scenario, contexts } = watching({ model: MODEL });
    scenario.ask('change-agent-model', ada, { agent: 'bot', model: null });
    expect(scenario.state.org.agents['bot']).not.toHaveProperty('model');
    scenario.act();
    expect(seen(contexts)).toEqual({ provider: 'acme', name: 'large', drifted: true });
    const later = watching();
    later.scenario.ask('change-agent-model', ada, { agent: 'bot', model: MODEL });
    later.scenario.act();
    expect(seen(later.contexts)).toMatchObject({ drifted: true });
    later.scenario.open();
    later.scenario.act();
    expect(seen(later.contexts)).toMatchObject({ drifted: false });
  });

  test('is changed by whom policy lets register agents, for agents that there are', () => {
    const scenario = given();
    const { events } = scenario.ask('change-agent-model', ada, { agent: 'bot', model: MODEL });
    expect(events).toMatchObject([{ stream: 'org', type: 'agent-model-changed', body: { agent: 'bot' } }]);
    expect(scenario.state.org.agents['bot']).toMatchObject({ owner: 'cyd', model: MODEL });
    const unknown = scenario.ask('change-agent-model', ada, { agent: 'cat', model: MODEL });
    expect(codesOf(unknown)).toEqual(['identity/unknown-agent']);
    const none = { ...scenario.state, policy: null };
    scenario.state = none;
    const refused = scenario.ask('change-agent-model', ada, { agent: 'bot', model: null });
    expect(codesOf(refused)).toEqual(['policy/no-policy']);
  });
});

test('a task says who set it off', () => {
  const { scenario, contexts } = watching({ workflow: { unattended: true } });
  scenario.act();
  expect(contexts.at(-1)?.['task']).toMatchObject({ trigger: 'person', requester: 'ada' });
  scenario.open(bot);
  scenario.act();
  expect(contexts.at(-1)?.['task']).toMatchObject({ trigger: 'agent', requester: 'cyd' });
});

describe('what an older ledger does not say', () => {
  test('of a tool is taken for unreviewed', () => {
    const { profile: _, ...older } = toolOf('read', ['read']);
    expect(completeTool(older)).toMatchObject({ name: 'read', profile: UNREVIEWED });
    expect(completeTool(toolOf('read', ['read'])).profile.egress).toBe('none');
  });

  test('of an admission is nothing that a person corrected', () => {
    const body = { digest: 'd', proposal: 'r', effects: {} };
    const corrected = { effects: [], profiles: [] };
    expect(completeAdmitted(body)).toMatchObject({ ...body, profiles: {}, corrected, without: [] });
  });

  test('of a task is told by its prompt', () => {
    const opened = { prompt: null } as unknown as Parameters<typeof completeOpened>[0];
    expect(completeOpened(opened)).toMatchObject({ trigger: 'agent', model: null });
    expect(completeOpened({ ...opened, prompt: 'hmac' })).toMatchObject({ trigger: 'person' });
    expect(completeOpened({ ...opened, prompt: 'hmac', trigger: 'agent' })).toMatchObject({
      trigger: 'agent',
    });
  });

  test('of a call is that it may have gone anywhere', () => {
    const permitted = { tool: 'read' } as unknown as Parameters<typeof completePermitted>[0];
    expect(completePermitted(permitted)).toEqual({
      tool: 'read',
      output: UNREVIEWED.output,
      egress: 'unknown',
      amount: 0,
      destinations: [],
      obligations: [],
    });
  });
});
