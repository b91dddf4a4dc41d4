// What already happened is recorded whatever the store's mood: a fact waits, with growing pauses, until it
// is written.

import type { Fact } from '../kernel/request.ts';
import type { Ids, Log, StoredPayload } from './ports.ts';
import type { Queue, Recorded } from './queue.ts';

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

/** The stable code of a coded fault; `internal` for anything else. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'internal';
}

function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, timeMs);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
