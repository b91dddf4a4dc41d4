import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { openFileKeyring } from '../../adapters/keys/keyring-file.ts';
import { openCheckpoint } from '../../ledger/checkpoint.ts';
import { openNote } from '../../ledger/note.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { auditStore, type StoreReport } from './audit.ts';
import type { Core } from '../core.ts';
import { ADA, GRACE, startRig, type Rig } from '../rig.contract.ts';
import { StoreFault } from '../ports.ts';
import { rotateKey } from './rotate-key.ts';
import { signCheckpoint } from './signing.ts';
import { startGateway } from '../start.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-rotation-'));
let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ replicas: true });
});
afterEach(() => rig.stop());
afterAll(() => rmSync(scratch, { recursive: true }));

/** Replaces the key in force; gives the new one. */
async function rotate(core: Core = rig.core): Promise<string> {
  const { vkey, ...answer } = await rotateKey(core, ADA, core.signer.vkey);
  expect(answer.verdict).toBe('permit');
  return vkey;
}

async function auditUnder(vkey: string, checkpoints: readonly string[] = []): Promise<StoreReport> {
  const { store, vault } = await rig.portsOfNewProcess();
  return auditStore({ store, crypto, vault, vkey, checkpoints });
}

const newest = async (): Promise<string> => (await rig.store.head()).checkpoint!;
const signersOf = (note: string, vkeys: readonly string[]): number =>
  openNote(
    crypto,
    note,
    vkeys.map((vkey) => decodeVkey(crypto, vkey)),
  ).signers.length;

it('a ledger whose key was replaced twice holds for whoever has any of the three', async () => {
  const vkeys = [rig.core.signer.vkey];
  for (let round = 0; round < 2; round += 1) {
    const task = await rig.open();
    await rig.call(task, 'notes/read', { round });
    vkeys.push(await rotate());
    await rig.close(task);
  }
  await rig.open();
  expect(rig.core.signer.vkey).toBe(vkeys[2]);
  for (const vkey of vkeys) {
    const report = await auditUnder(vkey);
    expect([vkeys.indexOf(vkey), report.findings]).toEqual([vkeys.indexOf(vkey), []]);
    expect(report.coveredSize).toBe(report.size);
  }
});

it('the batch that replaces the key is signed under both, all others under the one in force', async () => {
  const first = rig.core.signer.vkey;
  expect(signersOf(await newest(), [first])).toBe(1);
  const second = await rotate();
  expect(signersOf(await newest(), [first, second])).toBe(2);
  await rig.open();
  expect(signersOf(await newest(), [first, second])).toBe(1);
  expect(signersOf(await newest(), [second])).toBe(1);
});

it('the checkpoint that both signed is kept for ever, if need be by the next start', async () => {
  const fails = vi.spyOn(rig.core.store, 'keepCheckpoint');
  fails.mockRejectedValueOnce(new StoreFault('store-unavailable', 'not now'));
  const first = rig.core.signer.vkey;
  const second = await rotate();
  const [size, both] = [(await rig.store.head()).size, await newest()];
  expect(fails).toHaveBeenCalledExactlyOnceWith(size, both);
  expect(rig.log.errors.map(({ facts }) => facts)).toContainEqual({ code: 'store-unavailable' });
  expect(rig.core.signer.vkey).toBe(second);
  await rig.open();
  const ports = await rig.portsOfNewProcess();
  const keeps = vi.spyOn(ports.store, 'keepCheckpoint');
  const next = await startGateway(ports, rig.core.options);
  expect(keeps).toHaveBeenCalledExactlyOnceWith(size, both);
  expect(signersOf(both, [first, second])).toBe(2);
  await next.stop();
});

it('an approval goes on counting, and a receipt from before goes on proving', async () => {
  const first = rig.core.signer.vkey;
  const task = await rig.open();
  const held = await rig.call(task, 'notes/write', { n: 1 });
  if (held.verdict !== 'hold') throw new Error(held.verdict);
  await rig.decide('grace', 'approve', task, held.hold);
  const second = await rotate();
  const ran = await rig.call(task, 'notes/write', { n: 1 });
  if (ran.verdict !== 'permit') throw new Error(ran.verdict);
  const before = openCheckpoint(crypto, held.receipt.checkpoint, [decodeVkey(crypto, first)], 'test/ledger');
  expect(before.size).toBeGreaterThan(held.receipt.seq);
  const after = openCheckpoint(crypto, ran.receipt.checkpoint, [decodeVkey(crypto, second)], 'test/ledger');
  expect(after.size).toBeGreaterThan(ran.receipt.seq);
  expect((await auditUnder(first, [held.receipt.checkpoint])).findings).toEqual([]);
});

it('a thief of the retired key signs nothing any more', async () => {
  const first = rig.core.signer.vkey;
  const second = await rotate();
  await rig.open();
  const { size } = await rig.store.head();
  const forged = signCheckpoint(rig.core, { size, root: new Uint8Array(32).fill(1) }, [first]);
  for (const vkey of [first, second]) {
    const { ok, findings } = await auditUnder(vkey, [forged]);
    expect(ok).toBe(false);
    expect(findings.map(({ code }) => code)).toContain('key-retired');
  }
});

it('a refused rotation leaves the key in force, and no file of the one it made', async () => {
  const { vkey, verdict } = await rotateKey(rig.core, GRACE, rig.core.signer.vkey);
  expect(verdict).toBe('deny');
  expect([rig.core.keyring.find(vkey), rig.core.signer.vkey === vkey]).toEqual([null, false]);
  const late = await rotateKey(rig.core, ADA, vkey);
  expect(late.reasons.map(({ code }) => code)).toEqual(['key-not-in-force']);
});

it('a new process goes on under the new key, whatever was kept under the one before', async () => {
  const kept = await newest();
  const second = await rotate();
  await rig.core.checkpoints.write(kept);
  await rig.restart();
  expect(rig.core.signer.vkey).toBe(second);
  expect(await rig.open()).toMatch(/^task_/);
  expect((await rig.audit()).findings).toEqual([]);
});

it('nothing starts where the key in force is not, and the fault names it', async () => {
  await rotate();
  const second = await rotate();
  const ports = await rig.portsOfNewProcess();
  const keyring = openFileKeyring(join(scratch, 'elsewhere'), 'test/ledger', crypto);
  await keyring.first();
  await expect(startGateway({ ...ports, keyring }, rig.core.options)).rejects.toMatchObject({
    code: 'signing-key-missing',
    message: expect.stringContaining(second),
  });
});

it('another replica takes the new key up, and goes on', async () => {
  const other = await rig.join();
  const task = await rig.open();
  await rotate();
  expect(await other.call(task, 'notes/read', { n: 1 })).toMatchObject({ verdict: 'permit' });
  const third = await rotate(other.core);
  await rig.call(task, 'notes/read', { n: 2 });
  expect([rig.core.signer.vkey, other.core.signer.vkey]).toEqual([third, third]);
  expect((await rig.audit()).findings).toEqual([]);
});

it('a replica that lacks the new key decides nothing, until it has it', async () => {
  const other = await rig.join();
  const task = await other.open();
  const find = vi.spyOn(other.core.keyring, 'find').mockReturnValue(null);
  await rotate();
  const { size } = await rig.store.head();
  expect(await other.call(task, 'notes/read')).toEqual({ verdict: 'fault', code: 'signing-key-missing' });
  expect((await rig.store.head()).size).toBe(size);
  find.mockRestore();
  expect(await other.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
});
