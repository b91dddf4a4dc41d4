import { describe, expect, test } from 'vitest';
import { allowance, bot, givenTask, hasEffect, holdWrites } from '../given.contract.ts';
import { permitAll, refold, toolOf } from '../given.contract.ts';
import { ada, ben, type Scenario } from '../given.contract.ts';
import type { Json } from '../json.ts';
import type { PolicyQuery } from '../policy.ts';
import type { Destination } from '../request.ts';

/** A page of a host, as the gateway describes it for `agent`. */
function page(host: string, name = 'page', agent = 'bot'): Destination {
  const commitment = `hmac-of-${host}/${name}`;
  return { host, isName: false, commitment, ofAgent: `hmac-of-${host}-for-${agent}` };
}

const UNREAD: Destination = { host: null, isName: false, commitment: '' };

/** With two agents that may both run the workflow. */
function givenAgents(): Scenario {
  const tool = toolOf('mail', ['write'], {}, { egress: 'external', roles: { '/to': 'destination' } });
  const fetch = toolOf('fetch', ['read'], {}, { egress: 'external', roles: { '/to': 'destination' } });
  const workflow = { agents: ['bot', 'other'] };
  const scenario = givenTask({ tools: [tool, fetch], allowances: [allowance('crm/*')], workflow });
  scenario.registerAgent('other');
  scenario.declare(['.example.com'], ['partner.net']);
  return scenario;
}

interface Asked {
  readonly verdict: string;
  /** What policy saw. */
  readonly known: Json | undefined;
}

function mail(scenario: Scenario, destinations: readonly Destination[], actor = bot): Asked {
  const seen: PolicyQuery[] = [];
  const { policy } = scenario.state;
  const evaluate = (query: PolicyQuery, suspended: readonly string[]) => {
    seen.push(query);
    return policy!.evaluate(query, suspended);
  };
  scenario.state = { ...scenario.state, policy: { digest: policy!.digest, evaluate } };
  const args = { to: destinations.map(({ commitment }) => commitment) };
  const { verdict } = scenario.act('mail', { destinations, arguments: args, actor });
  scenario.state = { ...scenario.state, policy };
  const { known } = (seen[0]?.context['destination'] ?? {}) as { readonly known?: Json };
  return { verdict, known };
}

function recorded(scenario: Scenario) {
  return scenario.events.flatMap((event) => (event.type === 'agent-addressed' ? [event] : []));
}

describe('where an agent has been', () => {
  test('is known in the same task and in its later ones, whatever page of the host it is', () => {
    const scenario = givenAgents();
    const first = scenario.task.id;
    expect(mail(scenario, [page('new.net')])).toEqual({ verdict: 'permit', known: false });
    expect(mail(scenario, [page('new.net', 'another')])).toEqual({ verdict: 'permit', known: true });
    scenario.open();
    expect(scenario.task.usage.destinations).toEqual([]);
    expect(mail(scenario, [page('new.net', 'third')])).toEqual({ verdict: 'permit', known: true });
    const body = { agent: 'bot', task: first, destinations: ['hmac-of-new.net-for-bot'] };
    expect(recorded(scenario)).toMatchObject([{ stream: 'agent/bot', actor: bot, body }]);
    const permitted = scenario.events.find(({ type }) => type === 'action-permitted');
    expect(recorded(scenario)[0]!.causes).toEqual([permitted!.id]);
    expect(refold(scenario.events).addressed).toEqual(scenario.state.addressed);
  });

  test('is new to another agent', () => {
    const scenario = givenAgents();
    mail(scenario, [page('new.net')]);
    scenario.open(ada, { agent: 'other' });
    const actor = { kind: 'agent', id: 'other' } as const;
    expect(mail(scenario, [page('new.net', 'page', 'other')], actor).known).toBe(false);
    // Not even where it were committed to alike.
    expect(mail(scenario, [page('new.net', 'page', 'bot')], actor).known).toBe(false);
    expect(Object.keys(scenario.state.addressed)).toEqual(['bot', 'other']);
  });

  test('is not what it only looked at, unless people let it', () => {
    const scenario = givenAgents();
    const looked = () => scenario.act('fetch', { destinations: [page('new.net')] });
    expect(looked().verdict).toBe('permit');
    expect(recorded(scenario)).toEqual([]);
    scenario.publish('holds', [permitAll, { ...holdWrites(), when: hasEffect('read') }]);
    expect(looked().verdict).toBe('hold');
    scenario.approve(ben);
    expect(looked().verdict).toBe('permit');
    expect(recorded(scenario)).toHaveLength(1);
  });

  test('is not what it was refused, or still waits for', () => {
    const scenario = givenAgents();
    scenario.publish('holds', [permitAll, holdWrites()]);
    expect(mail(scenario, [page('new.net')])).toEqual({ verdict: 'hold', known: false });
    expect(recorded(scenario)).toEqual([]);
    scenario.approve(ben);
    expect(mail(scenario, [page('new.net')])).toEqual({ verdict: 'permit', known: false });
    expect(mail(scenario, [page('new.net', 'another')])).toEqual({ verdict: 'hold', known: true });
    scenario.publish('none', [
      { id: 'people', effect: 'permit', when: ({ principal }) => principal.type === 'Operator' },
    ]);
    expect(mail(scenario, [page('third.net')]).verdict).toBe('deny');
    expect(recorded(scenario)).toHaveLength(1);
  });

  test('is recorded once, and not where the organisation declared it', () => {
    const scenario = givenAgents();
    const known = [page('mx.example.com'), page('partner.net')];
    expect(mail(scenario, known)).toEqual({ verdict: 'permit', known: true });
    expect(recorded(scenario)).toEqual([]);
    expect(mail(scenario, [...known, page('new.net'), page('new.net', 'another')]).known).toBe(false);
    expect(mail(scenario, [...known, page('new.net')]).known).toBe(true);
    expect(recorded(scenario).map(({ body }) => body.destinations)).toEqual([['hmac-of-new.net-for-bot']]);
    scenario.declare([], []);
    expect(mail(scenario, known).known).toBe(false);
  });

  test('is not known of what cannot be read, of what nobody committed to, and of nothing', () => {
    const scenario = givenAgents();
    const { ofAgent: _, ...older } = page('old.net');
    for (let round = 0; round < 2; round += 1) {
      expect(mail(scenario, [older]).known).toBe(false);
      expect(mail(scenario, [UNREAD]).known).toBe(false);
      expect(mail(scenario, []).known).toBe(false);
    }
    expect(recorded(scenario)).toEqual([]);
    mail(scenario, [page('new.net')]);
    expect(mail(scenario, [page('new.net'), UNREAD]).known).toBe(false);
  });

  test('is so much, and never pushed out: past that all else stays new', () => {
    const scenario = givenAgents();
    mail(scenario, [page('first.net')]);
    for (let round = 0; round < 3; round += 1) {
      const many = Array.from({ length: 250 }, (_, index) => page(`h${round}-${index}.net`));
      expect(mail(scenario, many).known).toBe(false);
    }
    expect(scenario.state.addressed['bot']).toHaveLength(512);
    expect(mail(scenario, [page('first.net')]).known).toBe(true);
    expect(mail(scenario, [page('h2-10.net')]).known).toBe(true);
    expect(mail(scenario, [page('h2-11.net')]).known).toBe(false);
    expect(mail(scenario, [page('h2-11.net')]).known).toBe(false);
    expect(recorded(scenario)).toHaveLength(4);
  });
});
