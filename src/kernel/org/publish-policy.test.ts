import { describe, expect, test } from 'vitest';
import { evolve } from '../evolve.ts';
import {
  ada,
  ben,
  bot,
  codesOf,
  cyd,
  factsOf,
  given,
  givenTask,
  isVerb,
  operator,
  permitAll,
  refold,
  Scenario,
} from '../given.contract.ts';
import type { Rule } from '../given.contract.ts';
import type { Obligation } from '../policy.ts';

const PUBLISHED = { digest: 'policy-2', author: 'ben', rolledBack: false };

function forbids(...verbs: readonly string[]): Rule {
  return { id: 'no', effect: 'forbid', when: isVerb(...verbs) };
}

function rollback(scenario: Scenario, digest: string, actor = ada) {
  const candidate = scenario.engines.get(digest) ?? null;
  const sources = [{ name: digest, text: 't' }];
  return scenario.ask('rollback-policy', actor, { digest, sources, candidate, errors: [], reason: 'hmac' });
}

describe('a proposal', () => {
  test('waits, with its author, until somebody else publishes it', () => {
    const scenario = given();
    const inForce = scenario.state.org.policy!;
    const proposed = scenario.proposePolicy('policy-2', [permitAll]);
    expect(proposed.events).toMatchObject([{ type: 'policy-proposed', causes: [inForce.record] }]);
    expect(scenario.state.org.policy).toBe(inForce);
    expect(scenario.state.org.proposedPolicies).toMatchObject([{ digest: 'policy-2', author: 'ben' }]);
    const published = scenario.publishPolicy('policy-2');
    const { record } = refold(scenario.events.slice(0, -1)).org.proposedPolicies[0]!;
    expect(published.events).toMatchObject([
      { causes: [inForce.record, record], body: { ...PUBLISHED, proposal: record } },
    ]);
    expect(scenario.state.policy?.digest).toBe('policy-2');
    expect(scenario.state.org.policy?.sources).toEqual([{ name: 'policy-2', text: 't' }]);
    expect(scenario.state.org.proposedPolicies).toEqual([]);
  });

  test('is not published by who wrote it, unless one person may do both', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll], ada);
    const decision = scenario.publishPolicy('policy-2');
    expect(codesOf(decision)).toEqual(['duty/publisher-is-author']);
    expect(factsOf(decision, 'publisher-is-author')).toEqual({ digest: 'policy-2', operator: 'ada' });
    const alone = given({ mode: 'solo' });
    alone.proposePolicy('policy-2', [permitAll], ada);
    expect(alone.publishPolicy('policy-2').verdict).toBe('permit');
  });

  test('that another set overtook is gone: publishing it would undo that set unseen', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll]);
    scenario.publish('policy-3', [permitAll]);
    const decision = scenario.publishPolicy('policy-2');
    expect(codesOf(decision)).toEqual(['policy/policy-not-proposed']);
    expect(factsOf(decision, 'policy-not-proposed')).toEqual({ digest: 'policy-2' });
  });

  test('made again is one, of its first author; and nobody who proposed it publishes it', () => {
    const scenario = given();
    for (const id of ['dan', 'eve']) {
      const admin = { id, roles: ['admin'], publicKey: null, identity: null };
      scenario.ask('add-operator', ada, { operator: { ...admin, name: `hmac-of-${id}` } });
    }
    const [first] = scenario.proposePolicy('policy-2', [permitAll], ada).events;
    const [second] = scenario.proposePolicy('policy-2', [permitAll], ben).events;
    expect(second?.causes).toEqual([scenario.state.org.policy!.record, first!.id]);
    expect(codesOf(scenario.publishPolicy('policy-2', ada))).toEqual(['duty/publisher-is-author']);
    scenario.proposePolicy('policy-2', [permitAll], ada);
    scenario.proposePolicy('policy-2', [permitAll], cyd);
    expect(scenario.state.org.proposedPolicies).toMatchObject([
      { author: 'ada', coauthors: ['ben', 'cyd'], record: first!.id },
    ]);
    const late = scenario.proposePolicy('policy-2', [permitAll], operator('dan'));
    expect(codesOf(scenario.publishPolicy('policy-2', operator('dan')))).toEqual([
      'duty/publisher-is-author',
    ]);
    expect(late.events[0]?.causes).toContain(first!.id);
    expect(scenario.publishPolicy('policy-2', operator('eve')).events).toMatchObject([
      { body: { author: 'ada', proposal: first!.id } },
    ]);
  });

  test('is forgotten where too many wait: the oldest first', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll]);
    for (let n = 0; n < 32; n++) scenario.proposePolicy(`more-${n}`, [permitAll]);
    expect(scenario.state.org.proposedPolicies).toHaveLength(32);
    expect(codesOf(scenario.publishPolicy('policy-2'))).toEqual(['policy/policy-not-proposed']);
    expect(scenario.publishPolicy('more-0').verdict).toBe('permit');
  });

  test('is forgotten where those that wait are too long together: the oldest first', () => {
    const scenario = given();
    const propose = (digest: string, characters: number) => {
      const sources = [
        { name: '1.cedar', text: 'x'.repeat(characters - 8) },
        { name: '', text: 'x' },
      ];
      const candidate = scenario.define(digest, [permitAll]);
      return scenario.ask('propose-policy', ben, { digest, sources, candidate, errors: [] });
    };
    const waiting = () => scenario.state.org.proposedPolicies.map(({ digest }) => digest);
    const MEBI = 1_048_576;
    for (const digest of ['a', 'b', 'c', 'd']) propose(digest, MEBI);
    expect(waiting()).toEqual(['a', 'b', 'c', 'd']);
    propose('e', 8);
    expect(waiting()).toEqual(['b', 'c', 'd', 'e']);
    propose('b', MEBI);
    expect(waiting()).toEqual(['c', 'd', 'e', 'b']);
  });

  test('is what policy lets people propose, and valid', () => {
    const scenario = given({ rules: [permitAll, forbids('propose-policy')] });
    expect(codesOf(scenario.proposePolicy('p', [permitAll]))).toEqual(['policy/policy-forbids']);
    const invalid = { digest: 'p', sources: [], candidate: null, errors: ['line 1'] };
    const decision = given().ask('propose-policy', ben, invalid);
    expect(codesOf(decision)).toEqual(['policy/policy-invalid']);
    expect(factsOf(decision, 'policy-invalid')).toEqual({ digest: 'p', errors: ['line 1'] });
    expect(codesOf(scenario.ask('propose-policy', bot, invalid))).toEqual(['identity/unknown-operator']);
  });
});

