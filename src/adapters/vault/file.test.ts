import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StoredPayload } from '../../gateway/ports.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { isCommitment } from '../../ledger/commitment.ts';
import { nodeLedgerCrypto } from '../crypto/node.ts';
import { openFileVault } from './file.ts';
import { formOfPayload, type PayloadKind, type RootKey } from '../../gateway/ports/vault.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-vault-'));
let files = 0;
const freshPath = (): string => join(folder, `${++files}`, 'file.key');
const openVault = (path = freshPath()) => openFileVault(path, nodeLedgerCrypto);
const TEXT = utf8('Pay 100 € to ACME');

afterAll(() => rmSync(folder, { recursive: true }));

describe('payloads', () => {
  it('open to what was sealed, also after the key was stored, and loaded by another process', async () => {
    const path = freshPath();
    const vault = await openVault(path);
    const key = vault.create('task/t1');
    const commitment = vault.commit('task/t1', 'prompt', TEXT);
    const payload = vault.seal('task/t1', 'prompt', commitment, TEXT);
    expect(vault.open(payload)).toEqual(TEXT);
    expect(Buffer.from(payload.ciphertext).includes(Buffer.from(TEXT))).toBe(false);

    const other = await openVault(path);
    expect(other.has('task/t1')).toBe(false);
    other.load(key);
    expect(other.has('task/t1')).toBe(true);
    expect(other.open(payload)).toEqual(TEXT);
    expect(other.commit('task/t1', 'prompt', TEXT)).toBe(commitment);
  });

  it('have commitments that tell scopes, kinds and bytes apart', async () => {
    const vault = await openVault();
    vault.create('task/t1');
    vault.create('task/t2');
    const kinds: PayloadKind[] = ['prompt', 'arguments', 'result', 'name', 'reason'];
    const commitments = [
      ...kinds.map((kind) => vault.commit('task/t1', kind, TEXT)),
      vault.commit('task/t2', 'prompt', TEXT),
      vault.commit('task/t1', 'prompt', new Uint8Array()),
    ];
    expect(commitments.every(isCommitment)).toBe(true);
    expect(new Set(commitments).size).toBe(commitments.length);
  });

  it.each<[string, (payload: StoredPayload) => Partial<StoredPayload>]>([
    ['a changed ciphertext', ({ ciphertext }) => ({ ciphertext: ciphertext.with(0, ciphertext[0]! ^ 1) })],
    ['a cut ciphertext', ({ ciphertext }) => ({ ciphertext: ciphertext.slice(0, 5) })],
    ['a changed nonce', ({ nonce }) => ({ nonce: nonce.with(0, nonce[0]! ^ 1) })],
    ['another kind', () => ({ kind: 'result' })],
    ['another scope', () => ({ scope: 'task/t2' })],
    ['another commitment', () => ({ commitment: `hmac-sha256:${'A'.repeat(43)}` })],
  ])('with %s do not open', async (_, change) => {
    const vault = await openVault();
    vault.create('task/t1');
    vault.create('task/t2');
    const commitment = vault.commit('task/t1', 'prompt', utf8('other words'));
    const payload = vault.seal('task/t1', 'prompt', commitment, utf8('other words'));
    expect(() => vault.open({ ...payload, ...change(payload) })).toThrow(
      expect.objectContaining({ name: 'VaultFault', code: 'payload-damaged' }),
    );
  });

  it('that are not what they were committed to do not open', async () => {
    const vault = await openVault();
    vault.create('task/t1');
    const commitment = vault.commit('task/t1', 'prompt', utf8('what was recorded'));
    const payload = vault.seal('task/t1', 'prompt', commitment, TEXT);
    expect(() => vault.open(payload)).toThrow(expect.objectContaining({ code: 'payload-damaged' }));
  });
});

describe('redacted payloads', () => {
  it('open to what was left of the words, under the commitment to all of them', async () => {
    const vault = await openVault();
    vault.create('task/t1');
    const commitment = vault.commit('task/t1', 'result', TEXT);
    const left = utf8('Pay [redacted] to ACME');
    const payload = vault.seal('task/t1', 'result', commitment, left, 'redacted');
    expect(formOfPayload(payload)).toBe('redacted');
    expect(vault.open(payload)).toEqual(left);
  });

  it('cannot be passed off as whole, nor whole ones as redacted', async () => {
    const vault = await openVault();
    vault.create('task/t1');
    const commitment = vault.commit('task/t1', 'result', TEXT);
    const damaged = expect.objectContaining({ code: 'payload-damaged' });
    const redacted = vault.seal('task/t1', 'result', commitment, utf8('less'), 'redacted');
    expect(() => vault.open({ ...redacted, kind: 'result' })).toThrow(damaged);
    const whole = vault.seal('task/t1', 'result', commitment, TEXT);
    expect(() => vault.open({ ...whole, kind: redacted.kind })).toThrow(damaged);
  });
});

