import { describe, expect, it } from 'vitest';
import type { GroundedArgumentView } from '../../../src/surfaces/http/contract/grounding.ts';
import { byAuthority, diffLeaves, nearest, leavesOf, parseArguments, wordsOf } from './leaves.ts';

const grounded = (pointer: string, role: GroundedArgumentView['role']): GroundedArgumentView => ({
  pointer,
  role,
  level: 'untrusted',
  match: 'exact',
  instructed: false,
  sources: [],
  remedy: null,
});

describe('arguments', () => {
  it('are a list of values with their places', () => {
    const leaves = leavesOf({ to: ['a', { 'x/y~': 1 }], none: null, empty: {} });
    expect(leaves.map(({ pointer }) => pointer)).toEqual(['/to/0', '/to/1/x~1y~0', '/none', '/empty']);
    expect(leaves.map(wordsOf)).toEqual(['a', '1', 'null', '{}']);
  });

  it('that are gone, or no JSON, are null', () => {
    expect(parseArguments(null)).toBeNull();
    expect(parseArguments('{')).toBeNull();
  });

  it('are compared place by place', () => {
    const changes = diffLeaves(leavesOf({ a: 1, b: 2, c: 3 }), leavesOf({ a: 1, b: '2', d: 4 }));
    expect(changes.map(({ kind, leaf }) => [kind, leaf.pointer])).toEqual([
      ['same', '/a'],
      ['changed', '/b'],
      ['added', '/d'],
      ['removed', '/c'],
    ]);
  });

  it('show what carries authority first', () => {
    const leaves = leavesOf({ body: 'x', subject: 'y', to: 'z' });
    const grounding = [grounded('/body', 'content'), grounded('/to', 'destination')];
    const order = byAuthority(diffLeaves(leaves, leaves), grounding).map(({ leaf }) => leaf.pointer);
    expect(order).toEqual(['/to', '/body', '/subject']);
    // What is said of the call as a whole is said of no value of it.
    const whole = byAuthority(diffLeaves(leaves, leaves), [grounded('', 'selector'), ...grounding]);
    expect(whole.map(({ leaf }) => leaf.pointer)).toEqual(['/to', '/body', '/subject']);
  });

  it('have the grounding of the nearest place above, and of no neighbour', () => {
    const grounding = [grounded('/to', 'destination'), grounded('/to/1', 'identity')];
    expect(nearest(grounding, '/to/1/name')?.role).toBe('identity');
    expect(nearest(grounding, '/to/0')?.role).toBe('destination');
    expect(nearest(grounding, '/topic')).toBeNull();
  });
});