describe('publishing', () => {
  test('is for admins whom the policy in force lets', () => {
    const scenario = given();
    scenario.proposePolicy('p', [permitAll], ada);
    expect(codesOf(scenario.publishPolicy('p', ben))).toEqual(['identity/role-missing']);
    const bound = given({ rules: [permitAll, forbids('publish-policy')] });
    expect(codesOf(bound.publish('p', [permitAll]))).toEqual(['policy/policy-forbids']);
  });

  test('takes only the engine of the very set', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll]);
    const other = {
      digest: 'policy-2',
      sources: [],
      candidate: scenario.engines.get('policy-1')!,
      errors: [],
    };
    expect(codesOf(scenario.ask('publish-policy', ada, other))).toEqual(['policy/policy-invalid']);
  });

  test('without a set in force names no set before', () => {
    const scenario = new Scenario({ mode: 'solo' });
    const [founded] = given({ mode: 'solo' }).events;
    scenario.asked = 1;
    scenario.fold(founded!);
    expect(codesOf(scenario.kill({ kind: 'all' }))).toEqual(['policy/no-policy']);
    const proposed = scenario.proposePolicy('p', [permitAll], ada);
    expect(proposed.events[0]?.causes).toEqual([]);
    expect(scenario.publishPolicy('p').events[0]?.causes).toEqual([proposed.events[0]?.id]);
  });

  test('is possible with nothing loaded, by two people all the same', () => {
    const scenario = givenTask();
    scenario.load(null);
    expect(codesOf(scenario.act())).toEqual(['policy/no-policy']);
    expect(codesOf(scenario.kill({ kind: 'all' }))).toEqual(['policy/no-policy']);
    scenario.proposePolicy('p', [permitAll]);
    expect(codesOf(scenario.publishPolicy('p', cyd))).toEqual(['identity/role-missing']);
    expect(scenario.publishPolicy('p').verdict).toBe('permit');
    expect(scenario.act().verdict).toBe('permit');
  });

  test('an engine that was not built from what is now published decides nothing', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll]);
    const inForce = scenario.state;
    const [published] = scenario.publishPolicy('policy-2').events;
    expect(evolve(inForce, published!).policy).toBeNull();
    const policy = scenario.define('policy-2', [permitAll]);
    expect(evolve({ ...inForce, policy }, published!).policy).toBe(policy);
  });
});

