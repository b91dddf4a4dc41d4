// A task's causes in the forms that others read. None of them holds a payload: they may leave the house.

import type { Core } from '../core.ts';
import { buildGraph, type CausalGraph } from './causal-graph.ts';
import { toMermaid } from './mermaid.ts';
import { toOtlp, type OtlpTraces } from './otlp.ts';
import { findRelated } from './related.ts';

/** Text for Mermaid, else JSON. Null: the ledger knows no such task. Throws `StoreFault`. */
export async function exportTrace(
  { store, crypto, signer }: Pick<Core, 'store' | 'crypto' | 'signer'>,
  task: string,
  format: 'json' | 'mermaid' | 'otlp',
): Promise<CausalGraph | OtlpTraces | string | null> {
  if (!isTaskId(task)) return null;
  const related = await findRelated(store, task);
  if (related === null) return null;
  switch (format) {
    case 'json':
      return buildGraph(related);
    case 'mermaid':
      return toMermaid(buildGraph(related));
    case 'otlp':
      return toOtlp(crypto, related, signer.origin);
  }
}

function isTaskId(text: string): boolean {
  return /^task_[0-9a-z]{16}$/.test(text);
}
