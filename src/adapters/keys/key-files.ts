// A ledger is opened with its own keys or not at all: one that were made anew beside it would write what
// nobody could read, and sign in whom nobody else knows.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerStore } from '../../gateway/ports.ts';
import type { Vault } from '../../gateway/ports/vault.ts';

/** The file of the key above all payload keys. */
export const PAYLOAD_KEY = 'payload.key';

/** All but the signing keys, whose keyring knows which of them is needed. */
const KEY_FILES = ['origin', 'tokens.pem', 'credentials.pem', PAYLOAD_KEY];

export class KeyFileMissing extends Error {
  readonly code = 'key-file-missing';
  constructor(path: string, folder: string) {
    super(`${path} is not there, and the ledger is: copy the whole of ${folder} from a replica or a backup`);
    this.name = 'KeyFileMissing';
  }
}

/**
 * Rejects with `KeyFileMissing` where the store holds a ledger and a key file is in none of the folders; the
 * first of them is where it belongs.
 */
export async function checkKeyFiles(
  store: LedgerStore,
  folders: readonly [string, ...string[]],
): Promise<void> {
  if ((await store.head()).size === 0) return;
  const isThere = (name: string): boolean => folders.some((folder) => existsSync(join(folder, name)));
  const missing = KEY_FILES.find((name) => !isThere(name));
  if (missing !== undefined) throw new KeyFileMissing(join(folders[0], missing), folders[0]);
}

/** Rejects with `key-file-unusable` where the payloads of the ledger were encrypted under another key. */
export async function checkPayloadKey(vault: Vault, store: LedgerStore): Promise<void> {
  const [genesis] = await store.read({ fromSeq: 0, limit: 1 });
  if (genesis === undefined) return;
  const { body } = JSON.parse(genesis.text) as { readonly body: { readonly operator?: { id?: string } } };
  const key = await store.key(`operator/${body.operator?.id}`);
  if (key !== null) vault.load(key);
}
