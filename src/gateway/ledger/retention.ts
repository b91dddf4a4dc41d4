// Words are kept no longer than the rules of retention say. Each erasure is a recorded decision like any
// other; this only finds whose time has come, slowly, in one replica at a time.

import { checkErasable } from '../../kernel/rules/control.ts';
import type { Core } from '../core.ts';
import { eraseTask } from './erase.ts';
import { codeOf } from '../fault.ts';
import { pause } from '../loop/pause.ts';

export interface Retention {
  /** Erases every task that ended too long ago; resolves with how many. Rejects with `StoreFault`. */
  pass(): Promise<number>;
  start(): void;
  /** Resolves when no erasure is under way any more. */
  stop(): Promise<void>;
}

const SYSTEM = { kind: 'system', id: 'holdpoint' } as const;
const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const PAGE = 500;
/** Between two pages, so that nobody else waits. */
const PAUSE_MS = 100;

/** @param days how long the words of a task are kept after its end */
export function createRetention(core: Core, days: number): Retention {
  let timer: ReturnType<typeof setInterval> | null = null;
  let running: Promise<void> | null = null;

  const pass = async (): Promise<number> => {
    const endedBefore = core.clock.now() - days * DAY_MS;
    let erased = 0;
    await core.replica.alone('retention', async () => {
      for await (const task of overdue(core, endedBefore)) {
        if (core.stopping.aborted) return;
        if (await eraseOverdue(core, task, endedBefore)) erased += 1;
      }
    });
    return erased;
  };

  const run = async (): Promise<void> => {
    try {
      const erased = await pass();
      if (erased > 0) core.log.info({ erased }, 'tasks were erased by the rules of retention');
    } catch (error) {
      core.log.warn({ code: codeOf(error) }, 'retention is tried again');
    } finally {
      running = null;
    }
  };

  const tick = (): void => {
    running ??= run();
  };

  return {
    pass,
    start() {
      timer = setInterval(tick, EVERY_MS);
      timer.unref();
      tick();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
}

/** Tasks that ended before a time and are not erased, newest first. */
async function* overdue(core: Core, endedBefore: number): AsyncGenerator<string> {
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
    const { rows, next } = await core.models.tasks({ limit: PAGE, before });
    for (const { id, endedAt, erased } of rows) {
      if (endedAt !== null && endedAt < endedBefore && !erased) yield id;
    }
    before = next;
    if (next !== null) await pause(PAUSE_MS, core.stopping);
  }
}

/** What still owes something is left for the next pass: a refusal would be recorded each time. */
async function eraseOverdue(core: Core, id: string, endedBefore: number): Promise<boolean> {
  await core.load(id);
  const { task } = core.world.durable(id);
  if (task === null || checkErasable(task).length > 0) return false;
  // The list only finds them: when a task ended its own records say.
  if (task.endedAt === null || task.endedAt >= endedBefore) return false;
  return (await eraseTask(core, SYSTEM, id)).erased;
}
