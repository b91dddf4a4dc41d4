// What the ledger hints at: calls that a task of another follows again and again. A hint for people, applied
// by nobody.

import type { Event } from '../../kernel/event.ts';
import { findTriggers } from '../../workflow/trigger-statistic.ts';
import type { SeenCall, SeenOpening, TriggerHint } from '../../workflow/trigger-statistic.ts';
import { toEvent } from '../loop/news.ts';
import type { LedgerStore } from '../ports.ts';

const PAGE = 1_000;
/** Records that are looked at, the newest. */
const MAX_RECORDS = 200_000;

export interface LearnedTriggers {
  readonly hints: readonly TriggerHint[];
  /** How many records were looked at. */
  readonly records: number;
  /** There are older ones. */
  readonly isCut: boolean;
}

/**
 * @param asked.since only what was recorded from then on, Unix milliseconds
 * @param asked.withinSeconds how long after a call what it sets off may come
 *
 * Rejects with `StoreFault`.
 */
export async function learnTriggers(
  store: Pick<LedgerStore, 'head' | 'read'>,
  asked: { readonly since: number; readonly withinSeconds: number },
): Promise<LearnedTriggers> {
  const { size } = await store.head();
  const first = Math.max(0, size - MAX_RECORDS);
  const seen = new Seen();
  for (let fromSeq = first; fromSeq < size;) {
    const page = await store.read({ fromSeq, limit: Math.min(PAGE, size - fromSeq) });
    if (page.length === 0) break;
    for (const stored of page) if (stored.time >= asked.since) seen.take(toEvent(stored));
    fromSeq = page.at(-1)!.seq + 1;
  }
  const hints = findTriggers(seen.calls, seen.openings, asked.withinSeconds);
  return { hints, records: seen.records, isCut: first > 0 };
}

class Seen {
  readonly calls: SeenCall[] = [];
  readonly openings: SeenOpening[] = [];
  records = 0;
  readonly #permitted = new Map<string, SeenCall>();

  take(event: Event): void {
    this.records += 1;
    const { id: record, time: at } = event;
    switch (event.type) {
      case 'action-permitted': {
        const { action, connector, tool } = event.body;
        this.#permitted.set(action, { record, tool: `${connector}/${tool}`, at });
        return;
      }
      case 'action-settled': {
        const call = this.#permitted.get(event.body.action);
        this.#permitted.delete(event.body.action);
        if (call !== undefined && event.body.outcome === 'succeeded') this.calls.push(call);
        return;
      }
      case 'task-opened': {
        const { workflow } = event.body;
        if (event.actor.kind === 'agent') this.openings.push({ record, workflow, at });
        return;
      }
      default:
    }
  }
}