describe('payload keys', () => {
  it('are missing until made or loaded, and once forgotten', async () => {
    const vault = await openVault();
    const missing = expect.objectContaining({ name: 'VaultFault', code: 'payload-key-missing' });
    expect(() => vault.commit('task/t1', 'prompt', TEXT)).toThrow(missing);
    const key = vault.create('task/t1');
    const payload = vault.seal('task/t1', 'prompt', vault.commit('task/t1', 'prompt', TEXT), TEXT);
    vault.forget('task/t1');
    expect(vault.has('task/t1')).toBe(false);
    expect(() => vault.open(payload)).toThrow(missing);
    expect(() => vault.seal('task/t1', 'prompt', payload.commitment, TEXT)).toThrow(missing);
    vault.load(key);
    expect(vault.open(payload)).toEqual(TEXT);
  });

  it('are made once: a second one would orphan what the first has sealed', async () => {
    const vault = await openVault();
    vault.create('task/t1');
    expect(() => vault.create('task/t1')).toThrow('task/t1 has a payload key already');
  });

  it('do not open under another scope or another key file', async () => {
    const vault = await openVault();
    const key = vault.create('task/t1');
    const refused = expect.objectContaining({ name: 'VaultFault', code: 'key-file-unusable' });
    expect(() => vault.load({ ...key, scope: 'task/t2' })).toThrow(refused);
    expect(() => vault.load({ ...key, wrapped: key.wrapped.slice(0, 20) })).toThrow(refused);
    const stranger = await openVault();
    expect(() => stranger.load(key)).toThrow(refused);
    expect(stranger.has('task/t1')).toBe(false);
  });
});

describe('the key file', () => {
  it('is made for its owner only, says what it is, and is never the same twice', async () => {
    const paths = [freshPath(), freshPath()];
    for (const path of paths) await openVault(path);
    const texts = paths.map((path) => readFileSync(path, 'utf8'));
    expect(texts[0]).toMatch(/^holdpoint key file v1: .+\n[A-Za-z0-9+/]{43}=\n$/);
    expect(texts[0]).not.toBe(texts[1]);
    expect(statSync(paths[0]!).mode & 0o777).toBe(0o600);
  });

  it('is refused, with its path and the mend, when others can read it', async () => {
    const path = freshPath();
    await openVault(path);
    chmodSync(path, 0o644);
    await expect(openVault(path)).rejects.toMatchObject({
      name: 'VaultFault',
      code: 'key-file-unusable',
      message: `${path} is open to others: chmod 600 ${path}`,
    });
  });

  it.each([
    ['is empty', () => ''],
    ['lacks its end', (text: string) => text.slice(0, -1)],
    ['lacks a part of its key', (text: string) => `${text.slice(0, -9)}\n`],
    ['has a key of another size', (text: string) => `${text.split('\n')[0]}\nAAAA\n`],
    ['has another header', (text: string) => text.replace('v1', 'v2')],
    ['is something else', () => 'hunter2\n'],
  ])('is refused when it %s, without a word of its content', async (_, change) => {
    const path = freshPath();
    await openVault(path);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    await expect(openVault(path)).rejects.toMatchObject({
      code: 'key-file-unusable',
      message: `${path} is not a whole key file: restore it from its backup`,
    });
  });
});

describe('a key file under a root key that lies elsewhere', () => {
  /** Stands in for a key management service: it wraps by turning bits. */
  function turningRoot(): RootKey & { readonly asked: string[] } {
    const asked: string[] = [];
    const turn = (what: string) => (bytes: Uint8Array) => {
      asked.push(what);
      return Promise.resolve(bytes.map((byte) => byte ^ 0xff));
    };
    return { asked, wrap: turn('wrap'), unwrap: turn('unwrap') };
  }

  it('holds the key wrapped; it is unwrapped once at each start, and opens what was sealed', async () => {
    const path = freshPath();
    const root = turningRoot();
    const vault = await openFileVault(path, nodeLedgerCrypto, root);
    const key = vault.create('task/t1');
    const payload = vault.seal('task/t1', 'prompt', vault.commit('task/t1', 'prompt', TEXT), TEXT);
    expect(readFileSync(path, 'utf8')).toMatch(/^holdpoint wrapped key file v1: .+\n[A-Za-z0-9+/]{43}=\n$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const other = await openFileVault(path, nodeLedgerCrypto, root);
    other.load(key);
    expect(other.open(payload)).toEqual(TEXT);
    expect(root.asked).toEqual(['wrap', 'unwrap', 'unwrap']);
  });

  it('is one key for two processes that make it at once', async () => {
    const path = freshPath();
    const root = turningRoot();
    const [one, two] = await Promise.all([1, 2].map(() => openFileVault(path, nodeLedgerCrypto, root)));
    const key = one!.create('task/t1');
    two!.load(key);
    expect(two!.has('task/t1')).toBe(true);
  });

  it('is not opened without it, and a plain one not with it', async () => {
    const [wrapped, plain] = [freshPath(), freshPath()];
    await openFileVault(wrapped, nodeLedgerCrypto, turningRoot());
    await openVault(plain);
    const refused = { code: 'key-file-unusable', message: expect.stringContaining('keys.payload') };
    await expect(openVault(wrapped)).rejects.toMatchObject(refused);
    await expect(openFileVault(plain, nodeLedgerCrypto, turningRoot())).rejects.toMatchObject(refused);
  });

  it('is not made where the root key cannot be asked, nor believed where that gives another', async () => {
    const path = freshPath();
    const down: RootKey = {
      wrap: () => Promise.reject(new Error('down')),
      unwrap: () => Promise.resolve(new Uint8Array(5)),
    };
    await expect(openFileVault(path, nodeLedgerCrypto, down)).rejects.toThrow('down');
    expect(existsSync(path)).toBe(false);
    await openFileVault(path, nodeLedgerCrypto, turningRoot());
    await expect(openFileVault(path, nodeLedgerCrypto, down)).rejects.toMatchObject({
      code: 'key-file-unusable',
      message: `${path} is not a whole key file: restore it from its backup`,
    });
  });
});
