import { describe, expect, test } from 'vitest';
import type { Draft } from './record.ts';
import { idOf } from './sample-ledger.contract.ts';
import {
  approved,
  findingsOf,
  held,
  HOLD,
  opened,
  permitted,
  rec,
  type Told,
} from './told-ledger.contract.ts';

// What a ledger says of its own completeness: a gap between a decision and what followed is found there.

const closed: Told = { type: 'task-closed', body: {} };
const settled = (changes: object = {}, more: Partial<Draft> = {}): Told => ({
  type: 'action-settled',
  body: { action: 'act_a', outcome: 'succeeded', ...changes },
  ...more,
});
const lease = (type: string, more: Partial<Draft> = {}): Told => ({
  type,
  body: { lease: 'lease_a' },
  ...more,
});
const killed = (target: object, type = 'killed'): Told => ({ type, stream: 'org', body: { target } });

describe('a call', () => {
  test('that was permitted before, and ended once, leaves no gap', () => {
    expect(findingsOf([opened, permitted(), settled(), permitted({ action: 'act_b' }), closed])).toEqual([]);
  });

  test('that nothing permitted is found where it is settled', () => {
    expect(findingsOf([opened, settled()])).toEqual(['call-undecided@2']);
    expect(findingsOf([opened, settled(), permitted()])).toEqual(['call-undecided@2']);
    expect(findingsOf([opened, permitted({ action: 'act_b' }), settled()])).toEqual(['call-undecided@3']);
  });

  test('of one task is not decided by the permit of another', () => {
    const elsewhere = `task/${idOf('task', 2)}`;
    expect(
      findingsOf([opened, permitted(), { ...opened, stream: elsewhere }, settled({}, { stream: elsewhere })]),
    ).toEqual(['call-undecided@4']);
  });

  test('ends once, except that nobody may have known at first, or may not know afterwards', () => {
    const unknown = settled({ outcome: 'unknown' });
    expect(findingsOf([opened, permitted(), settled(), settled()])).toEqual(['call-settled-twice@4']);
    expect(findingsOf([opened, permitted(), unknown, settled()])).toEqual([]);
    expect(findingsOf([opened, permitted(), settled(), unknown])).toEqual([]);
    expect(findingsOf([opened, permitted(), unknown, unknown, settled(), settled()])).toEqual([
      'call-settled-twice@6',
    ]);
    expect(findingsOf([opened, permitted(), settled(), unknown, settled()])).toEqual([
      'call-settled-twice@5',
    ]);
  });

  test('names its permit when it ends; said again, it may name nothing', () => {
    const bare = { causes: [] };
    expect(findingsOf([opened, permitted(), settled({}, bare)])).toEqual(['cause-missing@3']);
    expect(findingsOf([opened, permitted(), settled(), settled({ outcome: 'unknown' }, bare)])).toEqual([]);
  });

  test('in a body of another shape is not judged', () => {
    expect(findingsOf([opened, permitted({ action: 7 }), settled({ action: null })])).toEqual([]);
  });
});

describe('a lease', () => {
  const grant = lease('lease-granted');
  const life = [grant, lease('lease-issued'), lease('lease-revocation-failed'), lease('lease-revoked')];

  test('that a permit of its task granted may live, and be revoked after the end, and twice', () => {
    expect(findingsOf([opened, permitted(), ...life])).toEqual([]);
    const after = lease('lease-revoked');
    expect(findingsOf([opened, permitted(), grant, settled(), closed, after, after])).toEqual([]);
  });

  test('that no permit of its task granted is found', () => {
    expect(findingsOf([opened, grant])).toEqual(['lease-undecided@2']);
    expect(findingsOf([opened, permitted(), lease('lease-granted', { causes: [rec(1)] })])).toEqual([
      'lease-undecided@3',
    ]);
    const elsewhere = { stream: `task/${idOf('task', 2)}` };
    expect(
      findingsOf([opened, { ...opened, ...elsewhere }, permitted(), lease('lease-granted', elsewhere)]),
    ).toEqual(['lease-undecided@4']);
  });

  test('is not granted by a permit whose call has ended', () => {
    expect(
      findingsOf([opened, permitted(), settled(), lease('lease-granted', { causes: [rec(2)] })]),
    ).toEqual(['lease-undecided@4']);
  });

  test.each(['lease-issued', 'lease-revoked', 'lease-revocation-failed'])(
    'that was not granted in its task is found at %s',
    (type) => {
      expect(findingsOf([opened, lease(type)])).toEqual(['lease-undecided@2']);
      const elsewhere = { stream: `task/${idOf('task', 2)}` };
      const other = [{ ...opened, ...elsewhere }, lease(type, elsewhere)];
      expect(findingsOf([opened, permitted(), grant, ...other])).toEqual(['lease-undecided@5']);
    },
  );

  test('in a body of another shape is not judged', () => {
    expect(findingsOf([opened, { type: 'lease-granted', body: { lease: 1 } }])).toEqual([]);
  });
});

