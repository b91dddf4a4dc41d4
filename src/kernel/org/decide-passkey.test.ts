import { describe, expect, test } from 'vitest';
import { ada, ben, bot, codesOf, cyd, factsOf, given, givenTask, holdWrites } from '../given.contract.ts';
import { isVerb, permitAll, refold, wil, type Scenario } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { Principal } from '../event.ts';
import type { Passkey } from './passkey.ts';

const laptop: Passkey = {
  id: 'laptop',
  publicKey: 'key-of-laptop',
  algorithm: 'ES256',
  rpId: 'localhost',
  aaguid: '00000000-0000-0000-0000-000000000000',
  backupEligible: false,
  backedUp: false,
  transports: ['internal'],
  signCount: 0,
};

function add(scenario: Scenario, actor: Principal, over: Partial<Passkey> = {}, agoMs = 0): Decision {
  return scenario.ask('add-passkey', actor, {
    passkey: { ...laptop, ...over },
    provedAt: scenario.at - agoMs,
  });
}

function remove(scenario: Scenario, actor: Principal, operator: string, credential = 'laptop'): Decision {
  return scenario.ask('remove-passkey', actor, { operator, credential });
}

function signIn(scenario: Scenario, signCount: number, actor = ben, credential = 'laptop'): Decision {
  return scenario.ask('use-passkey', actor, { assertion: { credential, signCount } });
}

function assertion(signCount: number, credential = 'laptop') {
  return { assertion: { credential, signCount, authenticatorData: 'data', clientDataJSON: 'client' } };
}

describe('adding a passkey', () => {
  test('is for oneself, and moves the epoch', () => {
    const scenario = given();
    const { epoch } = scenario.state.org;
    const decision = add(scenario, ben);
    expect(decision.events).toMatchObject([
      { stream: 'org', type: 'passkey-added', body: { operator: 'ben', passkey: laptop } },
    ]);
    expect(scenario.state.org.epoch).toBe(epoch + 1);
    const kept = { ...laptop, addedAt: scenario.at, usedAt: null };
    expect(scenario.state.org.operators['ben']?.passkeys).toEqual({ laptop: kept });
    expect(refold(scenario.events).org.operators).toEqual(scenario.state.org.operators);
  });

  test('needs a fresh proof of who asks', () => {
    const scenario = given();
    expect(codesOf(add(scenario, ben, {}, 15 * 60_000))).toEqual([]);
    const phone = { id: 'phone', publicKey: 'key-of-phone' };
    expect(codesOf(add(scenario, ben, phone, 15 * 60_000 + 1))).toEqual(['identity/proof-too-old']);
    const unproved = scenario.ask('add-passkey', ben, { passkey: { ...laptop, ...phone } });
    expect(codesOf(unproved)).toEqual(['identity/proof-too-old']);
  });

  test('is refused for one that anybody has, by its id or by its key', () => {
    const scenario = given();
    add(scenario, ben);
    expect(codesOf(add(scenario, cyd, { publicKey: 'other' }))).toEqual(['identity/already-exists']);
    expect(codesOf(add(scenario, cyd, { id: 'other' }))).toEqual(['identity/already-exists']);
  });

  test('is bounded, is for operators, and is up to policy', () => {
    const scenario = given({ rules: [permitAll, { id: 'no', effect: 'forbid', when: isVerb('kill') }] });
    for (let count = 0; count < 10; count++) {
      expect(add(scenario, ben, { id: `p${count}`, publicKey: `k${count}` }).verdict).toBe('permit');
    }
    const more = add(scenario, ben);
    expect(codesOf(more)).toEqual(['identity/passkeys-exhausted']);
    expect(factsOf(more, 'passkeys-exhausted')).toEqual({ passkeys: 10, limit: 10 });
    expect(codesOf(add(scenario, bot))).toEqual(['identity/unknown-operator']);
    const strict = given({ rules: [{ ...permitAll, when: ({ action }) => action !== 'add-passkey' }] });
    expect(codesOf(add(strict, ben))).toEqual(['policy/policy-default-deny']);
  });
});

describe('removing a passkey', () => {
  test('is for its operator and for an admin', () => {
    const scenario = given();
    add(scenario, ben);
    expect(codesOf(remove(scenario, cyd, 'ben'))).toEqual(['identity/role-missing']);
    expect(remove(scenario, ben, 'ben').verdict).toBe('permit');
    add(scenario, ben);
    expect(remove(scenario, ada, 'ben').verdict).toBe('permit');
    expect(scenario.state.org.operators['ben']?.passkeys).toEqual({});
  });

  test('needs one that is there', () => {
    const scenario = given();
    expect(codesOf(remove(scenario, ben, 'ben'))).toEqual(['approval/unknown-passkey']);
    expect(codesOf(remove(scenario, ada, 'nobody'))).toEqual(['approval/unknown-passkey']);
    add(scenario, ben);
    expect(codesOf(remove(scenario, ben, 'ben', 'constructor'))).toEqual(['approval/unknown-passkey']);
  });
});

