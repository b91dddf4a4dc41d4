// How long anything may take, so that a server or a replica that hangs never holds the ledger for ever.

import { types, type ClientConfig } from 'pg';
import { StoreFault } from '../../../gateway/ports.ts';

export interface PostgresStoreOptions {
  /**
   * `postgresql://user:password@host:port/database?…`, as the driver reads it. `sslmode` asks for TLS.
   * `verify-full` checks the server's certificate against `sslrootcert` (a file; else the well-known
   * authorities) and its name against the host. This driver takes `prefer`, `require` and `verify-ca` for
   * the same, where libpq's `require` would check nothing. `no-verify` encrypts and checks nothing: whoever
   * stands in between can read and write. Without `sslmode` nothing is encrypted.
   */
  readonly url: string;
  /** What messages about the URL call it. `store.url` unless told. */
  readonly calledUrl?: string;
  /** Most connections for reading at a time; the store has two more. 8 unless told. */
  readonly poolSize?: number;
  /** How long opening a connection may take. 5,000 unless told. */
  readonly connectTimeoutMs?: number;
  /** How long the server works on one statement. 10,000 unless told. */
  readonly statementTimeoutMs?: number;
  /** How long an append waits in line for the head. 10,000 unless told. */
  readonly lockTimeoutMs?: number;
  /**
   * How long a process that has the head may say nothing before the server takes it away. Less than the time
   * to wait for the lock, so that those who wait survive the one that froze. 5,000 unless told.
   */
  readonly idleInTransactionMs?: number;
  /** What the server's list of sessions shows. `holdpoint` unless told. */
  readonly applicationName?: string;
}

export interface Settings {
  readonly client: ClientConfig;
  readonly poolSize: number;
  /** Names the database in messages, without user and password. */
  readonly where: string;
}

const SSL_MODES = ['verify-full', 'verify-ca', 'require', 'prefer', 'no-verify', 'disable'];

/** How much longer than the server this side waits for an answer, in milliseconds. */
const ANSWER_MARGIN_MS = 2_000;

/** After how much silence the system asks whether the other side is still there. */
const KEEP_ALIVE_MS = 10_000;

const INT8 = 20;
const BYTEA = 17;
const parseBytes = types.getTypeParser(BYTEA) as unknown as (value: string) => Uint8Array;

/** Whole numbers up to 2^53 as such; bytes as arrays of their own. */
const PARSERS: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  [INT8, Number],
  [BYTEA, (value) => new Uint8Array(parseBytes(value))],
]);

function parserOf(oid: number, format?: 'text'): unknown {
  return PARSERS.get(oid) ?? types.getTypeParser(oid, format);
}

/** Throws `store-unavailable` for an url that names no PostgreSQL database. */
export function settingsOf(options: PostgresStoreOptions): Settings {
  const { url, calledUrl = 'store.url', poolSize = 8 } = options;
  const { connectTimeoutMs = 5_000, applicationName = 'holdpoint' } = options;
  const { statementTimeoutMs = 10_000, lockTimeoutMs = 10_000, idleInTransactionMs = 5_000 } = options;
  return {
    where: describe(url, calledUrl),
    poolSize,
    client: {
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs,
      query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
      idle_in_transaction_session_timeout: idleInTransactionMs,
      application_name: applicationName,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      types: { getTypeParser: parserOf as typeof types.getTypeParser },
    },
  };
}

/** The same settings for work that may take so long. */
export function within(settings: Settings, timeoutMs: number): Settings {
  const client: ClientConfig = {
    ...settings.client,
    statement_timeout: timeoutMs,
    lock_timeout: timeoutMs,
    query_timeout: timeoutMs + ANSWER_MARGIN_MS,
  };
  return { ...settings, client };
}

function describe(url: string, called: string): string {
  // Not with the parser's error as a cause: it holds the url, and the url the password.
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'postgresql:' && parsed?.protocol !== 'postgres:') {
    const form = 'postgresql://user:password@host:port/database';
    throw new StoreFault('store-unavailable', `${called} is no URL of the form ${form}`);
  }
  // The driver takes any other word for verify-full, whatever whoever wrote it meant.
  if (parsed.searchParams.getAll('sslmode').some((mode) => !SSL_MODES.includes(mode))) {
    throw new StoreFault('store-unavailable', `sslmode in ${called} is none of ${SSL_MODES.join(', ')}`);
  }
  return `postgresql://${parsed.host}${parsed.pathname}`;
}
