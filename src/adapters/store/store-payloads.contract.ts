// Payloads and keys lie beside the records that commit to them, and can be destroyed without touching those.

import { expect } from 'vitest';
import type { LedgerStore, Sealed, StoredPayload } from '../../gateway/ports.ts';
import type { OnStore } from './on-empty.contract.ts';
import { altered, contentOf, plain, sealing } from './sealing.contract.ts';

export const PAYLOAD: StoredPayload = {
  commitment: 'hmac-sha256:abc',
  scope: 'task/t1',
  kind: 'arguments',
  nonce: Uint8Array.of(0, 1, 255),
  ciphertext: Uint8Array.of(7, 0, 9),
};
const KEY = { scope: 'task/t1', wrapped: Uint8Array.of(0, 128, 255) };

async function appendWith(store: LedgerStore, change: Partial<Sealed>): Promise<void> {
  const { size } = await store.head();
  await store.append(
    size,
    altered(sealing('task/t1'), () => change),
  );
}

export function testPayloads(onStore: OnStore): void {
  onStore('gives payloads and keys back, and null for those it has not', async (store) => {
    await appendWith(store, { payloads: [PAYLOAD], keys: [KEY] });
    expect(plain(await store.payload(PAYLOAD.commitment, PAYLOAD.scope))).toEqual(plain(PAYLOAD));
    expect(plain(await store.key('task/t1'))).toEqual(plain(KEY));
    expect(await store.payload(PAYLOAD.commitment, 'task/t2')).toBeNull();
    expect(await store.payload('hmac-sha256:other', PAYLOAD.scope)).toBeNull();
    expect(await store.key('task/t2')).toBeNull();
  });

  onStore('keeps the first payload of a commitment in a scope, and each scope its own', async (store) => {
    await appendWith(store, { payloads: [PAYLOAD] });
    const again = { ...PAYLOAD, ciphertext: Uint8Array.of(1) };
    await appendWith(store, { payloads: [again, { ...again, scope: 'task/t2' }] });
    const read = async (scope: string) => (await store.payload(PAYLOAD.commitment, scope))!.ciphertext;
    expect([...(await read('task/t1'))]).toEqual([7, 0, 9]);
    expect([...(await read('task/t2'))]).toEqual([1]);
  });

  onStore('takes payloads and keys without a record', async (store) => {
    await store.append(
      0,
      altered(sealing(), () => ({ payloads: [PAYLOAD], keys: [KEY] })),
    );
    expect((await store.head()).size).toBe(0);
    expect(plain(await store.payload(PAYLOAD.commitment, PAYLOAD.scope))).toEqual(plain(PAYLOAD));
    expect(plain(await store.key('task/t1'))).toEqual(plain(KEY));
  });

  onStore('takes an empty ciphertext, and one of a megabyte', async (store) => {
    const large = new Uint8Array(1_000_000).map((_, index) => index % 251);
    const payloads = [
      { ...PAYLOAD, ciphertext: new Uint8Array() },
      { ...PAYLOAD, commitment: 'large', ciphertext: large },
    ];
    await appendWith(store, { payloads });
    expect((await store.payload(PAYLOAD.commitment, PAYLOAD.scope))!.ciphertext).toHaveLength(0);
    const read = (await store.payload('large', PAYLOAD.scope))!.ciphertext;
    expect(Buffer.compare(read, large)).toBe(0);
  });
}

export function testErasure(onStore: OnStore): void {
  onStore("destroys a scope's key and payloads, and nothing else", async (store) => {
    const second = { ...PAYLOAD, commitment: 'hmac-sha256:def' };
    const elsewhere = { ...PAYLOAD, scope: 'task/t10' };
    const kept = { scope: 'task/t10', wrapped: Uint8Array.of(3) };
    await appendWith(store, { payloads: [PAYLOAD, second, elsewhere], keys: [KEY, kept] });
    const before = await contentOf(store);
    for (const times of ['once', 'twice']) {
      await store.erase('task/t1');
      expect(await store.key('task/t1'), times).toBeNull();
      expect(await store.payload(PAYLOAD.commitment, 'task/t1')).toBeNull();
      expect(await store.payload(second.commitment, 'task/t1')).toBeNull();
      expect(plain(await store.payload(PAYLOAD.commitment, 'task/t10'))).toEqual(plain(elsewhere));
      expect(plain(await store.key('task/t10'))).toEqual(plain(kept));
      expect(await contentOf(store)).toEqual(before);
    }
  });

  onStore('lets the log go on, in the erased scope too', async (store) => {
    await appendWith(store, { payloads: [PAYLOAD], keys: [KEY] });
    await store.erase('task/t1');
    await appendWith(store, { payloads: [PAYLOAD], keys: [KEY] });
    expect((await store.head()).size).toBe(2);
    expect(plain(await store.payload(PAYLOAD.commitment, 'task/t1'))).toEqual(plain(PAYLOAD));
  });

  onStore('erases a scope that holds nothing without complaint', async (store) => {
    await expect(store.erase('task/none')).resolves.toBeUndefined();
  });
}
