// Gateways in processes of their own over a home, and what the next one must find when they are gone.

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/sqlite.ts';
import { toEvent } from '../../src/gateway/loop/news.ts';
import type { Event } from '../../src/kernel/event.ts';
import { hex } from '../../src/ledger/bytes.ts';
import { databaseOf, openSite, secondPlaceOf, verifySite } from './site.ts';
import type { Said } from './site-entry.ts';

const ENTRY = fileURLToPath(new URL('./site-entry.js', import.meta.url));
/** A process that lives for a moment does not compile its policy engine to run fast. */
const SHORT_LIVED = ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up'];

export type SiteProcess = ChildProcessByStdio<null, Readable, null>;

/** @param limit a shell command that comes before, such as `ulimit` */
export function startSiteProcess(home: string, seed: number, limit = ''): SiteProcess {
  const args = [process.execPath, ...SHORT_LIVED, ENTRY, home, String(seed)];
  return spawn('sh', ['-c', `${limit} exec "$0" "$@"`, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Starts the next gateway, in this process: what was said before is recorded, what was begun has ended, and
 * the ledger is whole. Gives its records.
 */
export async function expectRecovered(home: string, said: readonly Said[]): Promise<readonly Event[]> {
  const store = await openSqliteStore({ path: databaseOf(home) });
  const { size } = await store.head();
  expect(await sizeInSecondPlace(home)).toBeLessThanOrEqual(size);
  const site = await openSite(home, { store });
  const records = await store.read({ fromSeq: 0, limit: 1_000_000 });
  for (const one of said) {
    if ('receipt' in one) {
      const { seq, record, hash } = one.receipt;
      expect(seq).toBeLessThan(size);
      expect(records[seq]!.id).toBe(record);
      expect(hex(records[seq]!.hash)).toBe(hash);
    }
    if ('erased' in one) expect(await store.key(`task/${one.erased}`)).toBeNull();
  }
  const events = records.map(toEvent);
  expectNothingOwed(events);
  expect(await verifySite(home, store, site.core.signer.vkey)).toMatchObject({ ok: true, findings: [] });
  await site.stop();
  return events;
}

/** Size of the checkpoint in the second place; 0 where there is none. */
async function sizeInSecondPlace(home: string): Promise<number> {
  if (!existsSync(secondPlaceOf(home))) return 0;
  return Number((await readFile(secondPlaceOf(home), 'utf8')).split('\n')[1]);
}

/** Everything that was begun has ended, each once. */
function expectNothingOwed(events: readonly Event[]): void {
  const pairs = [
    ['action-permitted', 'action-settled', 'action'],
    ['lease-granted', 'lease-revoked', 'lease'],
    ['erasure-ordered', 'payloads-erased', 'task'],
  ] as const;
  for (const [begun, ended, about] of pairs) {
    expect(subjectsOf(events, ended, about)).toEqual(subjectsOf(events, begun, about));
  }
}

export function subjectsOf(events: readonly Event[], type: Event['type'], member: string): string[] {
  const bodies = events.filter((event) => event.type === type).map(({ body }) => body);
  return bodies.map((body) => String(Reflect.get(body, member))).toSorted();
}
