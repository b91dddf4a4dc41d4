// What an auditor asks of a ledger, over whichever cryptography the place has: the verifiers of Node and of
// browsers are this one.

import { decodeBase64 } from './base64.ts';
import { equalBytes, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { verifyExport, type ExportOptions } from './export.ts';
import type { VerificationReport } from './finding.ts';
import { isCount, isObject, isText } from './shape.ts';
import { formatTlogProof, verifyTlogProof, type ProofPolicy, type ProofVerdict } from './tlog-proof.ts';
import { decodeVkey } from './vkey.ts';

/** SHA-256 in hexadecimal. */
const isEntry = isText(/^[0-9a-f]{64}$/);

export type VerifyOptions = Omit<ExportOptions, 'crypto'>;

/** What the reader trusts for one proof. */
export interface ProofOptions {
  /** The key that the log signed with then, from a source that the reader trusts; its name is the origin. */
  readonly vkey: string;
  /** Verifier keys of witnesses. */
  readonly witnesses?: readonly string[];
  /** How many of them must have cosigned; 0 unless told. */
  readonly quorum?: number;
}

export type ReceiptVerdict =
  | ProofVerdict
  /** Not a receipt of this ledger with its proof, or the receipt of another record. */
  | { readonly ok: false; readonly fault: 'malformed-receipt' | 'other-record' };

export interface Auditor {
  /**
   * Verifies an exported ledger offline: records, order, tree, checkpoints, approvals. Takes the export's
   * lines without their newlines. Throws `LedgerFormatError` (`malformed-key`) for a
   * verifier key out of format; whatever is wrong with the ledger is a finding in the report.
   */
  readonly verifyExport: (lines: Iterable<string>, options: VerifyOptions) => VerificationReport;
  /**
   * Whether a tlog-proof (the file's text) shows that the log holds a record: its canonical text, as a line
   * of an export. Throws `LedgerFormatError` (`malformed-key`) for a verifier key out of format.
   */
  readonly verifyProof: (text: string, record: string, options: ProofOptions) => ProofVerdict;
  /**
   * Whether a receipt, as an answer carried it, shows that the log holds the record it names; with the
   * record's text, that it is this one. What else a receipt says is proven by nobody.
   * Throws `LedgerFormatError` (`malformed-key`) for a verifier key out of format.
   */
  readonly verifyReceipt: (
    receipt: unknown,
    options: ProofOptions & { readonly record?: string },
  ) => ReceiptVerdict;
}

export function createAuditor(crypto: LedgerCrypto): Auditor {
  function proofPolicy({ vkey, ...others }: ProofOptions): ProofPolicy {
    return { ...others, origin: decodeVkey(crypto, vkey).name, keys: [vkey] };
  }

  return {
    verifyExport: (lines, options) => verifyExport(lines, { ...options, crypto }),
    verifyProof(text, record, options) {
      return verifyTlogProof(crypto, text, { ...proofPolicy(options), record: utf8(record) });
    },
    verifyReceipt(receipt, { record, ...options }) {
      const policy = proofPolicy(options);
      const claim = readReceipt(receipt, policy.origin);
      if (claim === null) return { ok: false, fault: 'malformed-receipt' };
      if (record !== undefined && !equalBytes(crypto.sha256(utf8(record)), claim.entry)) {
        return { ok: false, fault: 'other-record' };
      }
      return verifyTlogProof(crypto, claim.proof, { ...policy, entry: claim.entry });
    },
  };
}

/** The entry that a receipt names, and its proof as one text; null for another ledger's receipt, or none. */
function readReceipt(receipt: unknown, origin: string): { entry: Uint8Array; proof: string } | null {
  if (!isObject(receipt)) return null;
  const { ledger, seq: index, hash, checkpoint, inclusion } = receipt;
  if (ledger !== origin || !isCount(index) || !isEntry(hash) || typeof checkpoint !== 'string') return null;
  if (!Array.isArray(inclusion)) return null;
  const hashes = inclusion.map((one: unknown) => (typeof one === 'string' ? decodeBase64(one) : null));
  if (!hashes.every((one) => one !== null)) return null;
  try {
    return { entry: unhex(hash), proof: formatTlogProof({ index, hashes, checkpoint }) };
  } catch {
    return null;
  }
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g)!, (octet) => Number.parseInt(octet, 16));
}
