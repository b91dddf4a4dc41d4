// The shared statements as PostgreSQL reads them, and those that only it has: lists of rows as arrays, and
// several writes as one statement. All parts of such a statement see the tables as they were before it.

import { LAPSE_MS } from '../../../gateway/ports.ts';
import { forPostgres } from '../sql/dialect.ts';
import {
  NEWEST_CHECKPOINTS,
  pruneCheckpoints,
  READS,
  RECORD,
  REPLACE_VIEW,
  VIEW,
  WRITES,
} from '../sql/statements.ts';
import { KEYS, MOVES, NODES, PAYLOADS, RECORDS, unnest, VIEWS } from './columns.ts';
import type { Statement } from './session.ts';

/** Advisory locks of the ledger's database: its lines are first come, first served. */
const LOCK_SPACE = 0x686f6c64;
const HEAD_LOCK = 1;
const SCHEMA_LOCK = 2;

/** Where an append tells the others of itself. */
export const CHANNEL = 'holdpoint';

/** What appends begin with, in one round trip: the last gives the head as the one before in line left it. */
export const LOCK_HEAD = ['begin', `select pg_advisory_xact_lock(${LOCK_SPACE}, ${HEAD_LOCK})`, READS.head];

export const LOCK_SCHEMA = `select pg_advisory_lock(${LOCK_SPACE}, ${SCHEMA_LOCK})`;

/**
 * All that an append writes. Gives the number of heads and of streams that were where the batch saw them,
 * and tells the others. Parameters as `appendValues` (append.ts) lists them.
 */
const APPEND = `with
  moved as (
    update head set size = $1, epoch = $2, frontier = $3, last_time = $4, checkpoint = $5
    where size = $6
    returning 1
  ),
  recorded as (
    insert into records (${RECORD})
    select * from ${unnest(RECORDS, 7)}
  ),
  advanced as (
    update streams set version = move.after
    from ${unnest(MOVES, 15)} as move (name, before, after)
    where streams.name = move.name and streams.version = move.before
    returning 1
  ),
  begun as (
    insert into streams (name, version)
    select name, after from ${unnest(MOVES, 15)} as move (name, before, after)
    where before = 0
    on conflict do nothing
    returning 1
  ),
  completed as (
    insert into nodes (level, idx, hash) select * from ${unnest(NODES, 18)}
  ),
  paid as (
    insert into payloads (commitment, scope, kind, nonce, ciphertext)
    select * from ${unnest(PAYLOADS, 21)}
    on conflict do nothing
  ),
  keyed as (insert into keys (scope, wrapped) select * from ${unnest(KEYS, 26)}),
  kept as (
    insert into checkpoints (size, note) select $1, $5 where $5 is not null
    on conflict do nothing
    returning 1
  ),
  pruned as (${pruneCheckpoints(NEWEST_CHECKPOINTS - 1)} and exists (select from kept))
select
  (select count(*) from moved),
  (select count(*) from advanced) + (select count(*) from begun),
  pg_notify('${CHANNEL}', $28)`;

const WRITE_VIEWS = `with moved as (${forPostgres(WRITES.moveViewCursor)} returning 1),
  written as (
    insert into views (${VIEW})
    select * from ${unnest(VIEWS, 3)}
    where exists (select from moved)
    ${REPLACE_VIEW}
  )
  select count(*) from moved`;

/** The database's clock, Unix milliseconds. */
const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
const LIVES = `seen > ${NOW} - ${LAPSE_MS}`;

const OWN = {
  append: APPEND,
  writeViews: WRITE_VIEWS,
  versions: `select coalesce(version, 0)
    from unnest($1::text[]) with ordinality as asked (name, place) left join streams using (name)
    order by place`,
  views: `select ${VIEW} from views where model = $1 and id = any($2::text[])`,
  erase: `with gone as (${forPostgres(WRITES.erasePayloads)}) ${forPostgres(WRITES.eraseKey)}`,
  beat: `insert into replicas (owner, seen) values ($1, ${NOW})
    on conflict (owner) do update set seen = excluded.seen
    returning seen`,
  isAlive: `select 1 from replicas where owner = $1 and ${LIVES}`,
  count: `select count(*) from replicas where ${LIVES}`,
  claim: `insert into claims (name, owner) values ($1, $2)
    on conflict (name) do update set owner = excluded.owner
    where claims.owner = excluded.owner
      or not exists (select 1 from replicas where replicas.owner = claims.owner and ${LIVES})
    returning 1`,
  release: 'delete from claims where name = $1 and owner = $2',
  leave: 'with given as (delete from claims where owner = $1) delete from replicas where owner = $1',
  /** What the dead left: it was nobody's any more. */
  sweep: `with gone as (delete from replicas where not ${LIVES} returning owner)
    delete from claims using gone where claims.owner = gone.owner`,
} as const;

type Name = keyof typeof READS | keyof typeof WRITES | keyof typeof OWN;

/** Each prepared once in a connection, under its name. */
export const SQL = Object.fromEntries(
  Object.entries({ ...READS, ...WRITES, ...OWN }).map(([name, text]) => {
    return [name, { name, text: forPostgres(text) }];
  }),
) as unknown as Readonly<Record<Name, Statement>>;
