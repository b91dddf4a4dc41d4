// A witness cosigns one history of a log: never a smaller tree, never another tree of the same size, never
// one that does not extend what it cosigned before (C2SP tlog-witness).

import { decodeBase64, encodeBase64 } from './base64.ts';
import { equalBytes, hex, utf8 } from './bytes.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { formatSignature, openNote, parseNote, type ParsedNote } from './note.ts';
import { verifyConsistency } from './proof.ts';
import { emptyFrontier, HASH_BYTES, rootOf } from './tree.ts';
import type { VerifierKey } from './vkey.ts';

/** Largest request or answer that either side takes, in bytes. */
export const MAX_WITNESS_BYTES = 32_768;
/** Of the answer that says how large the log is that the witness knows. */
export const SIZE_CONTENT_TYPE = 'text/x.tlog.size';
const MAX_PROOF_LINES = 63;

/** The body of `add-checkpoint`. */
export interface Submission {
  /** Size of the checkpoint that the witness cosigned last; 0 where there is none. */
  readonly oldSize: number;
  /** Consistency proof from that size on (RFC 9162 §2.1.4). */
  readonly proof: readonly Uint8Array[];
  /** Signed note. */
  readonly checkpoint: string;
}

/** A submission that a log's own key signed, and nothing else of it is judged yet. */
export interface SignedSubmission extends Submission {
  /** The checkpoint's text, as it is cosigned. */
  readonly text: string;
  readonly claim: Checkpoint;
}

export type WitnessRefusal =
  | { readonly status: 400; readonly why: 'malformed' | 'old-size-too-large' }
  | { readonly status: 403; readonly why: 'no-valid-signature' }
  | { readonly status: 404; readonly why: 'unknown-origin' }
  /** The two sides disagree on what was cosigned last: `size` is what the witness has. */
  | { readonly status: 409; readonly why: 'other-size' | 'other-root'; readonly size: number }
  | { readonly status: 422; readonly why: 'not-consistent' };

export type Judgement =
  /** To be cosigned, once it is kept as the newest of its log. */
  { readonly verdict: 'cosign' } | { readonly verdict: 'refuse'; readonly refusal: WitnessRefusal };

export function formatSubmission({ oldSize, proof, checkpoint }: Submission): string {
  return `${[`old ${oldSize}`, ...proof.map(encodeBase64)].join('\n')}\n\n${checkpoint}`;
}

/**
 * Reads a request and sees that one of the logs made it; its checkpoint is left with the signatures of that
 * log alone. Total: 400, 403, 404.
 *
 * @param logs keys of the logs that the witness serves, each under its log's origin
 */
export function receiveSubmission(
  crypto: LedgerCrypto,
  request: string,
  logs: readonly VerifierKey[],
): { readonly submission: SignedSubmission } | { readonly refusal: WitnessRefusal } {
  const read = parseSubmission(request);
  if (read === null) return { refusal: { status: 400, why: 'malformed' } };
  const { note, claim } = read;
  const keys = logs.filter(({ name, algorithm }) => name === claim.origin && algorithm === 'ed25519');
  if (keys.length === 0) return { refusal: { status: 404, why: 'unknown-origin' } };
  if (!isSigned(crypto, read.checkpoint, keys)) {
    return { refusal: { status: 403, why: 'no-valid-signature' } };
  }
  const { oldSize, proof } = read;
  return { submission: { oldSize, proof, claim, text: note.text, checkpoint: onlySignedBy(note, keys) } };
}

/**
 * What a witness does with a submission. Total: 400, 409, 422, or it is cosigned.
 *
 * @param known what the witness cosigned last of this log; null where it never did
 */
export function judgeSubmission(
  crypto: LedgerCrypto,
  known: Checkpoint | null,
  { claim, oldSize, proof }: SignedSubmission,
): Judgement {
  if (oldSize > claim.size) return refuse({ status: 400, why: 'old-size-too-large' });
  const size = known?.size ?? 0;
  if (oldSize !== size) return refuse({ status: 409, why: 'other-size', size });
  if (known?.size === claim.size && !equalBytes(known.root, claim.root)) {
    return refuse({ status: 409, why: 'other-root', size });
  }
  if (!extendsKnown(crypto, known, claim, proof)) return refuse({ status: 422, why: 'not-consistent' });
  return { verdict: 'cosign' };
}

/** The size in a 409's body; null for anything else. */
export function parseKnownSize(body: string): number | null {
  return sizeOf(/^(\d+)\n$/.exec(body)?.[1]);
}

/** Where a witness shows what it cosigned last: `<SHA-256 of the origin in hex>/checkpoint`. */
export function monitoringPath(crypto: LedgerCrypto, origin: string): string {
  return `${hex(crypto.sha256(utf8(origin)))}/checkpoint`;
}

interface ReadSubmission extends Submission {
  readonly note: ParsedNote;
  readonly claim: Checkpoint;
}

/** Null for anything out of format or over the bounds. */
function parseSubmission(text: string): ReadSubmission | null {
  const end = text.indexOf('\n\n');
  if (end < 0 || utf8(text).length > MAX_WITNESS_BYTES) return null;
  const [first, ...lines] = text.slice(0, end).split('\n');
  const oldSize = sizeOf(/^old (\d+)$/.exec(first!)?.[1]);
  const proof = lines.map((line) => decodeBase64(line));
  if (oldSize === null || proof.length > MAX_PROOF_LINES || !proof.every(isHash)) return null;
  const checkpoint = text.slice(end + 2);
  try {
    const note = parseNote(checkpoint);
    return { oldSize, proof, checkpoint, note, claim: parseCheckpoint(note.text) };
  } catch {
    return null;
  }
}

function extendsKnown(
  crypto: LedgerCrypto,
  known: Checkpoint | null,
  { size, root }: Checkpoint,
  proof: readonly Uint8Array[],
): boolean {
  if (known !== null && known.size > 0) {
    const old = { oldSize: known.size, oldRoot: known.root };
    return verifyConsistency(crypto, { ...old, newSize: size, newRoot: root, proof });
  }
  // Every tree extends the empty one, and there is nothing to prove.
  return proof.length === 0 && (size > 0 || equalBytes(root, rootOf(crypto, emptyFrontier)));
}

function isSigned(crypto: LedgerCrypto, note: string, keys: readonly VerifierKey[]): boolean {
  try {
    openNote(crypto, note, keys);
    return true;
  } catch {
    return false;
  }
}

/** Signatures of others are no business of the witness, and there could be a hundred. */
function onlySignedBy({ text, signatures }: ParsedNote, keys: readonly VerifierKey[]): string {
  const ofLog = keys.flatMap(
    (key) => signatures.find(({ name, id }) => name === key.name && equalBytes(key.id, id)) ?? [],
  );
  return `${text}\n${ofLog.map(formatSignature).join('')}`;
}

function sizeOf(digits: string | undefined): number | null {
  const size = /^(0|[1-9]\d*)$/.test(digits ?? '') ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
}

function isHash(bytes: Uint8Array | null): bytes is Uint8Array {
  return bytes?.length === HASH_BYTES;
}

function refuse(refusal: WitnessRefusal): Judgement {
  return { verdict: 'refuse', refusal };
}
