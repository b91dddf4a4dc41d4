import { expect, it } from 'vitest';
import type {
  BlastLeadView,
  BlastNodeView,
  BlastView,
} from '../../../../src/surfaces/http/contract/blast.ts';
import { placeNodes, stepsOf, wayOf } from './ways.ts';

const REACH = { tools: 0, effects: [], egress: 'none', categories: [] } as const;

function lead(to: string, verdict?: 'permit' | 'hold' | 'deny' | 'depends'): BlastLeadView {
  const policy = verdict === undefined ? null : { verdict, among: [], approvers: [] };
  return { to, trigger: null, policy, needsPerson: false };
}

function node(key: string, leads: BlastLeadView[] = []): BlastNodeView {
  const known = { effects: [], egress: 'none', output: null, words: '', obstacle: null } as const;
  return { ...known, effects: [], key, kind: 'tool', name: key, leads };
}

function view(nodes: BlastNodeView[]): BlastView {
  const reach = { ...REACH, effects: [], categories: [] };
  return { root: 'a', policy: null, nodes, reach, unheld: reach };
}

it('says what stands in between, and that a person does before what policy says', () => {
  expect(wayOf(lead('b', 'permit')).word).toBe('runs');
  expect(wayOf(lead('b', 'deny')).word).toBe('denied');
  expect(wayOf(lead('b', 'depends')).word).toBe('depends');
  expect(wayOf({ ...lead('b', 'permit'), needsPerson: true }).word).toBe('waits for people');
  expect(wayOf(lead('b'))).toEqual({ word: 'nobody is asked', tone: 'deny' });
});

it('names each thing once, by the shortest way, though they lead back to each other', () => {
  const nodes = [
    node('a', [lead('b'), lead('c')]),
    node('b', [lead('d'), lead('a')]),
    node('c', [lead('b')]),
    node('d', [lead('c'), lead('missing')]),
  ];
  const steps = stepsOf(view(nodes));
  expect(steps.map(({ node: { key }, depth }) => [key, depth])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 1],
    ['d', 2],
  ]);
  expect(steps[3]?.from?.key).toBe('b');
});

it('draws nothing on top of something else', () => {
  const nodes = [node('a', [lead('b'), lead('c')]), node('b'), node('c')];
  const places = [...placeNodes(view(nodes)).values()];
  expect(new Set(places.map(({ x, y }) => `${x}/${y}`)).size).toBe(3);
  expect(places[1]!.x).toBeGreaterThan(places[0]!.x);
});
