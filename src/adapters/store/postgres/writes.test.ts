import { expect, it } from 'vitest';
import type { LedgerStore, ViewRow } from '../../../gateway/ports.ts';
import { altered, sealing } from '../sealing.contract.ts';
import { onServer } from './database.contract.ts';
import { openPostgresStore } from './postgres.ts';
import { Proxy } from './proxy.contract.ts';

const SCOPE = 'task/a';
const PAYLOAD = {
  commitment: 'hmac-sha256:a',
  scope: SCOPE,
  kind: 'prompt',
  nonce: Uint8Array.of(1),
  ciphertext: Uint8Array.of(2),
};
const rowOf = (id: string, status: string): ViewRow => {
  return { model: 'task', id, sort: 1, status, task: null, doc: '{}' };
};
const CHANGED = [rowOf('a', 'closed'), rowOf('b', 'open')];

const WRITES: readonly (readonly [name: string, write: (store: LedgerStore) => Promise<unknown>])[] = [
  ['an erasure', (store) => store.erase(SCOPE)],
  ['a move of the read models', (store) => store.views.write({ from: 1, to: 2, rows: CHANGED })],
  ['emptying the read models', (store) => store.views.clear()],
];

await onServer('a write beside the log', (server) => {
  it.each(WRITES)('whose way breaks at any message of %s is done whole or not at all', async (_, write) => {
    const url = await server.createDatabase();
    const proxy = new Proxy(url);
    const store = await openPostgresStore({ url: await proxy.listen() });
    const witness = await openPostgresStore({ url });
    const seen = new Set<string>();
    for (let step = 0, hasCut = true; hasCut; step++) {
      await prepare(witness);
      // A connection that works.
      await store.head();
      const when = step % 2 === 0 ? 'before it is sent' : 'before its answer comes';
      proxy.arm({ message: Math.floor(step / 2), when });
      const answer = await write(store).then(
        () => 'done',
        () => 'refused',
      );
      hasCut = proxy.disarm();
      seen.add(`${answer}: ${await whatIsThere(witness)}`);
    }
    await prepare(witness);
    const before = await whatIsThere(witness);
    await write(witness);
    const after = await whatIsThere(witness);
    expect(after).not.toBe(before);
    expect([...seen].toSorted()).toEqual(
      [`done: ${after}`, `refused: ${before}`, `refused: ${after}`].toSorted(),
    );
    await Promise.all([store.close(), witness.close()]);
    await proxy.close();
  });
});

async function prepare(store: LedgerStore): Promise<void> {
  await store.erase(SCOPE);
  const payload = altered(sealing(), () => {
    return { payloads: [PAYLOAD], keys: [{ scope: SCOPE, wrapped: Uint8Array.of(3) }] };
  });
  await store.append(0, payload);
  await store.views.clear();
  await store.views.write({ from: 0, to: 1, rows: [rowOf('a', 'open')] });
}

async function whatIsThere(store: LedgerStore): Promise<string> {
  const rows = await store.views.list({ model: 'task', limit: 9 });
  return JSON.stringify([
    await store.key(SCOPE),
    await store.payload(PAYLOAD.commitment, SCOPE),
    await store.views.cursor(),
    rows.map(({ id, status }) => `${id} ${status}`).toSorted(),
  ]);
}
