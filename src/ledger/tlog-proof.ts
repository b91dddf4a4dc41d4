// One text proves one record to a stranger who has the log's key and nothing else: where it stands, the path
// to the root, and the signed checkpoint (C2SP tlog-proof).

import { decodeBase64, encodeBase64 } from './base64.ts';
import { utf8 } from './bytes.ts';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { cosignersOf } from './cosignature.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { verifyInclusion } from './proof.ts';
import { HASH_BYTES, leafHash } from './tree.ts';
import { decodeVkey } from './vkey.ts';

export interface TlogProof {
  /** Index of the entry in the log, from 0. */
  readonly index: number;
  /** From the leaf's sibling to the root's child; 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  /** Signed note, with the cosignatures it has. */
  readonly checkpoint: string;
  /** Signed by nobody. */
  readonly extra?: Uint8Array;
}

/** What a reader trusts. */
export interface ProofPolicy {
  readonly origin: string;
  /** Verifier keys of the log: each that it ever signed with may sign. */
  readonly keys: readonly string[];
  /** Verifier keys of witnesses. */
  readonly witnesses?: readonly string[];
  /** How many of them must have cosigned; 0 unless told. */
  readonly quorum?: number;
}

/** Whose place is claimed: a record's canonical bytes, or their SHA-256 (the log's entry). */
export type ProofSubject = { readonly record: Uint8Array } | { readonly entry: Uint8Array };

export type ProofFault =
  /** Not a tlog-proof, or of more than 1,000,000 bytes. */
  | 'malformed-proof'
  /** The note in it is none, or not a checkpoint of this log. */
  | 'malformed-note'
  | 'malformed-checkpoint'
  /** The log's key did not sign, or a signature does not verify. */
  | 'signature-invalid'
  | 'cosignatures-missing'
  /** The record is not where the proof says, under this checkpoint. */
  | 'not-included';

export type ProofVerdict =
  | { readonly ok: true; readonly index: number; readonly checkpoint: Checkpoint; readonly cosigners: number }
  | { readonly ok: false; readonly fault: ProofFault };

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_HASHES = 63;
const MAX_BYTES = 1_000_000;
const INDEX = /^index (0|[1-9]\d*)$/;
const EXTRA = 'extra ';

/** Throws `malformed-proof` for what `parseTlogProof` refuses. */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [EXTRA + encodeBase64(extra)]),
    `index ${index}`,
    ...hashes.map(encodeBase64),
  ];
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  parseTlogProof(text);
  return text;
}

/** Throws `malformed-proof`. The checkpoint in it is not looked at. */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (end < 0 || utf8(text).length > MAX_BYTES) throw refusal();
  const [header, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith(EXTRA) ? decodeBase64(lines.shift()!.slice(EXTRA.length)) : undefined;
  const index = Number(INDEX.exec(lines.shift() ?? '')?.[1] ?? Number.NaN);
  const hashes = lines.map(decodeBase64).filter((hash) => hash?.length === HASH_BYTES);
  const isWhole = hashes.length === lines.length && hashes.length <= MAX_HASHES;
  if (header !== HEADER || extra === null || !Number.isSafeInteger(index) || !isWhole) throw refusal();
  const proof = { index, hashes: hashes as Uint8Array[], checkpoint: text.slice(end + 2) };
  return extra === undefined ? proof : { ...proof, extra };
}

/**
 * Whether the record stands where the proof says, in a log that the reader's keys vouch for. Throws
 * `malformed-key` for a verifier key out of format; all else is in the verdict.
 */
export function verifyTlogProof(
  crypto: LedgerCrypto,
  text: string,
  options: ProofPolicy & ProofSubject,
): ProofVerdict {
  const { origin, quorum = 0 } = options;
  const keys = options.keys.map((vkey) => decodeVkey(crypto, vkey));
  const witnesses = (options.witnesses ?? []).map((vkey) => decodeVkey(crypto, vkey));
  const entry = 'entry' in options ? options.entry : crypto.sha256(options.record);
  try {
    const { index, hashes: proof, checkpoint: note } = parseTlogProof(text);
    const checkpoint = openCheckpoint(crypto, note, keys, origin);
    const cosigners = cosignersOf(crypto, note, witnesses).length;
    if (cosigners < quorum) return { ok: false, fault: 'cosignatures-missing' };
    const isIncluded = verifyInclusion(crypto, {
      ...checkpoint,
      index,
      leaf: leafHash(crypto, entry),
      proof,
    });
    return isIncluded ? { ok: true, index, checkpoint, cosigners } : { ok: false, fault: 'not-included' };
  } catch (error) {
    return { ok: false, fault: (error as LedgerFormatError).code as ProofFault };
  }
}

function refusal(): LedgerFormatError {
  return new LedgerFormatError('malformed-proof', 'not a tlog-proof');
}