describe('a set that would lock people out', () => {
  const locksOut = (rules: readonly Rule[], mode: 'solo' | 'separated' = 'separated') =>
    codesOf(given({ mode }).proposePolicy('p', rules, ada));
  const only = (id: string, ...verbs: readonly string[]): Rule => ({
    id: `${id}-${verbs.join()}`,
    effect: 'permit',
    when: ({ principal, action }) => principal.id === id && verbs.includes(action),
  });

  test('is not taken: some admin must be let publish', () => {
    const decision = given().proposePolicy('p', [
      { ...permitAll, when: ({ principal }) => principal.id === 'ben' },
    ]);
    expect(codesOf(decision)).toEqual(['policy/policy-locks-out']);
    expect(factsOf(decision, 'policy-locks-out')).toEqual({ digest: 'p', admins: ['ada'] });
    expect(decision.reasons[0]?.lift).toContain('and propose-policy to another one');
    const alone = given({ mode: 'solo' }).proposePolicy('p', [], ada);
    expect(alone.reasons[0]?.lift).toContain('publish-policy and propose-policy to one operator');
    expect(locksOut([permitAll, { id: 'bad', effect: 'forbid', fails: true }])).toEqual([
      'policy/policy-locks-out',
    ]);
  });

  test('nor where nobody else could propose: neither who is there nor whom the admin adds', () => {
    const publishes = only('ada', 'publish-policy', 'propose-policy');
    expect(locksOut([publishes])).toEqual(['policy/policy-locks-out']);
    expect(locksOut([publishes, only('ada', 'add-operator')])).toEqual(['policy/policy-locks-out']);
    expect(locksOut([publishes, only('cyd', 'propose-policy')])).toEqual([]);
    const authors: Rule = {
      id: 'authors',
      effect: 'permit',
      when: ({ principal, action }) =>
        action === 'propose-policy' && principal.parents.includes('policy-author'),
    };
    expect(locksOut([publishes, authors])).toEqual(['policy/policy-locks-out']);
    expect(locksOut([publishes, authors, only('ada', 'add-operator')])).toEqual([]);
  });

  test.each<Obligation>([
    { kind: 'notify', roles: ['security'] },
    { kind: 'redact', fields: ['ssn'] },
    { kind: 'cap-rows', rows: 10 },
    { kind: 'other', name: 'watermark', value: '' },
    { kind: 'step-up', withinSeconds: 59 },
  ])('nor where every permit of theirs comes with what nobody carries out: $kind', (obligation) => {
    const rules = [{ ...permitAll, obligations: [obligation] }];
    expect(locksOut(rules)).toEqual(['policy/policy-locks-out']);
    expect(locksOut(rules, 'solo')).toEqual(['policy/policy-locks-out']);
    const publishes = only('ada', 'publish-policy');
    const proposes = only('ben', 'propose-policy');
    expect(locksOut([publishes, { ...proposes, obligations: [obligation] }])).toEqual([
      'policy/policy-locks-out',
    ]);
    expect(locksOut([{ ...publishes, obligations: [obligation] }, proposes])).toEqual([
      'policy/policy-locks-out',
    ]);
    expect(locksOut([publishes, proposes, { ...only('cyd', 'kill'), obligations: [obligation] }])).toEqual(
      [],
    );
  });

  test('but what people carry out locks nobody out', () => {
    const obligations = [{ kind: 'record-payload' }, { kind: 'step-up', withinSeconds: 60 }] as const;
    expect(locksOut([{ ...permitAll, obligations }])).toEqual([]);
  });

  test('is not rolled back to either, nor published where it was proposed before', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll]);
    const bound: Rule = { ...permitAll, obligations: [{ kind: 'notify', roles: ['security'] }] };
    scenario.define('policy-2', [bound]);
    expect(codesOf(scenario.publishPolicy('policy-2'))).toEqual(['policy/policy-locks-out']);
    scenario.publish('policy-3', [permitAll]);
    scenario.define('policy-1', [bound]);
    expect(codesOf(rollback(scenario, 'policy-1'))).toEqual(['policy/policy-locks-out']);
  });

  test('and where one person does both, that person must be let do both', () => {
    expect(locksOut([only('ada', 'publish-policy')], 'solo')).toEqual(['policy/policy-locks-out']);
    expect(locksOut([only('ada', 'publish-policy', 'propose-policy')], 'solo')).toEqual([]);
  });
});

