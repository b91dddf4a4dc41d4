import { expect, test } from 'vitest';
import { ada, ben, bot, codesOf, factsOf, given, isVerb, refold } from '../given.contract.ts';
import { permitAll, Scenario } from '../given.contract.ts';

const second = 'ledger.example+00000002+Bbbb';
const third = 'ledger.example+00000003+Cccc';

test('each key is followed by the next, and the record of each names the one before', () => {
  const scenario = given();
  const [founded] = scenario.events;
  expect(scenario.state.org).toMatchObject({ vkey: 'vkey', keyRecord: founded!.id, retiredVkeys: [] });
  const decision = scenario.ask('rotate-key', ada, { vkey: second, previous: 'vkey' });
  expect(decision.events).toMatchObject([
    {
      stream: 'org',
      type: 'ledger-key-rotated',
      causes: [founded!.id],
      body: { vkey: second, previous: 'vkey' },
    },
  ]);
  const next = scenario.ask('rotate-key', ada, { vkey: third, previous: second });
  expect(next.events[0]?.causes).toEqual([decision.events[0]!.id]);
  const { org } = scenario.state;
  expect(org).toMatchObject({ vkey: third, keyRecord: next.events[0]!.id, retiredVkeys: ['vkey', second] });
  expect(refold(scenario.events).org).toEqual(org);
});

test('of two who rotate at once the second is refused, and hears which key is in force', () => {
  const scenario = given();
  scenario.ask('rotate-key', ada, { vkey: second, previous: 'vkey' });
  const late = scenario.ask('rotate-key', ada, { vkey: third, previous: 'vkey' });
  expect(codesOf(late)).toEqual(['identity/key-not-in-force']);
  expect(factsOf(late, 'key-not-in-force')).toEqual({ previous: 'vkey', inForce: second });
  expect(scenario.state.org.vkey).toBe(second);
});

test.each([
  ['the key in force', second, true],
  ['a retired one', 'vkey', true],
  ['one of another name', 'ledger.example.org+00000003+Cccc', false],
])('%s is no new key', (_, vkey, used) => {
  const scenario = given();
  scenario.ask('rotate-key', ada, { vkey: second, previous: 'vkey' });
  const decision = scenario.ask('rotate-key', ada, { vkey, previous: second });
  expect(codesOf(decision)).toEqual(['identity/key-unusable']);
  expect(factsOf(decision, 'key-unusable')).toEqual({ vkey, origin: 'ledger.example', used });
});

test('only an admin rotates, and only where policy permits it', () => {
  const rotation = { vkey: second, previous: 'vkey' };
  expect(codesOf(given().ask('rotate-key', ben, rotation))).toEqual(['identity/role-missing']);
  expect(codesOf(given().ask('rotate-key', bot, rotation))).toEqual(['identity/unknown-operator']);
  const rules = [permitAll, { id: 'no', effect: 'forbid', when: isVerb('rotate-key') } as const];
  expect(codesOf(given({ rules }).ask('rotate-key', ada, rotation))).toEqual(['policy/policy-forbids']);
});

test('before the genesis record there is no key to rotate', () => {
  const decision = new Scenario().ask('rotate-key', ada, { vkey: second, previous: 'vkey' });
  expect(codesOf(decision)).toEqual(['identity/not-founded']);
});
