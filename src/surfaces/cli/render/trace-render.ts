// A trace as a tree for the terminal. Pure: the same trace, the same text.

import type { TraceView } from '../../http/contract.ts';
import { counted } from './counted.ts';
import type { Style } from './style.ts';
import { buildTree, type TraceNode } from './trace-tree.ts';
import { describeEvent } from './trace-words.ts';

export function renderTrace(trace: TraceView, style: Style): string {
  const { status, openedAt, permitted, held, denied } = trace.summary;
  const lines = buildTree(trace).flatMap((root) => renderNode(root, { trace, style, openedAt }, '', ''));
  const counts = `${permitted} permitted, ${held} held, ${denied} denied`;
  return [...lines, '', `${status}: ${counts}, ${counted(trace.records.length, 'record')}`].join('\n');
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

function seconds(timeMs: number): string {
  return `${(timeMs / 1000).toFixed(3)}s`;
}
