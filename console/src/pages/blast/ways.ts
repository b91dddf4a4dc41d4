// What stands between one thing and what it leads to, in a word, and where each thing is drawn.

import { graphlib, layout } from '@dagrejs/dagre';
import type {
  BlastLeadView,
  BlastNodeView,
  BlastView,
} from '../../../../src/surfaces/http/contract/blast.ts';
import type { Tone } from '../../parts/chip.tsx';

export interface Way {
  readonly word: 'runs' | 'waits for people' | 'denied' | 'depends' | 'nobody is asked';
  readonly tone: Tone;
}

export function wayOf({ needsPerson, policy }: Pick<BlastLeadView, 'needsPerson' | 'policy'>): Way {
  if (needsPerson) return { word: 'waits for people', tone: 'hold' };
  switch (policy?.verdict) {
    case undefined:
      return { word: 'nobody is asked', tone: 'deny' };
    case 'permit':
      return { word: 'runs', tone: 'permit' };
    case 'hold':
      return { word: 'waits for people', tone: 'hold' };
    case 'deny':
      return { word: 'denied', tone: 'neutral' };
    case 'depends':
      return { word: 'depends', tone: 'accent' };
  }
}

export interface Step {
  readonly node: BlastNodeView;
  /** Least number of ways from where it begins. */
  readonly depth: number;
  /** By which it is reached on such a shortest path; null: it is where it begins. */
  readonly by: BlastLeadView | null;
  readonly from: BlastNodeView | null;
}

/** Each thing once, the nearest first. */
export function stepsOf({ root, nodes }: BlastView): readonly Step[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const start = byKey.get(root);
  if (start === undefined) return [];
  const steps: Step[] = [{ node: start, depth: 0, by: null, from: null }];
  const seen = new Set([root]);
  // It grows while it is read: that is what makes the nearest come first.
  for (const { node, depth } of steps) {
    for (const lead of node.leads) {
      const to = byKey.get(lead.to);
      if (to === undefined || seen.has(lead.to)) continue;
      seen.add(lead.to);
      steps.push({ node: to, depth: depth + 1, by: lead, from: node });
    }
  }
  return steps;
}

/** Pixels. */
export const BOX = { width: 190, height: 62 };

/** Left upper corners by key, from left to right. */
export function placeNodes({
  nodes,
}: BlastView): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 90 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key } of nodes) graph.setNode(key, { ...BOX });
  for (const { key, leads } of nodes) {
    leads.forEach(({ to }, index) => graph.setEdge(key, to, {}, String(index)));
  }
  layout(graph);
  return new Map(
    nodes.map(({ key }) => {
      const { x, y } = graph.node(key) as { readonly x: number; readonly y: number };
      return [key, { x: x - BOX.width / 2, y: y - BOX.height / 2 }];
    }),
  );
}
