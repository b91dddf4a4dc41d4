// A whole gateway with witnesses: its decisions wait for none of them, and a database that was put back is
// found by the gateway itself.

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { openSqliteStore } from '../../adapters/store/sqlite/sqlite.ts';
import { LOG_KEY } from '../../ledger/sample-witness.contract.ts';
import { decodeVkey, encodeVkey, type VerifierKey } from '../../ledger/vkey.ts';
import { runWitness, type RunningWitness } from '../../surfaces/witness/running-witness.contract.ts';
import { auditStore } from './audit.ts';
import { fakeClock, fakeLog } from '../fakes.contract.ts';
import type { LedgerStore } from '../ports.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { growTo } from './witnessed-log.contract.ts';
import type { Witness } from '../ports/witness.ts';
import { createWitnessing, type Witnessing } from './witnessing.ts';

let logs: VerifierKey[];
let watchers: RunningWitness[];
beforeEach(async () => {
  logs = [];
  watchers = [await runWitness(1, logs), await runWitness(2, logs)];
});
afterEach(() => Promise.all(watchers.map((watcher) => watcher.stop())));

async function rigWith(witnesses: readonly Witness[]): Promise<Rig> {
  const rig = await startRig({ options: { witnessing: { witnesses, quorum: 2, periodSeconds: 3600 } } });
  logs.push(decodeVkey(crypto, rig.core.signer.vkey));
  return rig;
}

test('what it records is cosigned by a quorum, before and after a crash, and the audit sees it', async () => {
  const rig = await rigWith(watchers.map(({ client }) => client));
  const task = await rig.open();
  await rig.call(task, 'notes/write', {});
  await rig.core.witnessing!.round();
  await rig.restart();
  await rig.close(task);
  await rig.core.witnessing!.round();
  const { size } = await rig.store.head();
  expect(rig.core.witnessing!.status()).toMatchObject({ size, have: 2, cosignedSize: size, alarm: null });
  const witnesses = watchers.map(({ key }) => encodeVkey(key));
  const { store, vault } = rig.ports;
  const { vkey } = rig.core.signer;
  const input = { store, crypto, vault, vkey, checkpoints: [], witnesses, quorum: 2 };
  expect(await auditStore(input)).toMatchObject({ ok: true, cosignedSize: size });
  await rig.stop();
});

test('a witness that never answers holds up no decision', async () => {
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const hanging: Witness = {
    ...watchers[0]!.client,
    submit: (_request, signal) =>
      new Promise((resolve) => {
        const end = (): void => resolve({ outcome: 'failed', code: 'unreachable' });
        if (signal.aborted) end();
        signal.addEventListener('abort', end);
        ask();
      }),
  };
  const rig = await rigWith([hanging]);
  const round = rig.core.witnessing!.round();
  await asked;
  const task = await rig.open();
  expect(await rig.call(task, 'notes/read', {})).toMatchObject({ verdict: 'permit' });
  const stopped = rig.stop();
  await Promise.all([round, stopped]);
});

test('a database that was put back to an older copy of itself is found when it starts', async () => {
  logs.push(LOG_KEY);
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-rollback-'));
  const path = join(folder, 'holdpoint.db');
  const log = fakeLog();
  const watch = (store: LedgerStore): Witnessing =>
    createWitnessing({
      store,
      crypto,
      clock: fakeClock(0),
      log,
      witnesses: watchers.map(({ client }) => client),
      quorum: 2,
      periodSeconds: 10,
      owner: () => 'process_1',
    });
  const run = async (size: number | null): Promise<Witnessing> => {
    const store = await openSqliteStore({ path });
    if (size !== null) await growTo(store, size);
    const witnessing = watch(store);
    await witnessing.round();
    await store.close();
    return witnessing;
  };
  expect((await run(300)).status()).toMatchObject({ cosignedSize: 300, alarm: null });
  await copyFile(path, `${path}.backup`);
  expect((await run(310)).status()).toMatchObject({ cosignedSize: 310, alarm: null });
  await copyFile(`${path}.backup`, path);
  expect((await run(null)).status()).toMatchObject({ size: 300, cosignedSize: 0, alarm: 'rolled-back' });
  expect(log.errors).toHaveLength(2);
  await rm(folder, { recursive: true });
});
