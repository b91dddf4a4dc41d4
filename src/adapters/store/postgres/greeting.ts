// A connection is used only where a commit means what the ledger needs it to mean.

import { StoreFault } from '../../../gateway/ports.ts';
import type { Session } from './session.ts';

/** Where the ledger's tables are; one ledger in a database. */
export const SCHEMA = 'holdpoint';

const MIN_VERSION = 14;

/**
 * Roles and databases may have defaults of their own. Plans keep to the indexes, for a statement prepared
 * while the tables were small is run when they are large.
 */
const SET = {
  search_path: SCHEMA,
  default_transaction_isolation: 'read committed',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  // Before 18 a table without another way counts as costly enough to compile its plan each time.
  jit: 'off',
};

/** By setting, what a commit that is synced to the disk needs. */
const NEED: Readonly<Record<string, readonly string[]>> = {
  synchronous_commit: ['on', 'remote_apply'],
  fsync: ['on'],
  full_page_writes: ['on'],
  server_encoding: ['UTF8'],
};

const GREETING = `select current_setting('server_version_num')::int, ${[
  ...Object.keys(NEED).map((name) => `current_setting('${name}')`),
  ...Object.entries(SET).map(([name, value]) => `set_config('${name}', '${value}', false)`),
].join(', ')}`;

/** Makes a new connection ready. Throws `store-unavailable` and says what to set where it is not fit. */
export async function greet(session: Session, where: string): Promise<void> {
  const [[version, ...settings]] = (await session.run(GREETING)) as [[number, ...string[]]];
  const major = Math.floor(version / 10_000);
  if (major < MIN_VERSION) {
    throw new StoreFault('store-unavailable', `${where} is PostgreSQL ${major}: it takes ${MIN_VERSION}`);
  }
  for (const [index, [name, allowed]] of Object.entries(NEED).entries()) {
    if (allowed.includes(settings[index]!)) continue;
    throw new StoreFault(
      'store-unavailable',
      `${where} has ${name} = ${settings[index]}, with which a record may be lost or changed: ` +
        `set ${name} = ${allowed[0]}`,
    );
  }
}
