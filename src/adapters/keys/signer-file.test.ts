import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { utf8 } from '../../ledger/bytes.ts';
import { openNote, signNote } from '../../ledger/note.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { nodeLedgerCrypto } from '../crypto/node.ts';
import { createPrivateFile } from '../host/private-file.ts';
import { openFileSigner } from './signer-file.ts';

const root = mkdtempSync(join(tmpdir(), 'holdpoint-signer-'));
let files = 0;
const freshPath = (): string => join(root, `${++files}`, 'ledger.pem');
const ORIGIN = 'holdpoint.example/ledger';
const openSigner = (path: string) => openFileSigner(path, ORIGIN, nodeLedgerCrypto);

afterAll(() => rmSync(root, { recursive: true }));

it('signs notes that open with its verifier key', async () => {
  const signer = await openSigner(freshPath());
  const { origin, publicKey } = signer;
  const sign = (message: Uint8Array) => signer.sign(message);
  const note = signNote(nodeLedgerCrypto, 'a text\n', { name: origin, publicKey, sign });
  const key = decodeVkey(nodeLedgerCrypto, signer.vkey);
  expect(key).toMatchObject({ name: ORIGIN, publicKey });
  expect(openNote(nodeLedgerCrypto, note, [key]).text).toBe('a text\n');
});

it('makes its file once, for its owner only, and is the same signer whenever it is opened', async () => {
  const path = freshPath();
  const first = await openSigner(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  const again = await openSigner(path);
  expect(again.vkey).toBe(first.vkey);
  const message = utf8('message');
  expect(nodeLedgerCrypto.verifyEd25519(first.publicKey, message, again.sign(message))).toBe(true);
  expect((await openSigner(freshPath())).vkey).not.toBe(first.vkey);
});

it('refuses a file that others can read', async () => {
  const path = freshPath();
  await openSigner(path);
  chmodSync(path, 0o644);
  await expect(openSigner(path)).rejects.toMatchObject({
    code: 'private-file-unusable',
    message: `${path} is open to others: chmod 600 ${path}`,
  });
});

it.each([
  ['words', 'hunter2'],
  ['nothing', ''],
  ['a key of another kind', pemOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)],
  [
    'a public key',
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ],
])('refuses a file that holds %s, without quoting it', async (_, text) => {
  const path = freshPath();
  await createPrivateFile(path, text);
  await expect(openSigner(path)).rejects.toMatchObject({
    code: 'private-file-unusable',
    message: `${path} holds no Ed25519 key: restore it from its backup`,
  });
});

function pemOf(key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
