// What already happened is recorded whatever the store's mood: a fact waits, with growing pauses, until it
// is written.

import type { Fact } from '../../kernel/action/fact.ts';
import type { Ids, Log, StoredPayload } from '../ports.ts';
import { codeOf } from '../fault.ts';
import { pause } from './pause.ts';
import type { Queue } from './queue.ts';
import type { Recorded } from './submission.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Records a fact of a loaded task. Rejects only when Holdpoint stops first: the next start settles what is
 * missing.
 */
export type RecordFact = (task: string, fact: Fact, payloads?: readonly StoredPayload[]) => Promise<Recorded>;

export function createFacts(deps: {
  readonly queue: Queue;
  readonly ids: Ids;
  readonly log: Log;
  readonly stopping: AbortSignal;
}): RecordFact {
  return async (task, fact, payloads = []) => {
    const request = {
      kind: 'settle' as const,
      id: `req_${deps.ids.mint()}`,
      actor: { kind: 'system' as const, id: 'holdpoint' },
      task,
      fact,
    };
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await deps.queue.submit({ request, task, payloads, keys: [] });
      } catch (error) {
        if (deps.stopping.aborted) throw error;
        deps.log.warn(
          { task, fact: fact.fact, code: codeOf(error) },
          'a fact waits until the ledger takes it',
        );
        await pause(pauseMs, deps.stopping);
      }
    }
  };
}