describe('rolling back', () => {
  test('puts a set into force again, by one admin, and the history keeps every time', () => {
    const scenario = given();
    const first = scenario.state.org.policy!.record;
    scenario.publish('policy-2', [permitAll]);
    const second = scenario.state.org.policy!.record;
    scenario.proposePolicy('policy-3', [permitAll]);
    const decision = rollback(scenario, 'policy-1');
    expect(decision.events).toMatchObject([
      {
        type: 'policy-published',
        causes: [second, first],
        body: { digest: 'policy-1', author: null, proposal: null, rolledBack: true, reason: 'hmac' },
      },
    ]);
    expect(scenario.state.policy?.digest).toBe('policy-1');
    expect(scenario.state.org.policyHistory.map(({ digest }) => digest)).toEqual([
      'policy-1',
      'policy-2',
      'policy-1',
    ]);
    expect(scenario.state.org.proposedPolicies).toEqual([]);
    scenario.load(null);
    const again = rollback(scenario, 'policy-1');
    expect(again.events[0]?.causes).toEqual([decision.events[0]?.id]);
  });

  test('is for admins, for what policy lets, and for sets that were in force', () => {
    const scenario = given();
    scenario.publish('policy-2', [permitAll]);
    scenario.define('policy-9', [permitAll]);
    const unknown = rollback(scenario, 'policy-9');
    expect(codesOf(unknown)).toEqual(['policy/policy-not-published']);
    expect(factsOf(unknown, 'policy-not-published')).toEqual({ digest: 'policy-9' });
    expect(codesOf(rollback(scenario, 'policy-1', ben))).toEqual(['identity/role-missing']);
    const bound = given();
    bound.publish('policy-2', [permitAll, forbids('rollback-policy')]);
    expect(codesOf(rollback(bound, 'policy-1'))).toEqual(['policy/policy-forbids']);
  });

  test('to the set that decides is refused, and no proposal falls away', () => {
    const scenario = given();
    scenario.proposePolicy('policy-2', [permitAll]);
    const decision = rollback(scenario, 'policy-1');
    expect(codesOf(decision)).toEqual(['policy/policy-in-force']);
    expect(factsOf(decision, 'policy-in-force')).toEqual({ digest: 'policy-1' });
    expect(scenario.state.org.proposedPolicies).toMatchObject([{ digest: 'policy-2' }]);
  });

  test('is possible with nothing loaded', () => {
    const scenario = given();
    scenario.load(null);
    expect(rollback(scenario, 'policy-1').verdict).toBe('permit');
  });
});
