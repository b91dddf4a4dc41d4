import { describe, expect, it } from 'vitest';
import type { BlastView } from '../../../../src/surfaces/http/contract/blast.ts';
import type { OperatorView } from '../../../../src/surfaces/http/contract.ts';
import { HOLD } from './sample-hold.contract.ts';
import { askedOf, isFor, keptFrom, laterShapes, remarksOn, standingOf } from './standing.ts';

const operator = (id: string, ...roles: string[]): OperatorView => ({
  id,
  name: null,
  roles,
  publicKey: null,
  identity: null,
});

const grounded = (level: 'untrusted' | 'unseen' | 'trusted') => ({
  pointer: '/to',
  role: 'destination' as const,
  level,
  match: 'exact' as const,
  instructed: false,
  sources: [],
  remedy: null,
});

describe('a hold', () => {
  it('has expired from the moment on, if nothing else became of it', () => {
    expect(standingOf(HOLD, 99)).toBe('pending');
    expect(standingOf(HOLD, 100)).toBe('expired');
    expect(standingOf({ ...HOLD, status: 'used' }, 100)).toBe('used');
  });

  it('asks each role once, with the most that any policy asks, of those who did not ask themselves', () => {
    const people = [operator('ada', 'finance'), operator('bob', 'finance'), operator('eve', 'finance')];
    const asked = askedOf(HOLD, people);
    expect(asked.map(({ role, quorum }) => [role, quorum])).toEqual([
      ['finance', 2],
      ['security', 2],
    ]);
    expect(asked[0]!.given).toEqual(['bob']);
    const lent = { operator: 'bob', record: 'rec_1', times: 2, onBehalfOf: ['eve'] };
    expect(askedOf({ ...HOLD, approvals: [lent] }, people)[0]!.given).toEqual([
      'bob, also for eve, up to 2 times',
    ]);
    expect(asked[0]!.could.map(({ id }) => id)).toEqual(['eve']);
    expect(isFor(HOLD, ['security'])).toBe(true);
    expect(isFor(HOLD, ['viewer'])).toBe(false);
  });

  it('sends people to nobody who would be refused, and to whoever is lent the role', () => {
    const people = [operator('eve', 'finance'), operator('zoe', 'finance'), operator('kim', 'viewer')];
    const reason = { rule: 'duty', code: 'beyond-approver-limit', facts: {}, lift: 'Ask another.' };
    const approvers = [
      { operator: 'eve', onBehalfOf: [], reasons: [reason] },
      { operator: 'zoe', onBehalfOf: [], reasons: [] },
      { operator: 'kim', onBehalfOf: ['eve'], reasons: [] },
    ];
    const hold = { ...HOLD, approvers };
    const could = askedOf(hold, people).map((one) => one.could.map(({ id }) => id));
    expect(could).toEqual([['zoe', 'kim'], []]);
    expect(keptFrom(hold)).toEqual([{ operator: 'eve', why: ['beyond-approver-limit. Ask another.'] }]);
    expect(keptFrom(HOLD)).toEqual([]);
  });

  it('is followed by later ones of its task for its tool', () => {
    const later = { ...HOLD, id: 'hold_2', raisedAt: 20 };
    const others = [
      { ...later, id: 'hold_6', batch: 'hold_1' },
      { ...later, id: 'hold_3', task: 'task_2' },
      { ...later, id: 'hold_4', tool: 'read' },
      { ...later, id: 'hold_5', raisedAt: 5 },
    ];
    const first = { ...HOLD, batch: 'hold_1' };
    expect(laterShapes(first, [first, later, ...others])).toEqual([later]);
  });

  it('says what deserves a second look, and nothing where nothing does', () => {
    expect(remarksOn(HOLD, null)).toEqual([]);
    const grave = remarksOn({ ...HOLD, effects: ['delete'], grounding: [grounded('untrusted')] }, null);
    expect(grave.map(({ text }) => text)).toEqual([
      'Comes only from what anybody could have written: /to (destination).',
      'Can hardly be undone: delete.',
    ]);
    expect(remarksOn({ ...HOLD, grounding: [grounded('unseen')] }, null)[0]?.text).toContain('seen nowhere');
    expect(remarksOn({ ...HOLD, grounding: [grounded('trusted')] }, null)).toEqual([]);
    const whole = remarksOn({ ...HOLD, grounding: [{ ...grounded('untrusted'), pointer: '' }] }, null);
    expect(whole.map(({ text }) => text)).toEqual([
      'The call as a whole: nothing ties it to what the person asked.',
    ]);
    expect(remarksOn({ ...HOLD, isRedacted: true, variationOf: 'hold_0' }, null)).toHaveLength(2);
    const blast = { reach: { egress: 'external' } } as unknown as BlastView;
    expect(remarksOn(HOLD, blast)[0]?.text).toContain('outside of the organisation');
  });
});
