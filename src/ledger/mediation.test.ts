import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import type { Draft } from './record.ts';
import {
  draftOf,
  idOf,
  ORIGIN,
  sealAll,
  signStatement,
  statementOf,
  VKEY,
} from './sample-ledger.contract.ts';
import { createVerifier } from './verification.ts';

// What a ledger says of its own completeness: a gap between a decision and what followed is found there.

type Told = Partial<Draft> & Pick<Draft, 'type' | 'body'>;

const TASK = `task/${idOf('task', 1)}`;
const HOLD = statementOf().hold;
const DIGEST = statementOf().digest;

const rec = (number: number): string => idOf('rec', number);

/** Records after the founding (0), which the first one names as its cause; each names the one before it. */
function drafts(told: readonly Told[]): Draft[] {
  return [draftOf(0), ...told.map((one, at) => ({ ...draftOf(4), ...place(at + 1), ...one }))];
}

function place(number: number): Pick<Draft, 'id' | 'time' | 'stream' | 'causes'> {
  return { id: rec(number), time: draftOf(number).time, stream: TASK, causes: [rec(number - 1)] };
}

/** Codes with places, as `code@seq`. */
function findingsOf(told: readonly Told[], dropped: readonly number[] = []): readonly string[] {
  const verifier = createVerifier(crypto, { origin: ORIGIN, keys: [VKEY], checkpoints: [] });
  for (const sealed of sealAll(drafts(told))) if (!dropped.includes(sealed.record.seq)) verifier.add(sealed);
  return verifier.finish().findings.map((one) => `${one.code}@${'seq' in one ? one.seq : ''}`);
}

const opened: Told = { type: 'task-opened', body: {} };
const closed: Told = { type: 'task-closed', body: {} };
const facts = {
  action: 'act_a',
  agent: 'triage',
  connector: 'mail',
  digest: DIGEST,
  hold: null,
  lease: null,
};
const permitted = (changes: object = {}, more: Partial<Draft> = {}): Told => ({
  type: 'action-permitted',
  body: { ...facts, ...changes },
  ...more,
});
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
const held = (changes: object = {}): Told => ({
  type: 'action-held',
  body: { ...facts, hold: HOLD, ...changes },
});
const approved = (changes: object = {}): Told => {
  const statement = statementOf(changes);
  return {
    type: 'approval-given',
    body: { hold: HOLD, statement, signature: signStatement(statement) },
  };
};
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

describe('a permit under a hold', () => {
  const lifted = permitted({ hold: HOLD });

  test('of this action, with an approval among its causes, leaves no gap', () => {
    expect(findingsOf([opened, held(), approved(), lifted])).toEqual([]);
    expect(findingsOf([opened, held(), held({ joined: true }), approved(), lifted])).toEqual([]);
  });

  test('is lifted by a word about several actions that names it, and by no other', () => {
    const first = { hold: idOf('hold', 9), digest: `sha256:${'1'.repeat(64)}` };
    const several = { v: 2, type: 'holdpoint/approval@v2', ...first } as const;
    const named = approved({ ...several, also: [{ hold: HOLD, digest: DIGEST }] });
    const withHold = { ...named, body: { ...named.body, hold: HOLD } };
    expect(findingsOf([opened, held(), withHold, lifted])).toEqual([]);
    const unnamed = approved({ ...several, also: [{ hold: HOLD, digest: first.digest }] });
    const withOther = { ...unnamed, body: { ...unnamed.body, hold: HOLD } };
    expect(findingsOf([opened, held(), withOther, lifted])).toEqual(['hold-unapproved@4']);
  });

  test.each<[string, readonly Told[]]>([
    ['was not raised', [opened, approved(), lifted]],
    ['nobody approved', [opened, held(), lifted]],
    ['was raised for another action', [opened, held({ digest: 'sha256:x' }), approved(), lifted]],
    [
      'was approved for another action',
      [opened, held(), approved({ digest: `sha256:${'1'.repeat(64)}` }), lifted],
    ],
    ['was approved as another hold', [opened, held(), approved({ hold: idOf('hold', 9) }), lifted]],
    ['was approved, but not as its cause', [opened, held(), approved(), { ...lifted, causes: [rec(1)] }]],
    [
      'was rejected',
      [
        opened,
        held(),
        approved(),
        { ...approved({ verdict: 'reject' }), type: 'hold-rejected' },
        { ...lifted, causes: [rec(3)] },
      ],
    ],
  ])('that %s is found', (_, told) => {
    expect(findingsOf(told)).toEqual([`hold-unapproved@${told.length}`]);
  });

  test('of a declassification is lifted by its approvals alone, too', () => {
    const asked = { ...held(), type: 'declassification-held' };
    const done = { ...lifted, type: 'value-declassified' };
    expect(findingsOf([opened, asked, approved(), done])).toEqual([]);
    expect(findingsOf([opened, asked, done])).toEqual(['hold-unapproved@3']);
    const other = { ...done, body: { ...done.body, digest: 'sha256:x' } };
    expect(findingsOf([opened, asked, approved(), other])).toEqual(['hold-unapproved@4']);
  });

  test('uses it up', () => {
    const again = permitted({ hold: HOLD, action: 'act_b' }, { causes: [rec(3)] });
    expect(findingsOf([opened, held(), approved(), lifted, again])).toEqual(['hold-unapproved@5']);
  });

  test('in another task, or with a statement of no shape, is none of it', () => {
    const elsewhere = { stream: `task/${idOf('task', 2)}` };
    expect(
      findingsOf([opened, held(), approved(), { ...opened, ...elsewhere }, { ...lifted, ...elsewhere }]),
    ).toEqual(['hold-unapproved@5']);
    const bare = { type: 'approval-given', body: { hold: HOLD, statement: 1 } };
    expect(findingsOf([opened, held(), bare, lifted])).toEqual(['approval-invalid@3', 'hold-unapproved@4']);
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
