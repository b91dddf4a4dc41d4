// What SQLite reports becomes one of the store's few faults; what only a bug can cause stays an ordinary
// error.

import { StoreFault, type StoreFaultCode } from '../../../gateway/ports.ts';

/** By SQLite's primary result code: https://www.sqlite.org/rescode.html */
const CODES: ReadonlyMap<number, readonly [code: StoreFaultCode, says: string]> = new Map([
  [5, ['store-locked', 'in use by another process; stop that one first']],
  [7, ['store-unavailable', 'out of memory']],
  [8, ['store-unavailable', 'cannot be written; mend its permissions']],
  [10, ['store-unavailable', 'the disk failed to read or write']],
  [11, ['store-corrupt', 'damaged; restore it from a backup']],
  [13, ['store-full', 'no room to write; free some, or raise the cap']],
  [14, ['store-unavailable', 'cannot be opened; is its directory there and writable?']],
  [26, ['store-corrupt', 'not a database, or its first page is damaged; restore it from a backup']],
]);

/** An extended code has its primary one in the lowest byte. The driver has no name for some of them. */
const PRIMARY = 0xff;

/** The store's fault for an error of the engine; any other error as it is. */
export function faultOf(error: unknown, path: string): unknown {
  const { code: name, rawCode } = error as { code?: unknown; rawCode?: unknown };
  if (error instanceof StoreFault || typeof rawCode !== 'number') return error;
  const known = CODES.get(rawCode & PRIMARY);
  if (known === undefined) return error;
  const [code, says] = known;
  return new StoreFault(code, `${path}: ${says} (${String(name)})`, { cause: error });
}
