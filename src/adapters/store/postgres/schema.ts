// However many replicas start at once, one brings the schema up to date, and each finds one that it knows.

import { StoreFault } from '../../../gateway/ports.ts';
import { ORG_STREAM } from '../../../ledger/stream.ts';
import { POSTGRES } from '../sql/dialect.ts';
import { migrationsFor, type Migration } from '../sql/migrations.ts';
import { headOf, type HeadRow } from '../sql/rows.ts';
import { SCHEMA } from './greeting.ts';
import type { Session } from './session.ts';
import { LOCK_SCHEMA, SQL } from './statements.ts';

/** The processes that share the database: only this one is shared. */
const PEERS = [
  `create table replicas (owner ${POSTGRES.text} primary key, seen ${POSTGRES.integer} not null)`,
  `create table claims (name ${POSTGRES.text} primary key, owner ${POSTGRES.text} not null)`,
];

const MIGRATIONS: readonly Migration[] = migrationsFor(POSTGRES).map(({ version, statements }) => {
  return { version, statements: version === 2 ? [...statements, ...PEERS] : statements };
});
const NEWEST = MIGRATIONS.at(-1)!.version;

const TABLES = `select to_regnamespace('${SCHEMA}') is not null,
  to_regclass('${SCHEMA}.migrations') is not null`;

/**
 * Brings the schema up to date and checks the head against the records' ends. Rejects with
 * `store-unavailable` for a schema that a newer version wrote, `store-corrupt` where what is there is no
 * ledger or the head and the records disagree.
 */
export async function prepareSchema(session: Session, where: string): Promise<void> {
  await session.run(LOCK_SCHEMA);
  const applied = await appliedVersion(session, where);
  if (applied > NEWEST) {
    throw new StoreFault(
      'store-unavailable',
      `${where} has schema ${applied} and this version knows schemas up to ${NEWEST}: ` +
        'run the newer version that wrote it',
    );
  }
  // One that is up to date is not written to: a role without the right to change it can open it.
  for (const migration of MIGRATIONS.slice(applied)) await migrate(session, migration);
  await checkHead(session, where);
}

/** How many records the ledger of the database has; null where there is none. Changes nothing. */
export async function countRecords(session: Session): Promise<number | null> {
  const [found] = await session.run<[boolean, boolean]>(TABLES);
  if (!found![1]) return null;
  const [row] = await session.run<HeadRow>(SQL.head.text);
  return headOf(row!).size;
}

async function appliedVersion(session: Session, where: string): Promise<number> {
  const [found] = await session.run<[boolean, boolean]>(TABLES);
  const [hasSchema, hasMigrations] = found!;
  if (!hasMigrations) {
    if (!hasSchema) await session.run(`create schema ${SCHEMA}`);
    const [count] = await session.run<[number]>(
      `select count(*) from pg_class where relnamespace = '${SCHEMA}'::regnamespace`,
    );
    if (count![0] === 0) return 0;
    throw new StoreFault('store-corrupt', `${where} has a schema ${SCHEMA} that is no ledger: name another`);
  }
  const [row] = await session.run<[number]>('select max(version) from migrations');
  return row![0];
}

async function migrate(session: Session, { version, statements }: Migration): Promise<void> {
  const begin = version === 1 ? ['create table migrations (version bigint primary key)'] : [];
  for (const statement of ['begin', ...begin, ...statements]) await session.run(statement);
  await session.run(`insert into migrations values (${version})`);
  await session.commit();
}

async function checkHead(session: Session, where: string): Promise<void> {
  const [row] = await session.run<HeadRow>(SQL.head.text);
  const { size, epoch } = headOf(row!);
  const [extent] = await session.query<[number, number]>(SQL.extent, [ORG_STREAM]);
  const [next, org] = extent!;
  if (size === next && epoch === org) return;
  throw new StoreFault(
    'store-corrupt',
    `${where}: the head says ${size} records and epoch ${epoch}; the last record is number ${next - 1}, ` +
      `and stream ${ORG_STREAM} is at version ${org}: restore a backup`,
  );
}
