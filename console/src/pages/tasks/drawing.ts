// A trace as boxes and lines: the same trace, the same drawing.

import { Graph, layout } from '@dagrejs/dagre';
import { groupActs, MOST_BOXES } from './grouping.ts';
import type { Act, Link, Story } from './story.ts';

export const BOX = { width: 210, height: 52 } as const;

export interface Box {
  readonly id: string;
  /** More than one: they are alike. */
  readonly acts: readonly Act[];
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly boxes: readonly Box[];
  readonly lines: readonly Link[];
  /** Acts that are not drawn: the earliest, where even boxes of many would be too many. */
  readonly left: number;
}

export function draw(story: Story): Drawing {
  const groups = groupActs(story);
  const shown = groups.length <= MOST_BOXES ? groups : [groups[0]!, ...groups.slice(1 - MOST_BOXES)];
  const boxOf = new Map(shown.flatMap((acts) => acts.map(({ id }) => [id, acts[0]!.id] as const)));
  const lines = linesBetween(story.links, boxOf);
  return { boxes: place(shown, lines), lines, left: story.acts.length - boxOf.size };
}

function linesBetween(links: readonly Link[], boxOf: ReadonlyMap<string, string>): readonly Link[] {
  const lines = new Map<string, Link>();
  for (const { from, to, kind } of links) {
    const line = { from: boxOf.get(from) ?? '', to: boxOf.get(to) ?? '', kind };
    if (line.from === '' || line.to === '' || line.from === line.to) continue;
    lines.set(`${line.from} ${line.to} ${kind}`, line);
  }
  return [...lines.values()];
}

function place(groups: readonly (readonly Act[])[], lines: readonly Link[]): readonly Box[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 56 });
  for (const [first] of groups) graph.setNode(first!.id, { ...BOX });
  for (const { from, to } of lines) graph.setEdge(from, to, {});
  layout(graph);
  return groups.map((acts) => {
    const { id } = acts[0]!;
    const { x, y } = graph.node(id) as { readonly x: number; readonly y: number };
    return { id, acts, x: x - BOX.width / 2, y: y - BOX.height / 2 };
  });
}
