// A task's records as the tree of their causes, in the ledger's order; nothing is left out.

import type { Event } from '../../../kernel/event.ts';
import type { RecordView, TraceView } from '../../http/contract.ts';

/** A record as the event it records, with its place. */
export type TracedEvent = Event & Pick<RecordView, 'seq'>;

export interface TraceNode {
  readonly event: TracedEvent;
  readonly children: readonly TraceNode[];
}

/** The roots: the opening, and whatever was recorded without a cause in this task. */
export function buildTree(trace: TraceView): TraceNode[] {
  const children = new Map<string, TraceNode[]>();
  const nodes = [...trace.records, ...trace.downstream].map((record) => {
    const own: TraceNode[] = [];
    children.set(record.id, own);
    return { event: record as unknown as TracedEvent, children: own };
  });
  const opening = nodes.find(({ event }) => event.type === 'task-opened')?.event.id ?? null;
  return nodes.filter((node) => {
    const parent = parentOf(node.event, opening, children);
    if (parent !== null) children.get(parent)!.push(node);
    return parent === null;
  });
}

/** The nearest cause that says more than that the task was open. */
function parentOf(
  event: TracedEvent,
  opening: string | null,
  known: ReadonlyMap<string, unknown>,
): string | null {
  const causes = event.causes.filter((cause) => known.has(cause) && cause !== event.id);
  if (event.id === opening) return null;
  return causes.find((cause) => cause !== opening) ?? opening;
}
