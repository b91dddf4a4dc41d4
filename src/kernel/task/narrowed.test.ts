// What somebody else says of a person (an identity provider's claim) takes roles away and never adds one.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ada, ben, codesOf, cyd, given, givenTask, holdWrites, isVerb } from '../given.contract.ts';
import { permitAll, refold, type Rule } from '../given.contract.ts';
import { countedRoles, narrowed } from '../org/registered.ts';

const forAdmins: Rule = {
  ...permitAll,
  when: ({ principal }) => principal.type === 'Agent' || principal.parents.includes('admin'),
};

describe('a request with fewer roles than its asker has', () => {
  test('is judged as by somebody who has no others, by the rules and by policy', () => {
    const scenario = given();
    const add = (roles?: readonly string[]) =>
      scenario.ask('add-operator', ada, {
        operator: { id: 'eve', roles: [], publicKey: null, identity: null, name: 'hmac-of-eve' },
        ...(roles === undefined ? {} : { roles }),
      });
    expect(codesOf(add(['finance']))).toEqual(['identity/role-missing']);
    expect(scenario.events.at(-1)?.body).toMatchObject({ request: 'add-operator', roles: ['finance'] });
    expect(add().verdict).toBe('permit');
    const strict = given({ rules: [forAdmins] });
    const kill = (roles: readonly string[]) =>
      strict.ask('kill', ada, { target: { kind: 'all' }, reason: 'drill', lift: false, roles });
    expect(codesOf(kill(['finance']))).toEqual(['policy/policy-default-deny']);
    expect(kill(['admin']).verdict).toBe('permit');
  });

  test('gains nothing by naming roles that the record does not give', () => {
    const scenario = given();
    const target = { kind: 'all' } as const;
    const killed = scenario.ask('kill', ada, { target, reason: 'drill', lift: false });
    expect(killed.verdict).toBe('permit');
    const lifted = scenario.ask('kill', ben, { target, reason: 'over', lift: true, roles: ['admin'] });
    expect(codesOf(lifted)).toEqual(['identity/role-missing']);
  });

  test('keeps at most the roles of the record', () => {
    const roles = fc.array(fc.constantFrom('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(roles, fc.option(roles, { nil: undefined }), (has, claimed) => {
        const operator = { id: 'x', roles: has, publicKey: null, identity: null };
        for (const role of narrowed(operator, claimed).roles) {
          expect(has).toContain(role);
          expect(claimed ?? has).toContain(role);
        }
      }),
    );
    expect(countedRoles({}, { operator: 'gone' })).toEqual([]);
  });
});

describe('an approval that is given with fewer roles', () => {
  const approvers = [
    { role: 'finance', quorum: 1 },
    { role: 'security', quorum: 1 },
  ];

  test('fills no place of the others, though its giver has them', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites([{ role: 'security', quorum: 1 }])] });
    scenario.act('write');
    expect(codesOf(scenario.approve(cyd, {}, { roles: ['finance'] }))).toEqual(['approval/approver-role']);
    const two = givenTask({ rules: [permitAll, holdWrites(approvers)] });
    two.act('write');
    expect(two.approve(cyd, {}, { roles: ['finance'] }).verdict).toBe('permit');
    expect(two.approve(ben).verdict).toBe('permit');
    const missing = two.act('write');
    expect(missing.events[0]).toMatchObject({ body: { missing: [{ role: 'security', quorum: 1 }] } });
    expect(two.hold.approvals.map(({ roles }) => roles)).toEqual([['finance'], undefined]);
    expect(refold(two.events).task?.holds).toEqual(two.task.holds);
  });

  test('fills them where it was given with all', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites(approvers)] });
    scenario.act('write');
    scenario.approve(cyd);
    scenario.approve(ben);
    expect(scenario.act('write').verdict).toBe('permit');
  });
});

describe('somebody whom the identity provider vouches for', () => {
  const identity = { issuer: 'https://login.example', subject: 'sub-1' };
  const eve = { id: 'eve', roles: ['viewer'], publicKey: null, identity, name: 'hmac-of-eve' };
  const system = { kind: 'system', id: 'holdpoint' } as const;

  test('becomes an operator by a record', () => {
    const scenario = given();
    const decision = scenario.ask('provision-operator', system, { operator: eve });
    expect(decision.events).toMatchObject([{ stream: 'org', type: 'operator-added', actor: system }]);
    expect(scenario.state.org.operators['eve']).toMatchObject({ roles: ['viewer'], identity });
  });

  test('never becomes an admin, takes nobody’s id, and is one person', () => {
    const scenario = given();
    const ask = (operator: typeof eve) => codesOf(scenario.ask('provision-operator', system, { operator }));
    expect(ask({ ...eve, roles: ['viewer', 'admin'] })).toEqual(['identity/role-not-provisioned']);
    expect(ask({ ...eve, id: 'ben' })).toEqual(['identity/already-exists']);
    expect(ask(eve)).toEqual([]);
    expect(ask({ ...eve, id: 'eve2' })).toEqual(['identity/already-exists']);
  });

  test('is up to policy, which sees the roles that there would be', () => {
    const isApprover: Rule = {
      id: 'no-approvers',
      effect: 'forbid',
      when: (query) => isVerb('provision-operator')(query) && query.principal.parents.includes('approver'),
    };
    const scenario = given({ rules: [permitAll, isApprover] });
    const refused = scenario.ask('provision-operator', system, { operator: { ...eve, roles: ['approver'] } });
    expect(codesOf(refused)).toEqual(['policy/policy-forbids']);
    expect(scenario.ask('provision-operator', system, { operator: eve }).verdict).toBe('permit');
  });
});
