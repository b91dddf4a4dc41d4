import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState } from '../evolve.ts';
import { constraints } from '../given.contract.ts';
import type { RoleQuorum } from '../policy.ts';
import { missingApprovals } from './quorum.ts';
import type { Ask, Hold } from './held.ts';
import type { OrgState } from '../state.ts';

function org(
  people: { readonly [id: string]: readonly string[] },
  mode: OrgState['mode'] = 'separated',
): OrgState {
  const operators = Object.entries(people).map(([id, roles]) => [
    id,
    { id, roles, publicKey: null, identity: null },
  ]);
  return { ...initialState(constraints).org, mode, operators: Object.fromEntries(operators) };
}

function ask(policy: string, approvers: readonly RoleQuorum[]): Ask {
  return { policy, policyDigest: policy, reason: '', approvers, expiresSeconds: null };
}

function held(approvals: { readonly [operator: string]: readonly string[] }): Hold {
  const given = Object.entries(approvals).map(([operator, policies]) => ({
    operator,
    policies,
    at: 0,
    record: 'rec',
  }));
  return {
    id: 'hold',
    digest: 'd',
    connector: 'c',
    tool: 't',
    effects: [],
    arguments: 'a',
    asks: [],
    approvals: given,
    status: 'pending',
    raisedAt: 0,
    expiresAt: 1,
    usedBy: null,
    destinations: [],
    variationOf: null,
    record: 'rec',
  };
}

const one = (role: string, quorum = 1): RoleQuorum => ({ role, quorum });

describe('what is missing', () => {
  test('is everything where nobody has approved', () => {
    expect(missingApprovals(org({}), [ask('p', [one('a', 2), one('b')])], null)).toEqual([
      one('a', 2),
      one('b'),
    ]);
  });

  test('takes nobody into account who lost the role, or is gone', () => {
    const asks = [ask('p', [one('a')])];
    expect(missingApprovals(org({ x: ['b'] }), asks, held({ x: ['p'] }))).toEqual([one('a')]);
    expect(missingApprovals(org({}), asks, held({ x: ['p'] }))).toEqual([one('a')]);
  });

  test('moves a person to another place where that fills both', () => {
    const people = org({ x: ['a', 'b'], y: ['a'] });
    expect(missingApprovals(people, [ask('p', [one('a'), one('b')])], held({ x: ['p'], y: ['p'] }))).toEqual(
      [],
    );
    const three = org({ x: ['a', 'b'], y: ['a', 'c'], z: ['a'] });
    const asks = [ask('p', [one('a'), one('b'), one('c')])];
    expect(missingApprovals(three, asks, held({ x: ['p'], y: ['p'], z: ['p'] }))).toEqual([]);
    expect(missingApprovals(three, asks, held({ x: ['p'], y: ['p'] }))).toHaveLength(1);
  });

  test('does not count an approval for a policy that its giver was not shown', () => {
    const asks = [ask('p', [one('a')]), ask('q', [one('a')])];
    expect(missingApprovals(org({ x: ['a'] }), asks, held({ x: ['p'] }))).toEqual([one('a')]);
    expect(missingApprovals(org({ x: ['a'] }), asks, held({ x: ['p', 'q'] }))).toEqual([]);
  });

  test('is filled by no more who stand in than each ask lets, whatever another one lets', () => {
    const late = (policy: string, role: string, quorum: number): Ask => ({
      ...ask(policy, [one(role, 2)]),
      escalate: { afterSeconds: 1, approvers: [one('security', quorum)] },
    });
    const people = org({ s1: ['security'], s2: ['security'], l1: ['legal'], l2: ['legal'] });
    const all = ['a', 'b'];
    const hold = { ...held({ s1: all, s2: all, l1: all, l2: all }), tended: ['escalated'] } as const;
    const [finance, legal] = [late('a', 'finance', 1), late('b', 'legal', 2)];
    expect(missingApprovals(people, [finance], hold)).toEqual([one('finance')]);
    expect(missingApprovals(people, [finance, legal], hold)).toEqual([one('finance')]);
    expect(missingApprovals(people, [legal], { ...hold, approvals: hold.approvals.slice(0, 2) })).toEqual([]);
    const strict = ask('c', [one('finance')]);
    const shown = { ...held({ s1: ['a', 'c'], s2: ['a', 'c'] }), tended: ['escalated'] } as const;
    expect(missingApprovals(people, [finance, strict], shown)).toEqual([one('finance')]);
  });

  test('takes one person for every place in solo mode', () => {
    const asks = [ask('p', [one('a', 2), one('b')])];
    expect(missingApprovals(org({ x: ['a', 'b'] }, 'solo'), asks, held({ x: ['p'] }))).toEqual([]);
    expect(missingApprovals(org({ x: ['a'] }, 'solo'), asks, held({ x: ['p'] }))).toEqual([one('b')]);
  });

  test('is found for a quorum that nobody could count to', () => {
    const asks = [ask('p', [one('a', 1e9)])];
    expect(missingApprovals(org({ x: ['a'] }), asks, held({ x: ['p'] }))).toEqual([one('a', 1e9 - 1)]);
  });

  test('is empty exactly where persons can be told off one to each place', () => {
    const roles = ['a', 'b', 'c'];
    const people = fc.array(fc.subarray(roles), { maxLength: 5 });
    const wants = fc.uniqueArray(fc.tuple(fc.constantFrom(...roles), fc.integer({ min: 1, max: 2 })), {
      selector: ([role]) => role,
      minLength: 1,
    });
    fc.assert(
      fc.property(people, wants, (has, wanted) => {
        const staff = org(Object.fromEntries(has.map((own, index) => [`x${index}`, own])));
        const hold = held(Object.fromEntries(has.map((_, index) => [`x${index}`, ['p']])));
        const asks = [
          ask(
            'p',
            wanted.map(([role, quorum]) => one(role, quorum)),
          ),
        ];
        const places = wanted.flatMap(([role, quorum]) => Array.from({ length: quorum }, () => role));
        expect(missingApprovals(staff, asks, hold).length === 0).toBe(canSeat(places, has));
      }),
    );
  });
});

/** By trying everything. */
function canSeat([role, ...places]: readonly string[], people: readonly (readonly string[])[]): boolean {
  if (role === undefined) return true;
  return people.some((own, index) => own.includes(role) && canSeat(places, people.toSpliced(index, 1)));
}
