import { describe, expect, test } from 'vitest';
import type { Event } from '../event.ts';
import { evolve } from '../evolve.ts';
import { ada, given, givenTask, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Json } from '../json.ts';
import type { PolicyQuery } from '../policy.ts';
import type { Act, Destination } from '../request.ts';
import type { ToolProfile } from '../state.ts';

const ADDRESSED: ToolProfile['roles'] = { '/to': 'destination' };

function to(host: string | null, commitment: string = `hmac-of-${host}`): Destination {
  return { host, isName: false, commitment };
}

/** A channel, say. */
const NAMED: Destination = { host: null, isName: true, commitment: 'hmac-of-channel' };

/** Asks for `mail` and tells what policy saw of its destination. */
function destinationOf(
  scenario: Scenario,
  destinations: readonly Destination[],
  rest: Partial<Act> = {},
): Json | undefined {
  const seen: PolicyQuery[] = [];
  const { policy } = scenario.state;
  const evaluate = (query: PolicyQuery, suspended: readonly string[]) => {
    seen.push(query);
    return policy!.evaluate(query, suspended);
  };
  scenario.state = { ...scenario.state, policy: { digest: 'policy-1', evaluate } };
  scenario.act('mail', { destinations, digest: `mail ${seen.length} ${scenario.asked}`, ...rest });
  scenario.state = { ...scenario.state, policy };
  return seen[0]?.context['destination'];
}

function givenMail(egress: ToolProfile['egress'], roles: ToolProfile['roles'] = ADDRESSED): Scenario {
  const scenario = givenTask({ tools: [toolOf('mail', ['send'], {}, { egress, roles })] });
  scenario.declare(['.example.com'], ['api.partner.net']);
  return scenario;
}

describe('trust is that of the worst destination', () => {
  test.each([
    ['a host below what is declared', ['mx.example.com'], 'own'],
    ['the host that is declared itself', ['example.com'], 'own'],
    ['a host whose name only ends alike', ['badexample.com'], 'new'],
    ['a host of others that is known', ['api.partner.net'], 'listed'],
    ['a host below one that is known alone', ['x.api.partner.net'], 'new'],
    ['its own and a known one', ['example.com', 'api.partner.net'], 'listed'],
    ['a known and a new one', ['api.partner.net', 'evil.net'], 'new'],
    ['a new one and one that cannot be read', ['evil.net', null], 'unknown'],
    ['none at all', [], 'unknown'],
  ])('%s', (_, hosts, trust) => {
    const scenario = givenMail('external');
    const found = destinationOf(
      scenario,
      hosts.map((host) => to(host)),
    );
    expect(found).toMatchObject({ trust });
  });

  test('a value that was addressed before is seen, whether or not it has a host', () => {
    const scenario = givenMail('external');
    expect(destinationOf(scenario, [to('evil.net'), to(null, 'hmac-of-channel')])).toMatchObject({
      trust: 'unknown',
    });
    expect(destinationOf(scenario, [to('evil.net')])).toMatchObject({ trust: 'seen' });
    expect(destinationOf(scenario, [to(null, 'hmac-of-channel')])).toMatchObject({ trust: 'seen' });
    expect(destinationOf(scenario, [to('evil.net', 'hmac-of-another-path')])).toMatchObject({ trust: 'new' });
    expect(scenario.task.usage.destinations).toHaveLength(3);
  });

  test('a task whose words are erased recognises nothing', () => {
    const scenario = givenMail('external');
    destinationOf(scenario, [to('evil.net', '')]);
    expect(scenario.events.at(-1)?.body).toMatchObject({ destinations: [] });
    expect(destinationOf(scenario, [to('evil.net', '')])).toMatchObject({ trust: 'new' });
  });

  test.each([
    ['where the profile knows of one', '/to/0', 'own'],
    ['where it knows of none', '/notify', 'unknown'],
    ['nobody knows where', '', 'own'],
  ])('an address that was found %s', (_, pointer, trust) => {
    const found = { pointer, role: 'destination', level: 'unseen', match: 'none', sources: [] } as const;
    const grounding = [{ ...found, instructed: false }];
    const addressed = destinationOf(givenMail('external'), [to('mx.example.com')], { grounding });
    expect(addressed).toMatchObject({ hosts: ['mx.example.com'], trust });
  });

  test('what was refused is not seen', () => {
    const scenario = givenMail('external');
    scenario.act('mail', { destinations: [to('evil.net')], observed: null });
    expect(destinationOf(scenario, [to('evil.net')])).toMatchObject({ trust: 'new' });
  });
});

describe('what leaves the organisation', () => {
  test.each<[ToolProfile['egress'], string | null, boolean]>([
    ['none', 'example.com', false],
    ['none', 'evil.net', true],
    ['shared', 'example.com', false],
    ['none', null, true],
    ['shared', null, true],
    ['shared', 'api.partner.net', true],
    ['external', 'example.com', true],
    ['unknown', 'example.com', true],
  ])('a tool that is said to reach %s, addressed to %s', (egress, host, external) => {
    const scenario = givenMail(egress);
    expect(destinationOf(scenario, [to(host)])).toMatchObject({
      external,
      hosts: host === null ? [] : [host],
    });
    expect(scenario.task.usage.crossings).toBe(external ? 1 : 0);
  });

  test.each<[ToolProfile['egress'], boolean]>([
    ['none', false],
    ['shared', false],
    ['external', true],
    ['unknown', true],
  ])('a tool that is said to reach %s takes a plain name no farther', (egress, external) => {
    const scenario = givenMail(egress);
    expect(destinationOf(scenario, [NAMED])).toEqual({
      hosts: [],
      external,
      public: false,
      trust: 'unknown',
      known: false,
      clearance: 0,
    });
    expect(destinationOf(scenario, [NAMED])).toMatchObject({ external, trust: 'seen' });
    expect(scenario.task.usage.crossings).toBe(external ? 2 : 0);
    expect(destinationOf(scenario, [NAMED, to(null, 'hmac-of-another')])).toMatchObject({ external: true });
  });

  test('a tool that passes nothing on and has no address has no destination', () => {
    expect(destinationOf(givenMail('none', {}), [])).toBeUndefined();
    expect(destinationOf(givenMail('shared', {}), [])).toEqual({
      hosts: [],
      external: false,
      public: false,
      trust: 'unknown',
      known: false,
      clearance: 0,
    });
  });

  test('a permit records how far it went, not how far the profile says', () => {
    const scenario = givenMail('none');
    destinationOf(scenario, [to('evil.net'), to('evil.net')]);
    expect(scenario.events.at(-1)?.body).toMatchObject({
      egress: 'external',
      destinations: ['hmac-of-evil.net'],
    });
  });
});

