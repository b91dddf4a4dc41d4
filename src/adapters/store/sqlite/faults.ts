// What SQLite reports becomes one of the store's few faults; what only a bug can cause stays an ordinary
// error.

import { StoreFault, type StoreFaultCode } from '../../../gateway/ports.ts';

/** By the start of SQLite's result code, extended codes included. */
const CODES: readonly (readonly [prefix: string, code: StoreFaultCode, says: string])[] = [
  ['SQLITE_FULL', 'store-full', 'no room to write; free some, or raise the cap'],
  ['SQLITE_CORRUPT', 'store-corrupt', 'damaged; restore it from a backup'],
  [
    'SQLITE_NOTADB',
    'store-corrupt',
    'not a database, or its first page is damaged; restore it from a backup',
  ],
  ['SQLITE_BUSY', 'store-locked', 'in use by another process; stop that one first'],
  ['SQLITE_IOERR', 'store-unavailable', 'the disk failed to read or write'],
  ['SQLITE_CANTOPEN', 'store-unavailable', 'cannot be opened; is its directory there and writable?'],
  ['SQLITE_READONLY', 'store-unavailable', 'cannot be written; mend its permissions'],
  ['SQLITE_NOMEM', 'store-unavailable', 'out of memory'],
];

/** The store's fault for an error of the engine; any other error as it is. */
export function faultOf(error: unknown, path: string): unknown {
  const result = (error as { code?: unknown }).code;
  if (error instanceof StoreFault || typeof result !== 'string') return error;
  const known = CODES.find(([prefix]) => result.startsWith(prefix));
  if (known === undefined) return error;
  const [, code, says] = known;
  return new StoreFault(code, `${path}: ${says} (${result})`, { cause: error });
}
