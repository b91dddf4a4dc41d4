// The files of a database as a crash at a given moment leaves them, and what is found in them when they are
// opened again.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import type { LedgerDatabase } from '../../src/adapters/store/sqlite/database.ts';
import { Writer } from '../../src/adapters/store/sqlite/writer.ts';
import { auditStore, type StoreFinding } from '../../src/gateway/ledger/audit.ts';
import type { LedgerStore } from '../../src/gateway/ports.ts';
import type { Step, Story } from './story.ts';

/** The file and its write-ahead log. */
export interface Image {
  readonly file: Buffer;
  readonly log: Buffer;
}

/** In memory where the system has such a place: what is tested is what is written, not how fast. */
export function makeFolder(): string {
  const memory = '/dev/shm';
  return mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'holdpoint-matrix-'));
}

export function takeImage(path: string): Image {
  const read = (name: string): Buffer => (existsSync(name) ? readFileSync(name) : Buffer.alloc(0));
  return { file: read(path), log: read(`${path}-wal`) };
}

export function layImage({ file, log }: Image, path: string): string {
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, log);
  return path;
}

export function isSame(one: Image, other: Image): boolean {
  return one.file.equals(other.file) && one.log.equals(other.log);
}

/** Does the work; the hooks are told the number of each statement that writes. A throw takes its place. */
export function watchStatements(
  hooks: { readonly before?: (index: number) => void; readonly after?: () => void },
  work: () => void,
): void {
  const run = Reflect.get(Writer.prototype, 'run');
  let index = 0;
  Writer.prototype.run = function (this: Writer, ...args) {
    hooks.before?.(index++);
    const changes = run.apply(this, args);
    hooks.after?.();
    return changes;
  };
  try {
    work();
  } finally {
    Writer.prototype.run = run;
  }
}

/** The work, of which a statement fails. Gives what it threw then; null where it was done without. */
export function failStatement(index: number, code: string, work: () => void): Error | null {
  const failure = Object.assign(new Error('the disk failed'), { code });
  const fail = (at: number): void => {
    if (at === index) throw failure;
  };
  try {
    watchStatements({ before: fail }, work);
    return null;
  } catch (error) {
    if (error !== failure) throw error;
    return failure;
  }
}

export function tell(steps: readonly Step[], on: LedgerDatabase): LedgerDatabase {
  for (const { write } of steps) write(on);
  return on;
}

/** One name for everything that the database can be asked about the story. */
export function contentOf(database: LedgerDatabase, { scopes, payloads }: Story): string {
  const all = { fromSeq: 0, limit: 1_000_000 };
  const content = {
    head: database.head(),
    records: database.read(all),
    streams: database.streams(''),
    nodes: database.nodes(1, 0, all.limit),
    checkpoints: database.checkpoints(),
    keys: scopes.map((scope) => database.key(scope)),
    payloads: payloads.map(({ commitment, scope }) => database.payload(commitment, scope)),
    cursor: database.viewCursor(),
    views: ['task', 'hold', 'lease', 'decision'].map((model) => database.listViews({ model, limit: 9_999 })),
    snapshot: database.snapshot(),
  };
  return createHash('sha256').update(JSON.stringify(content, bytesAsText)).digest('hex');
}

/** One text for equal values, whatever the engine's own form of them is. */
function bytesAsText(_: string, part: unknown): unknown {
  return part instanceof Uint8Array ? Buffer.from(part).toString('base64') : part;
}

/** What `ledger verify` finds in the database, payloads included. */
export async function findingsIn(database: LedgerDatabase, story: Story): Promise<readonly StoreFinding[]> {
  const store: Pick<LedgerStore, 'read' | 'nodes' | 'checkpoints' | 'head' | 'payload' | 'key'> = {
    read: (query) => Promise.resolve(database.read(query)),
    nodes: (...which) => Promise.resolve(database.nodes(...which)),
    checkpoints: () => Promise.resolve(database.checkpoints()),
    head: () => Promise.resolve(database.head()),
    payload: (commitment, scope) => Promise.resolve(database.payload(commitment, scope)),
    key: (scope) => Promise.resolve(database.key(scope)),
  };
  const { vkey, vault } = story;
  for (const scope of story.scopes) vault.forget(scope);
  const input = { store: store as LedgerStore, crypto: nodeLedgerCrypto, vkey, checkpoints: [], vault };
  return (await auditStore(input)).findings;
}
