// What tests of witnesses are made of: witnesses with fixed keys, and proofs between sizes of one ledger.

import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import type { NoteSigner } from './note.ts';
import { consistencyNodes, proveFrom } from './proof.ts';
import type { SealedRecord } from './record.ts';
import { checkpointOf, keyPair, logSigner } from './sample-ledger.contract.ts';
import { leafHash } from './tree.ts';
import { verifierKey, type VerifierKey } from './vkey.ts';
import { formatSubmission } from './witness.ts';

export const LOG_KEY = verifierKey(crypto, logSigner.name, logSigner.publicKey);

export function witnessOf(number: number): NoteSigner & { readonly key: VerifierKey } {
  const name = `witness.example/w${number}`;
  const pair = keyPair(100 + number);
  return { name, ...pair, key: verifierKey(crypto, name, pair.publicKey, 'cosignature') };
}

/** Of a ledger of fewer than 256 records: its tree is one tile. */
export function consistencyProof(
  records: readonly SealedRecord[],
  oldSize: number,
  newSize: number,
): Uint8Array[] {
  const leaves = records.map(({ hash }) => leafHash(crypto, hash));
  const refs = consistencyNodes(oldSize, newSize);
  return proveFrom(
    crypto,
    refs,
    refs.map(({ index, count }) => leaves.slice(index, index + count)),
  );
}

/** A request to add the checkpoint of `newSize` after that of `oldSize`. */
export function submissionOf(records: readonly SealedRecord[], oldSize: number, newSize: number): string {
  const proof = oldSize > newSize ? [] : consistencyProof(records, oldSize, newSize);
  return formatSubmission({ oldSize, proof, checkpoint: checkpointOf(records, newSize) });
}
