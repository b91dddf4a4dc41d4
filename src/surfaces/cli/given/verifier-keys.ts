// A verifier key is pasted from somewhere: one that is none, or of the wrong kind, is refused at once.

import { decodeVkey, type KeyAlgorithm } from '../../../ledger/vkey.ts';
import type { CliDeps, Watch } from '../deps.ts';
import { CliError } from '../exit.ts';

const KINDS: { readonly [algorithm in KeyAlgorithm]: { readonly whose: string; readonly help: string } } = {
  ed25519: {
    whose: 'a log',
    help: 'A ledger shows its keys with: holdpoint ledger keys; take them from where you trust them',
  },
  cosignature: { whose: 'a witness', help: 'A witness prints its own when it starts: holdpoint witness run' },
};

/** The keys, each once. Throws `CliError` for a text that is no verifier key of this kind. */
export function checkKeys(
  { crypto }: CliDeps,
  vkeys: readonly string[],
  algorithm: KeyAlgorithm,
): readonly string[] {
  const { whose, help } = KINDS[algorithm];
  const wrong = vkeys.find((vkey) => algorithmOf(crypto, vkey) !== algorithm);
  if (wrong !== undefined) throw new CliError(`${wrong} is no verifier key of ${whose}`, { help });
  return [...new Set(vkeys)];
}

/** The log's key that somebody gives. Throws `CliError` where nobody does, or for a text that is none. */
export function trustedKey(deps: CliDeps, vkey: string | undefined, whatIsVerified: string): string {
  if (vkey === undefined) {
    const { help } = KINDS.ed25519;
    throw new CliError(`${whatIsVerified} is verified with a key from elsewhere: --vkey KEY`, { help });
  }
  return checkKeys(deps, [vkey], 'ed25519')[0]!;
}

/** All of the witnesses named, unless a quorum of them is enough. Throws `CliError`. */
export function readWatch(
  deps: CliDeps,
  { witness, quorum }: { readonly witness: readonly string[]; readonly quorum?: string },
): Watch {
  const witnesses = checkKeys(deps, witness, 'cosignature');
  const need = quorum === undefined ? witnesses.length : Number(quorum);
  if (!/^\d{1,4}$/.test(quorum ?? '0') || need > witnesses.length) {
    throw new CliError(
      `--quorum is a number of at most ${witnesses.length}: name the witnesses with --witness`,
    );
  }
  return { witnesses, quorum: need };
}

function algorithmOf(crypto: CliDeps['crypto'], vkey: string): KeyAlgorithm | null {
  try {
    return decodeVkey(crypto, vkey).algorithm;
  } catch {
    return null;
  }
}
