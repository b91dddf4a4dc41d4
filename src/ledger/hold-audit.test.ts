import { describe, expect, test } from 'vitest';
import { idOf, shownOf, statementOf, thirdOf } from './sample-ledger.contract.ts';
import {
  approved,
  DIGEST,
  findingsOf,
  held,
  HOLD,
  opened,
  permitted,
  rec,
  type Told,
} from './told-ledger.contract.ts';

// A hold is lifted for what it was raised for, by those who signed for it, and no more often than they said.

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
    [
      'was taken back',
      [
        opened,
        held(),
        approved(),
        { type: 'hold-withdrawn', body: { hold: HOLD } },
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

  test('asked again for something else is lifted by approvals of that alone', () => {
    const other = `sha256:${'1'.repeat(64)}`;
    const again = held({ digest: other, joined: true });
    const begun = { ...lifted, body: { ...lifted.body, digest: other }, causes: [rec(4)] };
    expect(findingsOf([opened, held(), again, approved({ digest: other }), begun])).toEqual([]);
    const early = { ...begun, causes: [rec(3)] };
    expect(findingsOf([opened, held(), approved(), again, early])).toEqual(['hold-unapproved@5']);
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

const lifting = (action: string, ...approvals: number[]): Told =>
  permitted({ hold: HOLD, action }, { causes: approvals.map(rec) });

describe('an approval for several uses', () => {
  const thrice = approved(thirdOf({ times: 3 }));

  test('lifts its hold as often as it says, and not once more', () => {
    const uses = ['act_a', 'act_b', 'act_c'].map((action) => lifting(action, 3));
    expect(findingsOf([opened, held(), thrice, ...uses])).toEqual([]);
    expect(findingsOf([opened, held(), thrice, ...uses, lifting('act_d', 3)])).toEqual(['hold-unapproved@7']);
  });

  test('is for as few as the other approval that lifts the hold with it', () => {
    const twice = approved(thirdOf({ times: 2 }));
    const uses = ['act_a', 'act_b', 'act_c'].map((action) => lifting(action, 3, 4));
    expect(findingsOf([opened, held(), thrice, twice, ...uses])).toEqual(['hold-unapproved@7']);
    const [use, again] = uses;
    expect(findingsOf([opened, held(), thrice, approved(), use!, again!])).toEqual(['hold-unapproved@6']);
  });

  test('is for as few as every approval of its hold says, whichever a permit names', () => {
    const twice = approved(thirdOf({ times: 2 }));
    const uses = ['act_a', 'act_b', 'act_c'].map((action) => lifting(action, 3));
    expect(findingsOf([opened, held(), thrice, twice, ...uses])).toEqual(['hold-unapproved@7']);
  });

  test('is not bound by one that counted no more when it was asked for again', () => {
    const twice = approved(thirdOf({ times: 2 }));
    const asked = (outdated: unknown): Told => {
      const again = held({ joined: true });
      return { ...again, body: { ...again.body, outdated } };
    };
    const uses = ['act_a', 'act_b', 'act_c'].map((action) => lifting(action, 3));
    const moved = [{ approval: rec(4), moved: ['model'] }];
    expect(findingsOf([opened, held(), thrice, twice, asked(moved), ...uses])).toEqual([]);
    for (const other of [[{ approval: rec(9) }], [4, { approval: 4 }], 'all']) {
      const told = [opened, held(), thrice, twice, asked(other), ...uses];
      expect(findingsOf(told), JSON.stringify(other)).toEqual(['hold-unapproved@8']);
    }
    expect(findingsOf([opened, held(), thrice, asked([{ approval: rec(3) }]), uses[0]!])).toEqual([
      'hold-unapproved@5',
    ]);
  });

  test('lifts no other action between its uses', () => {
    const other = permitted({ hold: HOLD, digest: `sha256:${'1'.repeat(64)}` }, { causes: [rec(3)] });
    expect(findingsOf([opened, held(), thrice, lifting('act_a', 3), other])).toEqual(['hold-unapproved@5']);
  });
});

describe('an edited hold', () => {
  const written = `sha256:${'4'.repeat(64)}`;
  const edit = { digest: written, arguments: shownOf().arguments };
  const edited = (changes: object = {}, digest: unknown = written): Told => {
    const given = approved(thirdOf({ edited: edit, ...changes }));
    return { type: 'hold-edited', body: { ...given.body, digest, arguments: edit.arguments } };
  };
  const asWritten = permitted({ hold: HOLD, digest: written });

  test('permits the action that was written, once', () => {
    expect(findingsOf([opened, held(), edited(), asWritten])).toEqual([]);
    const again = { ...asWritten, causes: [rec(3)] };
    expect(findingsOf([opened, held(), edited(), asWritten, again])).toEqual(['hold-unapproved@5']);
  });

  test('takes a second approval, of what was written, and may be for several uses', () => {
    const second = approved(thirdOf({ digest: written, times: 2 }));
    const use = { ...asWritten, causes: [rec(3), rec(4)] };
    const told = [opened, held(), edited({ times: 2 }), second, use, use];
    expect(findingsOf(told)).toEqual([]);
    expect(findingsOf([...told, use])).toEqual(['hold-unapproved@7']);
  });

  test('no longer permits what waited before, whoever had approved it', () => {
    expect(findingsOf([opened, held(), approved(), edited(), lifting('act_a', 3, 4)])).toEqual([
      'hold-unapproved@5',
    ]);
    expect(findingsOf([opened, held(), approved(), edited(), { ...asWritten, causes: [rec(3)] }])).toEqual([
      'hold-unapproved@5',
    ]);
  });

  test.each<[string, readonly Told[]]>([
    ['of no hold', [opened, edited(), asWritten]],
    ['whose operator signed for other arguments', [opened, held(), edited({}, DIGEST), asWritten]],
    ['whose operator wrote nothing', [opened, held(), edited({ edited: undefined }), asWritten]],
    ['whose statement is about another hold', [opened, held(), edited({ hold: 'hold_9' }), asWritten]],
    ['that says it is an approval', [opened, held(), { ...edited(), type: 'approval-given' }, asWritten]],
  ])('%s permits nothing', (_, told) => {
    expect(findingsOf(told)).toEqual([`hold-unapproved@${told.length}`]);
  });

  test('is no approval of what waited: its operator signed for something else in its place', () => {
    const told = [opened, held(), { ...edited(), type: 'approval-given' }, lifting('act_a', 3)];
    expect(findingsOf(told)).toEqual(['hold-unapproved@4']);
  });

  test('is checked as an approval is: by its verdict and its signature', () => {
    const no = approved(thirdOf({ verdict: 'reject' }));
    const wrong = { type: 'hold-edited', body: { ...no.body, digest: written } };
    expect(findingsOf([opened, held(), wrong])).toEqual(['approval-invalid@3']);
    const { body } = edited();
    const unsigned = { type: 'hold-edited', body: { ...body, signature: 'A'.repeat(86) } };
    expect(findingsOf([opened, held(), unsigned])).toEqual(['approval-invalid@3']);
  });
});

describe('a rejection in a channel', () => {
  const rejected: Told = { type: 'hold-rejected-in-channel', body: { hold: HOLD, digest: DIGEST } };

  test('needs no signature, and ends the hold', () => {
    expect(findingsOf([opened, held(), rejected])).toEqual([]);
    expect(findingsOf([opened, held(), approved(), rejected, lifting('act_a', 3)])).toEqual([
      'hold-unapproved@5',
    ]);
  });
});

describe.each([
  ['step-held', 'step-begun'],
  ['access-held', 'access-granted'],
])('what waits as %s', (waits, goesOn) => {
  const asked = { ...held(), type: waits };
  const done: Told = { type: goesOn, body: { hold: HOLD, digest: statementOf().digest } };

  test(`is lifted by its approvals alone, and once, for ${goesOn}`, () => {
    expect(findingsOf([opened, asked, approved(), done])).toEqual([]);
    expect(findingsOf([opened, asked, done])).toEqual(['hold-unapproved@3']);
    expect(findingsOf([opened, asked, approved(), done, { ...done, causes: [rec(3)] }])).toEqual([
      'hold-unapproved@5',
    ]);
  });

  test('is another action than one that is not asked about', () => {
    const free = { ...done, body: { ...done.body, hold: null } };
    expect(findingsOf([opened, free])).toEqual([]);
    const other = { ...done, body: { ...done.body, digest: 'sha256:x' } };
    expect(findingsOf([opened, asked, approved(), other])).toEqual(['hold-unapproved@4']);
  });
});
