import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRig, type Rig } from '../../gateway/rig.contract.ts';
import { nodeLedgerCrypto } from '../crypto/node.ts';
import { openMemoryStore } from '../store/memory.ts';
import { openFileVault } from '../vault/file.ts';
import { checkKeyFiles, checkPayloadKey, PAYLOAD_KEY } from './key-files.ts';

const ALL = ['origin', 'tokens.pem', 'credentials.pem', PAYLOAD_KEY];
let folder: string;
let rig: Rig;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-keys-'));
  rig = await startRig();
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true });
});

function put(...names: readonly string[]): void {
  for (const name of names) writeFileSync(join(folder, name), randomBytes(8).toString('hex'));
}

it('an empty store needs no key files yet', async () => {
  await expect(checkKeyFiles(openMemoryStore(), [folder])).resolves.toBeUndefined();
});

it.each(ALL)(
  'a ledger whose %s is not there is not opened, and the message says what to copy',
  async (name) => {
    put(...ALL.filter((other) => other !== name));
    await expect(checkKeyFiles(rig.store, [folder])).rejects.toMatchObject({
      code: 'key-file-missing',
      message: expect.stringContaining(`copy the whole of ${folder}`),
    });
  },
);

it('a file may lie in another of the folders', async () => {
  const [first, ...others] = ALL;
  put(first!);
  const home = mkdtempSync(join(tmpdir(), 'holdpoint-home-'));
  for (const name of others) writeFileSync(join(home, name), '');
  await expect(checkKeyFiles(rig.store, [home, folder])).resolves.toBeUndefined();
  rmSync(home, { recursive: true });
});

it('the payload key of another ledger is refused before anything is written under it', async () => {
  await expect(checkPayloadKey(rig.ports.vault, rig.store)).resolves.toBeUndefined();
  const other = await openFileVault(join(folder, PAYLOAD_KEY), nodeLedgerCrypto);
  await expect(checkPayloadKey(other, rig.store)).rejects.toMatchObject({ code: 'key-file-unusable' });
});
