import Database from 'libsql';
import { expect, it } from 'vitest';
import { StoreFault } from '../../../gateway/ports.ts';
import { faultOf } from './faults.ts';

/** As the driver gives it. */
function engineError(rawCode: number): Error {
  return Object.assign(new Error('the engine failed'), { code: `UNKNOWN_SQLITE_ERROR_${rawCode}`, rawCode });
}

it.each([
  ['SQLITE_BUSY_SNAPSHOT', 517, 'store-locked'],
  ['SQLITE_NOMEM', 7, 'store-unavailable'],
  ['SQLITE_READONLY_DIRECTORY', 1_544, 'store-unavailable'],
  ['SQLITE_IOERR', 10, 'store-unavailable'],
  ['SQLITE_IOERR_CORRUPTFS', 8_458, 'store-unavailable'],
  ['SQLITE_CORRUPT_INDEX', 779, 'store-corrupt'],
  ['SQLITE_FULL', 13, 'store-full'],
  ['SQLITE_CANTOPEN_ISDIR', 526, 'store-unavailable'],
  ['SQLITE_NOTADB', 26, 'store-corrupt'],
])('%s is known by its number, whether the driver has a name for it or not', (_, number, code) => {
  const fault = faultOf(engineError(number), '/x.db');
  expect(fault).toBeInstanceOf(StoreFault);
  expect(fault).toMatchObject({ code, message: expect.stringContaining('/x.db: ') });
});

it('what only a bug can cause stays what it is', () => {
  const [misuse, constraint] = [engineError(21), engineError(2_067)];
  expect([faultOf(misuse, ''), faultOf(constraint, '')]).toEqual([misuse, constraint]);
  const known = new StoreFault('store-moved', 'elsewhere');
  expect(faultOf(known, '')).toBe(known);
});

it("the engine's own errors carry the number", () => {
  const db = new Database(':memory:');
  db.exec('create table t (a text primary key) strict; insert into t values (1)');
  expect(() => db.exec('insert into t values (1)')).toThrow(expect.objectContaining({ rawCode: 1_555 }));
  db.close();
});
