// `holdpoint/verify` where there is no Node: the same verifier with the same verdicts; its types are those of
// `verify.ts`.

import { nobleLedgerCrypto } from './adapters/crypto/noble.ts';
import { createAuditor } from './ledger/auditor.ts';

export const { verifyExport, verifyProof, verifyReceipt } = createAuditor(nobleLedgerCrypto);

export { describeFinding } from './ledger/finding.ts';
export { LedgerFormatError } from './ledger/format-error.ts';
