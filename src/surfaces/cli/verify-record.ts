// One record is verified from the files that somebody keeps of it, and keys from elsewhere: no daemon, no
// database, no network.

import { verifyProof, verifyReceipt, type ProofOptions, type ReceiptVerdict } from '../../verify.ts';
import type { Context } from './context.ts';
import { CliError } from './exit.ts';
import { readGivenText } from './given/file.ts';
import { findReceipt } from './given/receipt-file.ts';
import { readWatch, trustedKey } from './given/verifier-keys.ts';

export interface RecordFlags {
  readonly proof?: string;
  readonly receipt?: string;
  readonly record?: string;
  readonly vkey?: string;
  /** Verifier keys of witnesses. */
  readonly witness: readonly string[];
  readonly quorum?: string;
}

export interface VerifiedRecord {
  /** The file that was read. */
  readonly source: string;
  readonly verdict: ReceiptVerdict;
}

/**
 * Verifies a proof with its record, or a receipt. Throws `CliError` where a file is missing, or a key to
 * verify with.
 */
export async function verifyRecord(
  context: Context,
  file: { readonly proof: string } | { readonly receipt: string },
  flags: RecordFlags,
): Promise<VerifiedRecord> {
  const trust = trustOf(context, flags);
  const record = flags.record === undefined ? null : await readRecord(context, flags.record);
  if ('receipt' in file) {
    const receipt = findReceipt(await readGivenText(context, file.receipt), file.receipt);
    const options = record === null ? trust : { ...trust, record };
    return { source: file.receipt, verdict: verifyReceipt(receipt, options) };
  }
  if (record === null) {
    throw new CliError('a proof is verified with its record: --record FILE', {
      help: 'holdpoint ledger prove writes both, with --out and --record',
    });
  }
  const text = await readGivenText(context, file.proof);
  return { source: file.proof, verdict: verifyProof(text, record, trust) };
}

function trustOf({ deps }: Context, flags: RecordFlags): ProofOptions {
  return { vkey: trustedKey(deps, flags.vkey, 'a record'), ...readWatch(deps, flags) };
}

/** Its canonical text; a line of an export ends in a newline. */
async function readRecord(context: Context, file: string): Promise<string> {
  return (await readGivenText(context, file)).replace(/\n$/, '');
}

/** Why the record is not proven, in a sentence. */
export function describeFault(fault: Extract<ReceiptVerdict, { ok: false }>['fault']): string {
  switch (fault) {
    case 'malformed-proof':
      return 'this is no tlog-proof';
    case 'malformed-receipt':
      return 'this is no receipt of the ledger whose key was given';
    case 'malformed-note':
    case 'malformed-checkpoint':
      return 'the checkpoint in it is none of the ledger whose key was given';
    case 'signature-invalid':
      return 'the key given did not sign the checkpoint, or a signature under it is forged';
    case 'cosignatures-missing':
      return 'not enough of the witnesses named have cosigned the checkpoint';
    case 'other-record':
      return 'the receipt is of another record';
    case 'not-included':
      return 'the record is not where the proof says, under this checkpoint';
  }
}
