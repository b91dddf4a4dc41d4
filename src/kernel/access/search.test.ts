import { describe, expect, test } from 'vitest';
import type { EventOf } from '../event.ts';
import { ada, ben, bot, codesOf, given, givenTask, isVerb, permitAll, toolOf } from '../given.contract.ts';
import type { Rule, Scenario } from '../given.contract.ts';
import type { PolicyQuery } from '../policy.ts';
import type { AccessQuestion, SearchAccess } from '../request.ts';

const LISTED = { properties: { resource: { properties: { id: { enum: ['b', 'a', 7, 'b'] } } } } };
const TOOLS = [toolOf('write', ['write']), toolOf('read', ['read']), toolOf('note', ['read'], LISTED)];

const QUESTION: AccessQuestion = {
  subject: { type: 'agent', id: 'bot' },
  action: { name: 'read', properties: {} },
  resource: { type: 'connector', id: 'crm', properties: {} },
  about: null,
  fulfils: [],
  destinations: [],
  digest: 'keyed',
};

function search(
  scenario: Scenario,
  sought: SearchAccess['sought'],
  over: Partial<AccessQuestion> = {},
  page: { after?: string; limit?: number } = {},
) {
  const { after = null, limit = 100 } = page;
  const question = { ...QUESTION, ...over };
  const decision = scenario.ask('search-access', ada, { sought, question, after, limit });
  expect(decision.verdict).toBe('permit');
  const [{ body, ...event }] = decision.events as [EventOf<'access-searched'>];
  return { event, body, ids: body.results.map(({ id }) => id) };
}

/** Permits verbs, and of tools what the test says. */
function only(when: (query: PolicyQuery) => boolean): readonly Rule[] {
  const isTool = (query: PolicyQuery): boolean => query.resource.type === 'Connector';
  return [
    { ...permitAll, when: (query) => !isTool(query) },
    { id: 'tools', effect: 'permit', when: (query) => isTool(query) && when(query) },
  ];
}

describe('a search for subjects', () => {
  test('gives the agents for which the question would be permitted, in order', () => {
    const rules = only(({ principal }) => principal.id !== 'cat');
    const scenario = given({ rules, tools: TOOLS });
    for (const id of ['dog', 'cat', 'ant']) scenario.registerAgent(id);
    const { ids, body, event } = search(scenario, 'subject', { subject: { type: 'user', id: '' } });
    expect(ids).toEqual(['ant', 'bot', 'dog']);
    expect(event).toMatchObject({ stream: 'operator/ada', causes: [scenario.state.org.policy!.record] });
    expect(body).toMatchObject({
      sought: 'subject',
      subject: { type: 'user', id: null },
      action: 'crm/read',
      resource: 'connector',
      task: null,
      question: 'keyed',
      policy: 'policy-1',
      evaluated: 4,
      last: null,
    });
  });

  test('gives operators where those are asked for, and nobody of a kind that nobody knows', () => {
    const about = {
      action: { name: 'kill', properties: {} },
      resource: { type: 'organization', id: 'main', properties: {} },
    };
    const no = {
      id: 'no',
      effect: 'forbid',
      when: (query: PolicyQuery) => query.principal.id === 'wil',
    } as const;
    const scenario = given({ rules: [permitAll, no] });
    const operators = search(scenario, 'subject', { ...about, subject: { type: 'operator', id: '' } });
    expect(operators.ids).toEqual(['ada', 'ben', 'cyd']);
    const unknown = search(scenario, 'subject', { subject: { type: 'spaceship', id: '' } });
    expect(unknown).toMatchObject({ ids: [], body: { evaluated: 0, last: null } });
  });

  test('goes on where the page before ended, and says where it ended itself', () => {
    const scenario = given({ tools: TOOLS });
    for (const id of ['dog', 'cat', 'ant']) scenario.registerAgent(id);
    const subject = { type: 'agent', id: '' };
    const first = search(scenario, 'subject', { subject }, { limit: 2 });
    expect(first).toMatchObject({ ids: ['ant', 'bot'], body: { evaluated: 2, last: 'bot' } });
    const second = search(scenario, 'subject', { subject }, { limit: 2, after: 'bot' });
    expect(second).toMatchObject({ ids: ['cat', 'dog'], body: { last: null } });
  });

  test('looks at a bounded number for one page', () => {
    const scenario = given({ rules: only(() => false), tools: TOOLS });
    const { bot: agent } = scenario.state.org.agents;
    const ids = Array.from({ length: 1_500 }, (_, index) => `a${String(index).padStart(4, '0')}`);
    const agents = Object.fromEntries(ids.map((id) => [id, { ...agent!, id }]));
    scenario.state = { ...scenario.state, org: { ...scenario.state.org, agents } };
    const { body } = search(scenario, 'subject', { subject: { type: 'agent', id: '' } });
    expect(body).toMatchObject({ evaluated: 1_000, results: [], last: 'a0999' });
  });
});

