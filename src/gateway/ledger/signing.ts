// Who signs for the ledger follows from its own records: the key in force, and while it changes also the one
// before it, so that whoever trusts either can follow.

import type { Event } from '../../kernel/event.ts';
import { formatCheckpoint } from '../../ledger/checkpoint.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { formatSignature, signNote } from '../../ledger/note.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { Keyring, Signer } from '../ports/keys.ts';
import { StoreFault } from '../ports.ts';

/** The ledger's name, and the verifier key in force. */
export interface LedgerKey {
  readonly origin: string;
  readonly vkey: string;
}

export interface SigningDeps {
  readonly crypto: LedgerCrypto;
  readonly keyring: Keyring;
}

/** The keys in force while the events were recorded, oldest first: the last one is in force after them. */
export function keysOver(vkey: string, events: readonly Event[]): readonly string[] {
  return events.reduce<readonly string[]>(
    (keys, event) => {
      if (event.type === 'founded') return [event.body.vkey];
      return event.type === 'ledger-key-rotated' ? [...keys, event.body.vkey] : keys;
    },
    [vkey],
  );
}

/** Throws `StoreFault` (`signing-key-missing`): nothing can be recorded without it, so nothing is decided. */
export function findSigner({ keyring }: SigningDeps, vkey: string): Signer {
  const missing = (cause?: unknown): StoreFault =>
    new StoreFault(
      'signing-key-missing',
      `the private key of the ledger's key in force is not here: ${vkey}. Bring its file to the other keys`,
      { cause },
    );
  let signer: Signer | null;
  try {
    signer = keyring.find(vkey);
  } catch (error) {
    throw missing(error);
  }
  if (signer === null) throw missing();
  return signer;
}

/** The signed note of a checkpoint under each of the keys. Throws `StoreFault` (`signing-key-missing`). */
export function signCheckpoint(
  deps: SigningDeps,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  vkeys: readonly string[],
): string {
  const { origin: name } = deps.keyring;
  const text = formatCheckpoint({ origin: name, size, root });
  const [first, ...others] = vkeys.map((vkey) => findSigner(deps, vkey));
  const { publicKey } = first!;
  const note = signNote(deps.crypto, text, { name, publicKey, sign: (message) => first!.sign(message) });
  const more = others.map((signer) => {
    const { id } = decodeVkey(deps.crypto, signer.vkey);
    return formatSignature({ name, id, signature: signer.sign(utf8(text)) });
  });
  return [note, ...more].join('');
}
