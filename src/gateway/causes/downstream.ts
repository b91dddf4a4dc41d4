// What a task set off stands beside its own records: each trigger it fired, and the tasks that go back to it.

import type { Event } from '../../kernel/event.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { LedgerStore } from '../ports.ts';
import { findRelated } from './related.ts';

const PAGE = 1_000;

type Reads = Pick<LedgerStore, 'read' | 'find'>;

/**
 * Records of what the task's calls may have set off, in the ledger's order: of the triggers, and of the
 * openings that name them as a cause. As many as `findRelated` looks at. Throws `StoreFault`.
 *
 * @param records the task's own
 */
export async function listDownstream(
  store: Reads,
  task: string,
  records: readonly LedgerRecord[],
): Promise<readonly LedgerRecord[]> {
  const events = records as unknown as readonly Event[];
  const used = events.flatMap((event) => (event.type === 'action-permitted' ? [event.body.connector] : []));
  const fired = await Promise.all([...new Set(used)].map((connector) => hasFired(store, connector, task)));
  if (!fired.includes(true)) return [];
  const related = await findRelated(store, task);
  return (related?.records ?? []).flatMap(({ part, event }) =>
    part === 'downstream' && (event.type === 'trigger-fired' || event.type === 'task-opened')
      ? [event as unknown as LedgerRecord]
      : [],
  );
}

async function hasFired(store: Reads, connector: string, task: string): Promise<boolean> {
  for (let fromSeq = 0; ;) {
    const page = await store.read({ fromSeq, limit: PAGE, stream: `connector/${connector}` });
    const isSo = page.some(({ type, text }) => type === 'trigger-fired' && taskOf(text) === task);
    if (isSo || page.length < PAGE) return isSo;
    fromSeq = page.at(-1)!.seq + 1;
  }
}

function taskOf(text: string): unknown {
  return (JSON.parse(text) as LedgerRecord & { body: { task?: unknown } }).body.task;
}
