// A causal graph as a Mermaid flowchart, each task a box of its own. A label holds no character that could
// end it or be read as markup.

import type { CausalGraph, Cut, GraphNode } from './causal-graph.ts';

const MAX_LABEL = 100;

export function toMermaid({ nodes, edges, cuts }: CausalGraph): string {
  const boxes = new Map<string, GraphNode[]>();
  for (const node of nodes) boxes.set(node.stream, [...(boxes.get(node.stream) ?? []), node]);
  const places = new Map(nodes.map(({ id, seq }) => [id, seq]));
  return [
    'flowchart TD',
    ...[...boxes].flatMap(([stream, inside], index) => [
      `  subgraph s${index}["${escapeLabel(stream)}"]`,
      ...inside.map((node) => `    r${node.seq}["${escapeLabel(describe(node))}"]`),
      '  end',
    ]),
    ...edges.map(({ cause, effect }) => `  r${places.get(cause)} --> r${places.get(effect)}`),
    ...cuts.map((cut, index) => `  c${index}["${escapeLabel(describeCut(cut))}"]`),
    '',
  ].join('\n');
}

function describe({ seq, type, subject, actor }: GraphNode): string {
  const parts = [String(seq), type, subject, `${actor.kind} ${actor.id}`];
  return parts.filter((part) => part !== '').join(' · ');
}

function describeCut({ part, records }: Cut): string {
  return `${part}: cut after ${records} records`;
}

/** All but what surely means itself stands as an entity; a control character as a space. */
export function escapeLabel(text: string): string {
  const characters = Array.from(text);
  const cut = characters.length > MAX_LABEL ? [...characters.slice(0, MAX_LABEL - 1), '…'] : characters;
  return cut.map((one) => (/[A-Za-z0-9 ._/@·-]/.test(one) ? one : entity(one))).join('');
}

function entity(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x20 ? ' ' : `#${code};`;
}