describe('signing in with a passkey', () => {
  test('is recorded with its operator and when, moves its counter and not the epoch', () => {
    const scenario = given();
    add(scenario, ben);
    const { epoch } = scenario.state.org;
    const addedAt = scenario.at;
    scenario.at += 1_000;
    expect(signIn(scenario, 3).events).toMatchObject([
      { stream: 'operator/ben', type: 'passkey-used', body: { credential: 'laptop', signCount: 3 } },
    ]);
    const usedAt = addedAt + 1_000;
    expect(scenario.state.org.operators['ben']?.passkeys?.['laptop']).toEqual({
      ...laptop,
      signCount: 3,
      addedAt,
      usedAt,
    });
    expect(scenario.state.org.epoch).toBe(epoch);
  });

  test('is refused once its counter goes back or stands still, unless it counts nothing', () => {
    const scenario = given();
    add(scenario, ben);
    expect([signIn(scenario, 0).verdict, signIn(scenario, 0).verdict]).toEqual(['permit', 'permit']);
    signIn(scenario, 5);
    for (const signCount of [5, 4, 0]) {
      const decision = signIn(scenario, signCount);
      expect(codesOf(decision)).toEqual(['approval/passkey-copied']);
      expect(factsOf(decision, 'passkey-copied')).toMatchObject({ signCount, before: 5 });
    }
    expect(signIn(scenario, 6).verdict).toBe('permit');
  });

  test('is refused to whoever has no such passkey', () => {
    const scenario = given();
    expect(codesOf(signIn(scenario, 1))).toEqual(['approval/unknown-passkey']);
    expect(codesOf(signIn(scenario, 1, bot))).toEqual(['identity/unknown-operator']);
  });
});

describe('an approval with a passkey', () => {
  function givenHold(): Scenario {
    const scenario = givenTask({ rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])] });
    add(scenario, ben);
    scenario.act('write');
    return scenario;
  }

  test('is recorded with what was signed, and moves the counter', () => {
    const scenario = givenHold();
    const decision = scenario.approve(ben, {}, assertion(2));
    expect(decision.events[0]?.body).toMatchObject(assertion(2));
    expect(scenario.state.org.operators['ben']?.passkeys?.['laptop']?.signCount).toBe(2);
    expect(scenario.hold.approvals).toMatchObject([{ operator: 'ben' }]);
    expect(refold(scenario.events).org.operators).toEqual(scenario.state.org.operators);
  });

  test('of other arguments moves the counter like any other', () => {
    const scenario = givenHold();
    const edited = { digest: 'write {"path":"b"}', arguments: 'hmac-of-{"path":"b"}' };
    expect(scenario.approve(ben, { edited }, assertion(7)).events[0]?.type).toBe('hold-edited');
    expect(codesOf(signIn(scenario, 7))).toEqual(['approval/passkey-copied']);
    expect(signIn(scenario, 8).verdict).toBe('permit');
  });

  test('is refused by a copy, by a passkey of somebody else, and by one that is gone', () => {
    const scenario = givenHold();
    signIn(scenario, 9);
    expect(codesOf(scenario.approve(ben, {}, assertion(9)))).toEqual(['approval/passkey-copied']);
    expect(codesOf(scenario.approve(cyd, {}, assertion(10)))).toContain('approval/unknown-passkey');
    remove(scenario, ben, 'ben');
    expect(codesOf(scenario.approve(ben, {}, assertion(10)))).toEqual(['approval/unknown-passkey']);
  });

  test('that does not verify is refused like any other', () => {
    const scenario = givenHold();
    const decision = scenario.approve(ben, {}, { ...assertion(1), verified: false });
    expect(codesOf(decision)).toEqual(['approval/signature-invalid']);
  });

  test('counts beside one with a key; a rejection may bear one, too', () => {
    const scenario = givenHold();
    scenario.approve(ben, {}, assertion(1));
    scenario.approve(wil);
    expect(scenario.hold.approvals.map(({ operator }) => operator)).toEqual(['ben']);
    const fields = { ...scenario.statement(ben, 'reject', {}), ...assertion(2) };
    expect(scenario.ask('reject', ben, fields).events[0]).toMatchObject({
      type: 'hold-rejected',
      body: assertion(2),
    });
    expect(scenario.state.org.operators['ben']?.passkeys?.['laptop']?.signCount).toBe(2);
  });
});

test('records of passkeys and operators that nobody knows change nothing', () => {
  const scenario = given();
  add(scenario, ben);
  const { operators } = scenario.state.org;
  const envelope = { id: 'rec_x', time: scenario.at, causes: [] } as const;
  const used = { type: 'passkey-used', body: { credential: 'gone', signCount: 1 } } as const;
  scenario.fold({ ...envelope, ...used, stream: 'operator/ben', actor: ben });
  scenario.fold({ ...envelope, ...used, stream: 'operator/x', actor: { kind: 'operator', id: 'x' } });
  expect(scenario.state.org.operators).toEqual(operators);
});