test('a call that was described before its tool had a destination goes where nobody knows', () => {
  const scenario = givenMail('none');
  const seen: PolicyQuery[] = [];
  const watch = (query: PolicyQuery) => seen.push(query) > 0;
  scenario.publish('p2', [{ id: 'watch', effect: 'permit', when: watch }]);
  scenario.act('mail', { arguments: { to: 'a@evil.net' } });
  expect(seen.at(-1)?.context['destination']).toMatchObject({
    trust: 'unknown',
    hosts: [],
    external: true,
  });
  expect(scenario.events.at(-1)?.body).toMatchObject({ egress: 'external', destinations: [] });
  expect(scenario.task.usage.crossings).toBe(1);
  scenario.act('mail', { arguments: { body: 'x' } });
  expect(seen.at(-1)?.context).not.toHaveProperty('destination');
});

test('so many destinations are remembered, and one beyond them stays new', () => {
  const scenario = givenMail('external');
  const many = Array.from({ length: 1_024 }, (_, index) => to(`h${index}.net`));
  destinationOf(scenario, many);
  destinationOf(scenario, [to('late.net')]);
  expect(scenario.task.usage.destinations).toHaveLength(1_024);
  expect(destinationOf(scenario, [to('late.net')])).toMatchObject({ trust: 'new' });
  expect(destinationOf(scenario, [to('h7.net')])).toMatchObject({ trust: 'seen' });
});

describe('what may be sent to all of them', () => {
  const CLEARED = { '.wide.net': 'internal', 'deep.wide.net': 'restricted', 'poor.net': 'public' } as const;

  test.each<[string, (string | null)[], number]>([
    ['its own get everything', ['mx.example.com'], 3],
    ['a listed host of which nothing was said gets what is confidential', ['plain.net'], 2],
    ['a host below a name gets what was said of that', ['x.wide.net'], 1],
    ['what was said of the host itself counts before that', ['deep.wide.net'], 3],
    ['the least counts', ['mx.example.com', 'plain.net', 'poor.net'], 0],
    ['what nobody declared gets nothing', ['mx.example.com', 'evil.net'], 0],
    ['nor does what cannot be read', [null, 'deep.wide.net'], 0],
    ['none at all', [], 0],
  ])('%s', (_, hosts, clearance) => {
    const scenario = givenMail('external');
    scenario.declare(['.example.com'], ['.wide.net', 'deep.wide.net', 'plain.net', 'poor.net'], ada, CLEARED);
    const found = destinationOf(
      scenario,
      hosts.map((host) => to(host)),
    );
    expect(found).toMatchObject({ clearance });
  });

  test('a listed name is cleared for what is confidential where older records say nothing of it', () => {
    const scenario = givenMail('external');
    const { cleared: _, ...body } = { own: [], listed: ['old.net'], cleared: {} };
    const declared = scenario.declare([], ['old.net']).events[0]!;
    scenario.state = evolve(scenario.state, { ...declared, body } as unknown as Event);
    expect(scenario.state.org.destinations.cleared).toEqual({});
    expect(destinationOf(scenario, [to('old.net')])).toMatchObject({ trust: 'listed', clearance: 2 });
  });
});

test('a host where anybody has a box is told, whatever else is known of it', () => {
  const scenario = givenMail('external');
  const shared = { ...to('boxes.net'), isPublic: true } as const;
  expect(destinationOf(scenario, [to('evil.net')])).toMatchObject({ trust: 'new', public: false });
  expect(destinationOf(scenario, [to('evil.net'), shared])).toMatchObject({ trust: 'new', public: true });
});

describe('declared destinations', () => {
  test('the last word replaces all before it, and moves the epoch', () => {
    const scenario = given();
    const { epoch } = scenario.state.org;
    expect(scenario.state.org.destinations).toEqual({ own: [], listed: [], cleared: {} });
    expect(scenario.declare(['a.com'], ['b.com']).verdict).toBe('permit');
    const said = { own: ['c.com'], listed: ['d.com'], cleared: { 'd.com': 'internal' } } as const;
    expect(scenario.declare(said.own, said.listed, undefined, said.cleared).events[0]).toMatchObject({
      stream: 'org',
      type: 'destinations-declared',
      body: said,
    });
    expect(scenario.state.org.destinations).toEqual(said);
    expect(scenario.state.org.epoch).toBe(epoch + 2);
  });

  test('policy decides who may declare them', () => {
    const scenario = given({ rules: [] });
    const decision = scenario.declare(['a.com'], []);
    expect(decision.reasons).toMatchObject([{ code: 'policy-default-deny' }]);
    expect(scenario.state.org.destinations.own).toEqual([]);
  });
});
