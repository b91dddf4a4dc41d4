// A trace as text: a tree for the terminal, or a Mermaid graph for documents. Pure: the same trace, the
// same text.

import type { TraceView } from '../http/contract.ts';
import { excerpt } from './printable.ts';
import { PLAIN, type Style } from './style.ts';
import { buildTree, type TraceNode } from './trace-tree.ts';
import { describeEvent } from './trace-words.ts';

const LABEL = 80;

export function renderTrace(trace: TraceView, style: Style): string {
  const { status, openedAt, permitted, held, denied } = trace.summary;
  const lines = buildTree(trace).flatMap((root) => renderNode(root, { trace, style, openedAt }, '', ''));
  const counts = `${permitted} permitted, ${held} held, ${denied} denied`;
  return [...lines, '', `${status}: ${counts}, ${trace.records.length} records`].join('\n');
}

interface Canvas {
  readonly trace: TraceView;
  readonly style: Style;
  readonly openedAt: number;
}

function renderNode(node: TraceNode, canvas: Canvas, branch: string, indent: string): string[] {
  const { event, children } = node;
  const { headline, details } = describeEvent(event, canvas.trace.payloads, canvas.style);
  const place = canvas.style.faint(`  +${seconds(event.time - canvas.openedAt)} #${event.seq}`);
  const under = children.length > 0 ? '│ ' : '  ';
  return [
    `${branch}${headline}${place}`,
    ...details.map((line) => `${indent}${under}${canvas.style.faint(line)}`),
    ...children.flatMap((child, index) => {
      const last = index === children.length - 1;
      return renderNode(
        child,
        canvas,
        `${indent}${last ? '└─ ' : '├─ '}`,
        `${indent}${last ? '   ' : '│  '}`,
      );
    }),
  ];
}

/** A Mermaid flowchart: each record a node, each cause within the task an arrow. */
export function renderMermaid(trace: TraceView): string {
  const known = new Map(trace.records.map(({ id, seq }) => [id, seq]));
  const lines = buildTree(trace)
    .flatMap(flatten)
    .flatMap(({ event }) => {
      const { headline } = describeEvent(event, trace.payloads, PLAIN);
      const causes = event.causes.flatMap((cause) => known.get(cause) ?? []);
      return [
        `  r${event.seq}["${escapeLabel(headline)}"]`,
        ...causes.map((cause) => `  r${cause} --> r${event.seq}`),
      ];
    });
  return ['flowchart TD', ...lines].join('\n');
}

function flatten(node: TraceNode): TraceNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

/** What could end the label or be read as markup stands as an entity. */
function escapeLabel(text: string): string {
  return excerpt(text, LABEL).replace(/[#"<>&`\\;[\]{}|]/g, (mark) => `#${mark.charCodeAt(0)};`);
}

function seconds(timeMs: number): string {
  return `${(timeMs / 1000).toFixed(3)}s`;
}
