// A payload opens only with its scope's key, and a scope's key only with the key file: who takes the
// database alone has neither, and who destroys a scope's key has erased its payloads.

import { randomBytes } from 'node:crypto';
import type { StoredPayload, WrappedKey } from '../../gateway/ports.ts';
import { decodeBase64, encodeBase64 } from '../../ledger/base64.ts';
import { concat, utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { commit, deriveScopeKeys, type CommitmentKind, type ScopeKeys } from '../../ledger/commitment.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { PrivateFileFault, readOrCreatePrivateFile, readPrivateFile } from '../host/private-file.ts';
import { decrypt, encrypt, NONCE_BYTES } from '../keys/aes-gcm.ts';
import {
  VaultFault,
  formOfPayload,
  kindOfPayload,
  type PayloadForm,
  type PayloadKind,
  type RootKey,
  type Vault,
} from '../../gateway/ports/vault.ts';

const KEY_BYTES = 32;
const NOT_WHOLE = 'is not a whole key file: restore it from its backup';
const HEADER = 'holdpoint key file v1: keep it secret, back it up apart from the database\n';

/** In place of the key itself: the key as a root key elsewhere wrapped it. */
const WRAPPED_HEADER = 'holdpoint wrapped key file v1: back it up; a root key elsewhere opens it\n';

/**
 * The vault whose key-encryption key lies at a path; the file is made (0600) where there is none. With a root
 * key the file holds the key wrapped by it, and it is unwrapped once, here.
 *
 * Rejects with `key-file-unusable`: without that very file no payload of its ledger can be read again; with
 * `root-key-unavailable` where the root key cannot be asked.
 */
export async function openFileVault(
  path: string,
  crypto: LedgerCrypto,
  root: RootKey | null = null,
): Promise<Vault> {
  const key = root === null ? await openKeyFile(path) : await openWrappedKeyFile(path, root);
  return new FileVault(path, key, crypto);
}

class FileVault implements Vault {
  readonly #path: string;
  readonly #fileKey: Uint8Array;
  readonly #crypto: LedgerCrypto;
  readonly #scopes = new Map<string, ScopeKeys>();

  constructor(path: string, fileKey: Uint8Array, crypto: LedgerCrypto) {
    this.#path = path;
    this.#fileKey = fileKey;
    this.#crypto = crypto;
  }

  create(scope: string): WrappedKey {
    if (this.has(scope)) throw new Error(`${scope} has a payload key already`);
    const payloadKey = new Uint8Array(randomBytes(KEY_BYTES));
    const { nonce, ciphertext } = encrypt(this.#fileKey, utf8(scope), payloadKey);
    this.#scopes.set(scope, deriveScopeKeys(this.#crypto, payloadKey));
    payloadKey.fill(0);
    return { scope, wrapped: concat(nonce, ciphertext) };
  }

  load({ scope, wrapped }: WrappedKey): void {
    const encrypted = { nonce: wrapped.slice(0, NONCE_BYTES), ciphertext: wrapped.slice(NONCE_BYTES) };
    const payloadKey = decrypt(this.#fileKey, utf8(scope), encrypted);
    if (payloadKey?.length !== KEY_BYTES) {
      const problem = `does not open the key of ${scope}: put back the key file of this ledger`;
      throw unusable(this.#path, problem);
    }
    this.#scopes.set(scope, deriveScopeKeys(this.#crypto, payloadKey));
    payloadKey.fill(0);
  }

  has(scope: string): boolean {
    return this.#scopes.has(scope);
  }

  forget(scope: string): void {
    const keys = this.#scopes.get(scope);
    keys?.commitmentKey.fill(0);
    keys?.encryptionKey.fill(0);
    this.#scopes.delete(scope);
  }

  commit(scope: string, kind: CommitmentKind, bytes: Uint8Array): string {
    return commit(this.#crypto, this.#keysOf(scope).commitmentKey, kind, bytes);
  }

  seal(
    scope: string,
    payload: PayloadKind,
    commitment: string,
    bytes: Uint8Array,
    form: PayloadForm = 'whole',
  ): StoredPayload {
    const kind = kindOfPayload(payload, form);
    const context = contextOf({ commitment, scope, kind });
    return { commitment, scope, kind, ...encrypt(this.#keysOf(scope).encryptionKey, context, bytes) };
  }

  open(payload: StoredPayload): Uint8Array {
    const { scope, kind, commitment } = payload;
    const bytes = decrypt(this.#keysOf(scope).encryptionKey, contextOf(payload), payload);
    // The kind was authenticated, so it is one that was sealed, and says truly whether something is left out.
    const isWhole = formOfPayload(payload) === 'whole';
    if (bytes === null || (isWhole && this.commit(scope, kind as PayloadKind, bytes) !== commitment)) {
      throw new VaultFault(
        'payload-damaged',
        `a payload of ${scope} is not what was sealed for ${commitment}`,
      );
    }
    return bytes;
  }

  #keysOf(scope: string): ScopeKeys {
    const keys = this.#scopes.get(scope);
    if (keys === undefined)
      throw new VaultFault('payload-key-missing', `the payload key of ${scope} is not loaded`);
    return keys;
  }
}

function contextOf({
  commitment,
  scope,
  kind,
}: Pick<StoredPayload, 'commitment' | 'scope' | 'kind'>): Uint8Array {
  return utf8(canonicalize({ commitment, scope, kind }));
}

async function openKeyFile(path: string): Promise<Uint8Array> {
  const text = await readOrMake(path, () => `${HEADER}${encodeBase64(randomBytes(KEY_BYTES))}\n`);
  if (text.startsWith(WRAPPED_HEADER))
    throw unusable(path, 'is wrapped by a root key: name that one in keys.payload');
  return checkKey(path, readBody(path, text, HEADER));
}

async function openWrappedKeyFile(path: string, root: RootKey): Promise<Uint8Array> {
  const made = await asVaultFault(readPrivateFile(path));
  const text = made ?? (await makeWrapped(path, root));
  if (text.startsWith(HEADER)) throw unusable(path, 'is not wrapped by the root key of keys.payload');
  return checkKey(path, await root.unwrap(readBody(path, text, WRAPPED_HEADER)));
}

async function makeWrapped(path: string, root: RootKey): Promise<string> {
  const wrapped = await root.wrap(new Uint8Array(randomBytes(KEY_BYTES)));
  return readOrMake(path, () => `${WRAPPED_HEADER}${encodeBase64(wrapped)}\n`);
}

function readOrMake(path: string, make: () => string): Promise<string> {
  return asVaultFault(readOrCreatePrivateFile(path, make));
}

function asVaultFault<Value>(reading: Promise<Value>): Promise<Value> {
  return reading.catch((error: unknown) => {
    if (!(error instanceof PrivateFileFault)) throw error;
    throw new VaultFault('key-file-unusable', error.message, { cause: error });
  });
}

function readBody(path: string, text: string, header: string): Uint8Array {
  const body = decodeBase64(text.slice(header.length, -1));
  if (text.startsWith(header) && text.endsWith('\n') && body !== null) return body;
  throw unusable(path, NOT_WHOLE);
}

function checkKey(path: string, key: Uint8Array): Uint8Array {
  if (key.length === KEY_BYTES) return key;
  throw unusable(path, NOT_WHOLE);
}

function unusable(path: string, problem: string): VaultFault {
  return new VaultFault('key-file-unusable', `${path} ${problem}`);
}
