// The only thread that touches the file. After a failed write to the disk it ends: whether the disk holds
// what SQLite believes is then known only by opening the file again.

import { parentPort, workerData } from 'node:worker_threads';
import { StoreFault } from '../../../gateway/ports.ts';
import { LedgerDatabase } from './database.ts';
import { faultOf } from './faults.ts';
import { OPENING_ID, type Answer, type Ask, type Opening } from './protocol.ts';

const WRITES: ReadonlySet<Ask['name']> = new Set([
  'append',
  'erase',
  'keepCheckpoint',
  'keepSnapshot',
  'writeViews',
  'clearViews',
]);

const port = parentPort!;
const { path, maxBytes } = workerData as Opening;

answer(OPENING_ID, () => {
  const database = new LedgerDatabase(path, maxBytes);
  port.on('message', (ask: Ask) => {
    const done = answer(ask.id, () => perform(database, ask));
    if (ask.name === 'close') port.close();
    else if (WRITES.has(ask.name) && done === 'store-unavailable') process.exit();
  });
});

function perform(database: LedgerDatabase, { name, arguments: args }: Ask): unknown {
  const operation = database[name] as (...args: unknown[]) => unknown;
  return operation.apply(database, args);
}

/** Answers with what the work gives or throws; gives the fault's code back, if any. */
function answer(id: number, work: () => unknown): string | null {
  try {
    port.postMessage({ id, value: work() } satisfies Answer);
    return null;
  } catch (thrown) {
    const error = faultOf(thrown, path);
    const code = error instanceof StoreFault ? error.code : null;
    port.postMessage({ id, message: (error as Error).message, code } satisfies Answer);
    return code;
  }
}
