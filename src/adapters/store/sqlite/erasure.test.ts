import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { StoredPayload, WrappedKey } from '../../../gateway/ports.ts';
import { altered, sealing } from '../sealing.contract.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-erasure-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCOPES = 400;
const SCOPES_EACH = 40;
const BATCHES = SCOPES / SCOPES_EACH;

interface Scope {
  readonly key: WrappedKey;
  readonly payload: StoredPayload;
}

/** Random, so that their bytes are nowhere else and their rows are inserted all over the tables. */
function makeScope(index: number): Scope {
  const scope = `task/${randomBytes(8).toString('hex')}`;
  const large = index % 50 === 0;
  const payload: StoredPayload = {
    commitment: `hmac-sha256:${randomBytes(32).toString('hex')}`,
    scope,
    kind: 'arguments',
    nonce: randomBytes(12),
    ciphertext: randomBytes(large ? 20_000 : 200),
  };
  return { key: { scope, wrapped: randomBytes(48) }, payload };
}

/** Every byte that the ledger has on disk now. */
function bytesOnDisk(path: string): Buffer {
  return Buffer.concat(
    [path, `${path}-wal`].filter((file) => existsSync(file)).map((file) => readFileSync(file)),
  );
}

it("leaves not a byte of a scope's key and payloads in the file or its log", async () => {
  const path = join(folder, 'x.db');
  const scopes = Array.from({ length: SCOPES }, (_, index) => makeScope(index));
  let store = await openSqliteStore({ path });
  for (let batch = 0; batch < BATCHES; batch++) {
    const some = scopes.slice(batch * SCOPES_EACH, (batch + 1) * SCOPES_EACH);
    const change = { keys: some.map(({ key }) => key), payloads: some.map(({ payload }) => payload) };
    await store.append(
      batch,
      altered(sealing('org'), () => change),
    );
    if (batch !== BATCHES - 5) continue;
    // Most of it lies in the file, the last of it in the log alone.
    await store.close();
    store = await openSqliteStore({ path });
  }
  const before = bytesOnDisk(path);
  expect(scopes.filter((scope) => countTraces(before, scope) !== 4)).toEqual([]);

  const [erased, kept] = [0, 1].map((part) => scopes.filter((_, index) => Number(index % 10 > 0) === part));
  for (const { key } of erased!) await store.erase(key.scope);
  const after = bytesOnDisk(path);
  expect(erased!.filter((scope) => countTraces(after, scope) !== 0)).toEqual([]);
  expect(kept!.filter((scope) => countTraces(after, scope) !== 4)).toEqual([]);
  await store.close();
});

/** How many of the four secrets that were written for a scope occur. */
function countTraces(disk: Buffer, { key, payload }: Scope): number {
  const { nonce, ciphertext } = payload;
  const secrets = [key.wrapped, nonce, ciphertext.slice(0, 64), ciphertext.slice(-64)];
  return secrets.filter((secret) => disk.includes(Buffer.from(secret))).length;
}