describe('a search for resources', () => {
  test('gives the connectors whose tool would be permitted', () => {
    const scenario = given({ tools: TOOLS });
    scenario.propose('new', 'proposal-2');
    const resource = { type: 'connector', id: '', properties: {} };
    expect(search(scenario, 'resource', { resource }).ids).toEqual(['crm']);
  });

  test('gives those that the tool’s schema lists, where the type names a connector', () => {
    const scenario = given({ tools: TOOLS });
    const resource = { type: 'crm', id: '', properties: {} };
    const note = { resource, action: { name: 'note', properties: {} } };
    expect(search(scenario, 'resource', note).ids).toEqual(['a', 'b']);
    expect(search(scenario, 'resource', { resource }).ids).toEqual([]);
    const unknown = { resource, action: { name: 'unknown', properties: {} } };
    expect(search(scenario, 'resource', unknown).ids).toEqual([]);
    const nowhere = { resource: { type: 'nowhere', id: '', properties: {} } };
    expect(search(scenario, 'resource', nowhere).ids).toEqual([]);
  });

  test('gives the one organisation, where the verb would be permitted', () => {
    const about = {
      action: { name: 'kill', properties: {} },
      resource: { type: 'organization', id: '', properties: {} },
      subject: { type: 'operator', id: 'ben' },
    };
    expect(search(given(), 'resource', about).ids).toEqual(['main']);
  });
});

describe('a search for actions', () => {
  test('gives the tools of the connector that would be permitted', () => {
    const rules = only(({ action }) => action !== 'crm/write');
    const scenario = given({ rules, tools: TOOLS });
    const action = { name: '', properties: {} };
    const { ids, body } = search(scenario, 'action', { action });
    expect({ ids, action: body.action }).toEqual({ ids: ['note', 'read'], action: null });
    const resource = { type: 'crm', id: 'a', properties: {} };
    expect(search(scenario, 'action', { action, resource }).ids).toEqual(['note']);
  });

  test('gives none of the organisation’s verbs: nobody lists them', () => {
    const resource = { type: 'organization', id: 'main', properties: {} };
    expect(search(given(), 'action', { resource }).ids).toEqual([]);
  });

  test('is answered on the facts of the task that it names', () => {
    const scenario = givenTask({ tools: TOOLS, limits: { calls: 0 } });
    const { ids, body } = search(scenario, 'action', { about: scenario.task.id });
    expect({ ids, task: body.task }).toEqual({ ids: [], task: scenario.task.id });
  });
});

describe('who may search', () => {
  test('is decided as for evaluations, and no agent may', () => {
    const no = { id: 'no', effect: 'forbid', when: isVerb('evaluate-access') } as const;
    const scenario = given({ rules: [permitAll, no] });
    const asked = { sought: 'action', question: QUESTION, after: null, limit: 1 } as const;
    expect(codesOf(scenario.ask('search-access', ben, asked))).toEqual(['policy/policy-forbids']);
    const refused = given().ask('search-access', bot, asked);
    expect(codesOf(refused)).toEqual(['identity/unknown-operator']);
    expect(refused.reasons[0]?.lift).toBe('No agent may: an operator asks.');
  });
});
