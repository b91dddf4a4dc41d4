import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { utf8 } from '../../ledger/bytes.ts';
import { nodeLedgerCrypto } from '../crypto/node.ts';
import { createOperatorKey, unlockOperatorKey, type OperatorIdentity } from './operator-key.ts';

const root = mkdtempSync(join(tmpdir(), 'holdpoint-operator-'));
const path = join(root, 'ada.json');
// The last letters, composed; below they are typed as a letter and a combining mark.
const PASSPHRASE = 'correct horse caf\u00e9';
const DECOMPOSED = 'correct horse cafe\u0301';

let made: OperatorIdentity;
let file: Record<string, unknown>;

beforeAll(async () => {
  made = await createOperatorKey(path, 'ada', PASSPHRASE);
  file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
});
afterAll(() => rmSync(root, { recursive: true }));

/** A copy of the file with some members changed. */
function changedCopy(name: string, change: object): string {
  const copy = join(root, name);
  writeFileSync(copy, JSON.stringify({ ...file, ...change }), { mode: 0o600 });
  return copy;
}

it('signs with the key that its file names, once the passphrase has opened it', async () => {
  const unlocked = await unlockOperatorKey(path, PASSPHRASE);
  expect(unlocked).toMatchObject({ operator: 'ada', publicKey: made.publicKey });
  const message = utf8('approve');
  expect(nodeLedgerCrypto.verifyEd25519(made.publicKey, message, unlocked.sign(message))).toBe(true);
});

it('takes the passphrase from any keyboard', async () => {
  expect((await unlockOperatorKey(path, DECOMPOSED)).publicKey).toEqual(made.publicKey);
});

it('writes a file for its owner only, in the documented form', () => {
  const bytes = (length: number) => expect.stringMatching(new RegExp(`^[A-Za-z0-9_-]{${length}}$`));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(file).toEqual({
    v: 1,
    operator: 'ada',
    publicKey: Buffer.from(made.publicKey).toString('base64url'),
    kdf: { name: 'scrypt', N: 131_072, r: 8, p: 1, salt: bytes(43) },
    cipher: { name: 'aes-256-gcm', nonce: bytes(16) },
    ciphertext: bytes(86),
  });
});

it('refuses a wrong passphrase', async () => {
  await expect(unlockOperatorKey(path, 'correct horse cafe')).rejects.toMatchObject({
    name: 'OperatorKeyFault',
    code: 'passphrase-wrong',
  });
});

it('never replaces a key', async () => {
  await expect(createOperatorKey(path, 'ada', 'another')).rejects.toMatchObject({
    code: 'operator-key-exists',
  });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(file);
});

it('says so when there is no key, or others can read it', async () => {
  await expect(unlockOperatorKey(join(root, 'none.json'), PASSPHRASE)).rejects.toMatchObject({
    code: 'operator-key-missing',
  });
  const open = changedCopy('open.json', {});
  chmodSync(open, 0o644);
  await expect(unlockOperatorKey(open, PASSPHRASE)).rejects.toMatchObject({
    code: 'operator-key-unusable',
    message: `${open} is open to others: chmod 600 ${open}`,
  });
});

it('does not open under another name or public key, even with the passphrase', async () => {
  const changes = [{ operator: 'eve' }, { publicKey: Buffer.alloc(32).toString('base64url') }];
  for (const change of changes) {
    const unlocking = unlockOperatorKey(changedCopy('stolen.json', change), PASSPHRASE);
    await expect(unlocking).rejects.toMatchObject({ code: 'passphrase-wrong' });
  }
});

it('refuses every other form before it spends any work on the passphrase', async () => {
  const { kdf, cipher } = file as { kdf: object; cipher: object };
  const changes = [
    { v: 2 },
    { operator: 'no name' },
    { more: true },
    { ciphertext: 'not base64!' },
    { kdf: { ...kdf, N: 2 } },
    { kdf: { ...kdf, N: 2 ** 30 } },
    { kdf: { ...kdf, name: 'md5' } },
    { cipher: { ...cipher, name: 'none' } },
    { cipher: null },
  ];
  for (const change of changes) {
    const unlocking = unlockOperatorKey(changedCopy('odd.json', change), PASSPHRASE);
    await expect(unlocking, JSON.stringify(change)).rejects.toMatchObject({ code: 'operator-key-unusable' });
  }
  const words = join(root, 'words.json');
  writeFileSync(words, 'not json', { mode: 0o600 });
  await expect(unlockOperatorKey(words, PASSPHRASE)).rejects.toMatchObject({ code: 'operator-key-unusable' });
});
