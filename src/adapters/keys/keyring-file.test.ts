import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hex, utf8 } from '../../ledger/bytes.ts';
import { openNote, signNote } from '../../ledger/note.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { nodeLedgerCrypto } from '../crypto/node.ts';
import { createPrivateFile } from '../host/private-file.ts';
import { listVkeys, openFileKeyring } from './keyring-file.ts';

const root = mkdtempSync(join(tmpdir(), 'holdpoint-keyring-'));
let folders = 0;
const freshFolder = (): string => join(root, `${++folders}`);
const ORIGIN = 'holdpoint.example/ledger';
const openKeyring = (folder: string) => openFileKeyring(folder, ORIGIN, nodeLedgerCrypto);
const fileOf = (vkey: string): string => `ledger-${hex(decodeVkey(nodeLedgerCrypto, vkey).id)}.pem`;

afterAll(() => rmSync(root, { recursive: true }));

it('signs notes that open with the verifier key, with the first key and with later ones', async () => {
  const keyring = openKeyring(freshFolder());
  for (const signer of [await keyring.first(), await keyring.create()]) {
    const { publicKey } = signer;
    const sign = (message: Uint8Array) => signer.sign(message);
    const note = signNote(nodeLedgerCrypto, 'a text\n', { name: ORIGIN, publicKey, sign });
    const key = decodeVkey(nodeLedgerCrypto, signer.vkey);
    expect(key).toMatchObject({ name: ORIGIN, publicKey });
    expect(openNote(nodeLedgerCrypto, note, [key]).text).toBe('a text\n');
  }
});

it('makes the first key once, for its owner only, and finds it whenever it is opened', async () => {
  const folder = freshFolder();
  const first = await openKeyring(folder).first();
  expect(statSync(join(folder, 'ledger.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'ledger.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect((await openKeyring(folder).first()).vkey).toBe(first.vkey);
  const found = openKeyring(folder).find(first.vkey)!;
  const message = utf8('message');
  expect(nodeLedgerCrypto.verifyEd25519(first.publicKey, message, found.sign(message))).toBe(true);
  expect((await openKeyring(freshFolder()).first()).vkey).not.toBe(first.vkey);
});

it('finds a key that another replica made since, and none that is not there', async () => {
  const folder = freshFolder();
  const here = openKeyring(folder);
  const first = await here.first();
  const { vkey } = await openKeyring(folder).create();
  expect(statSync(join(folder, fileOf(vkey))).mode & 0o777).toBe(0o600);
  expect(here.find(vkey)?.vkey).toBe(vkey);
  expect(here.find(first.vkey)?.vkey).toBe(first.vkey);
  expect(openKeyring(freshFolder()).find(vkey)).toBeNull();
});

it('does not take a key for the one that its file is named after', async () => {
  const folder = freshFolder();
  const keyring = openKeyring(folder);
  const [second, third] = [await keyring.create(), await keyring.create()];
  renameSync(join(folder, fileOf(third.vkey)), join(folder, fileOf(second.vkey)));
  expect(openKeyring(folder).find(second.vkey)).toBeNull();
});

it('looks nowhere else for what a database calls a key', () => {
  expect(() => openKeyring(freshFolder()).find(`${ORIGIN}+../../secret+AAAA`)).toThrow(
    expect.objectContaining({ code: 'malformed-key' }),
  );
});

it('forgets a key that never came into force, and its file', async () => {
  const folder = freshFolder();
  const keyring = openKeyring(folder);
  const { vkey } = await keyring.create();
  await keyring.discard(vkey);
  expect([keyring.find(vkey), readdirSync(folder)]).toEqual([null, []]);
});

it('lists all the keys of a folder, the first one first', async () => {
  const folder = freshFolder();
  expect(await listVkeys(folder, ORIGIN, nodeLedgerCrypto)).toEqual([]);
  const keyring = openKeyring(folder);
  const [second, third] = [await keyring.create(), await keyring.create()];
  const first = await keyring.first();
  await createPrivateFile(join(folder, 'tokens.pem'), 'not a key of the ledger');
  const [oldest, ...later] = await listVkeys(folder, ORIGIN, nodeLedgerCrypto);
  expect(oldest).toBe(first.vkey);
  expect(later.toSorted()).toEqual([second.vkey, third.vkey].toSorted());
});

it('refuses files that others can read', async () => {
  const folder = freshFolder();
  const { vkey } = await openKeyring(folder).create();
  const path = join(folder, fileOf(vkey));
  chmodSync(path, 0o644);
  const refusal = {
    code: 'private-file-unusable',
    message: `${path} is open to others: chmod 600 ${path}`,
  };
  expect(() => openKeyring(folder).find(vkey)).toThrow(expect.objectContaining(refusal));
  await expect(listVkeys(folder, ORIGIN, nodeLedgerCrypto)).rejects.toMatchObject(refusal);
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
  const folder = freshFolder();
  const path = join(folder, 'ledger.pem');
  await createPrivateFile(path, text);
  await expect(openKeyring(folder).first()).rejects.toMatchObject({
    code: 'private-file-unusable',
    message: `${path} holds no Ed25519 key: restore it from its backup`,
  });
});

function pemOf(key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
