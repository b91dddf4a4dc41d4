// An approval in the ledger is checked from the ledger alone: the operator's key is the one recorded before
// it.

import { isAssertion } from './assertion.ts';
import { decodeBase64Url } from './base64.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { ApprovalFault } from './finding.ts';
import { createPasskeyAudit } from './passkey-audit.ts';
import type { LedgerRecord } from './record.ts';
import { isObject } from './shape.ts';
import { isStatement, verifyStatement } from './statement.ts';
import { isName, ORG_STREAM } from './stream.ts';

export interface ApprovalAudit {
  /** Takes the operator's key or passkey that a record of `org` introduces; the latest counts. */
  readonly learn: (record: LedgerRecord) => void;
  /**
   * What is wrong with the approval or rejection in a record; null where nothing is, or it holds none. A lost
   * record may have named the operator.
   */
  readonly check: (record: LedgerRecord, hasLosses: boolean) => ApprovalFault | null;
}

const VERDICTS: ReadonlyMap<string, string> = new Map([
  ['approval-given', 'approve'],
  ['hold-edited', 'approve'],
  ['hold-rejected', 'reject'],
]);

export function createApprovalAudit(crypto: LedgerCrypto, origin: string): ApprovalAudit {
  const publicKeys = new Map<string, Uint8Array | null>();
  const passkeys = createPasskeyAudit(crypto);

  function learn(record: LedgerRecord): void {
    passkeys.learn(record);
    const introduces = record.type === 'founded' || record.type === 'operator-added';
    if (record.stream !== ORG_STREAM || !introduces) return;
    const { operator } = record.body;
    if (!isObject(operator) || !isName(operator['id'])) return;
    const publicKey = operator['publicKey'];
    publicKeys.set(operator['id'], typeof publicKey === 'string' ? decodeBase64Url(publicKey) : null);
  }

  function check(record: LedgerRecord, hasLosses: boolean): ApprovalFault | null {
    const verdict = VERDICTS.get(record.type);
    if (verdict === undefined) return null;
    const { statement, signature, assertion } = record.body;
    if (!isStatement(statement) || typeof signature !== 'string') return 'no-statement';
    if (statement.verdict !== verdict) return 'wrong-verdict';
    if (statement.ledger !== origin) return 'wrong-ledger';
    if (assertion !== undefined) {
      if (!isAssertion(assertion)) return 'no-statement';
      return passkeys.check({ statement, signature, assertion }, hasLosses);
    }
    const publicKey = publicKeys.get(statement.operator);
    if (publicKey === undefined) return hasLosses ? null : 'unknown-operator';
    if (publicKey === null) return 'no-public-key';
    return verifyStatement(crypto, { statement, signature, publicKey }) ? null : 'bad-signature';
  }

  return { learn, check };
}