describe('a task', () => {
  test('begins with its opening, and says so once', () => {
    expect(findingsOf([permitted(), settled()])).toEqual(['task-unopened@1']);
    expect(findingsOf([{ type: 'request-denied', body: {} }, opened])).toEqual(['task-unopened@1']);
  });

  test('is where calls belong: elsewhere nothing opens', () => {
    const stream = 'agent/triage';
    expect(findingsOf([permitted({}, { stream }), settled({}, { stream })])).toEqual(['task-unopened@1']);
    expect(findingsOf([{ type: 'request-denied', stream, body: {} }])).toEqual([]);
  });

  test.each(['task-closed', 'task-quarantined'])('after %s permits nothing, and may still settle', (type) => {
    const end = { type, body: {} };
    expect(findingsOf([opened, permitted(), end, settled({}, { causes: [rec(2)] })])).toEqual([]);
    expect(findingsOf([opened, end, permitted(), settled()])).toEqual(['permit-after-end@3']);
    expect(findingsOf([opened, end, opened, permitted()])).toEqual(['permit-after-end@4']);
  });
});

describe('a kill switch', () => {
  test.each([{ kind: 'all' }, { kind: 'agent', id: 'triage' }, { kind: 'connector', id: 'mail' }])(
    'on %j forbids what it covers until it is lifted',
    (target) => {
      expect(findingsOf([opened, killed(target), permitted()])).toEqual(['permit-after-kill@3']);
      expect(findingsOf([opened, killed(target), killed(target, 'kill-lifted'), permitted()])).toEqual([]);
    },
  );

  test('forbids nothing else', () => {
    const others = [
      killed({ kind: 'agent', id: 'mail' }),
      killed({ kind: 'connector', id: 'triage' }),
      { ...killed({ kind: 'all' }), stream: 'operator/ada' },
      { type: 'killed', stream: 'org', body: { target: 'all' } },
    ];
    expect(findingsOf([opened, ...others, permitted()])).toEqual([]);
  });
});

describe('a cause', () => {
  test('is missing where nobody begins a chain', () => {
    expect(findingsOf([{ ...opened, causes: [] }])).toEqual(['cause-missing@1']);
    expect(
      findingsOf([{ type: 'connector-admitted', stream: 'connector/mail', body: {}, causes: [] }]),
    ).toEqual(['cause-missing@1']);
  });

  test.each([
    'operator-added',
    'agent-registered',
    'workflow-published',
    'policy-published',
    'fact-proposed',
    'killed',
    'kill-lifted',
    'request-denied',
  ])('is not asked of %s', (type) => {
    expect(findingsOf([{ type, stream: 'org', body: {}, causes: [] }])).toEqual([]);
  });
});

test('a lost record is blamed, and nothing that it may have held', () => {
  const told = [opened, held(), approved(), permitted({ hold: HOLD }), lease('lease-granted'), settled()];
  for (const seq of [1, 2, 3, 4, 5]) expect(findingsOf(told, [seq])).toEqual([`records-missing@${seq}`]);
});
