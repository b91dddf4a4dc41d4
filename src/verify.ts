// What an auditor needs, and nothing else: no database, no policy engine, no network. `holdpoint/verify`; a
// browser gets `verify-browser.ts` under the same name.

import { nodeLedgerCrypto } from './adapters/crypto/node.ts';
import { createAuditor } from './ledger/auditor.ts';

export const { verifyExport, verifyProof, verifyReceipt } = createAuditor(nodeLedgerCrypto);

export { describeFinding } from './ledger/finding.ts';
export { LedgerFormatError } from './ledger/format-error.ts';

export type { ProofOptions, ReceiptVerdict, VerifyOptions } from './ledger/auditor.ts';
export type { Checkpoint } from './ledger/checkpoint.ts';
export type {
  ApprovalFault,
  ExportFault,
  Finding,
  FindingCode,
  VerificationReport,
} from './ledger/finding.ts';
export type { LedgerFormatCode } from './ledger/format-error.ts';
export type { ProofFault, ProofVerdict } from './ledger/tlog-proof.ts';
