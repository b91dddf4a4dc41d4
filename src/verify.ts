// What an auditor needs, and nothing else: no database, no policy engine, no network. `holdpoint/verify`.

import { nodeLedgerCrypto } from './adapters/crypto/node.ts';
import { verifyExport as verifyWith, type ExportOptions } from './ledger/export.ts';
import type { VerificationReport } from './ledger/finding.ts';

export { describeFinding } from './ledger/finding.ts';
export type {
  ApprovalFault,
  ExportFault,
  Finding,
  FindingCode,
  VerificationReport,
} from './ledger/finding.ts';
export { LedgerFormatError, type LedgerFormatCode } from './ledger/format-error.ts';

export type VerifyOptions = Omit<ExportOptions, 'crypto'>;

/**
 * Verifies an exported ledger offline: every record, the order, the tree, the checkpoints and the approvals.
 * Takes the export's lines without their newlines. Throws `LedgerFormatError` (`malformed-key`) for a
 * verifier key out of format; whatever is wrong with the ledger is a finding in the report.
 */
export function verifyExport(lines: Iterable<string>, options: VerifyOptions): VerificationReport {
  return verifyWith(lines, { ...options, crypto: nodeLedgerCrypto });
}
