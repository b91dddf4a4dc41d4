// A passkey counts for its operator from the record that adds it to the one that removes it, and its counter
// never says less than it said before.

import { challengeOf, verifyAssertion, type Assertion, type PasskeyKey } from './assertion.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { ApprovalFault } from './finding.ts';
import type { LedgerRecord } from './record.ts';
import { isCount, isObject } from './shape.ts';
import type { ApprovalStatement } from './statement.ts';
import { ORG_STREAM } from './stream.ts';

export interface PasskeyAudit {
  readonly learn: (record: LedgerRecord) => void;
  /** What is wrong with it; null where nothing is. A lost record may have added the passkey. */
  readonly check: (signed: SignedByPasskey, hasLosses: boolean) => ApprovalFault | null;
}

interface SignedByPasskey {
  readonly statement: ApprovalStatement;
  readonly signature: string;
  readonly assertion: Assertion;
}

interface Known extends PasskeyKey {
  readonly signCount: number;
  /** The one that said so: it may stand in several records, for several actions. */
  readonly signature: string | null;
}

export function createPasskeyAudit(crypto: LedgerCrypto): PasskeyAudit {
  const passkeys = new Map<string, Known>();

  function learn({ stream, type, body }: LedgerRecord): void {
    if (stream !== ORG_STREAM) return;
    const { operator, credential } = body;
    if (type === 'passkey-removed') passkeys.delete(placeOf(operator, credential));
    if (type !== 'passkey-added' || !isObject(body['passkey'])) return;
    const { id, publicKey, rpId, signCount } = body['passkey'];
    if (typeof publicKey !== 'string' || typeof rpId !== 'string' || !isCount(signCount)) return;
    passkeys.set(placeOf(operator, id), { publicKey, rpId, signCount, signature: null });
  }

  function check(signed: SignedByPasskey, hasLosses: boolean): ApprovalFault | null {
    const { statement, signature, assertion } = signed;
    const place = placeOf(statement.operator, assertion.credential);
    const passkey = passkeys.get(place);
    if (passkey === undefined) return hasLosses ? null : 'unknown-passkey';
    const challenge = challengeOf(crypto, statement);
    if (!verifyAssertion(crypto, passkey, { assertion, signature, challenge })) return 'bad-signature';
    const { signCount } = assertion;
    const isAgain = signCount <= passkey.signCount && signature !== passkey.signature;
    if (isAgain && (signCount > 0 || passkey.signCount > 0)) return 'copied-passkey';
    passkeys.set(place, { ...passkey, signCount, signature });
    return null;
  }

  return { learn, check };
}

function placeOf(operator: unknown, credential: unknown): string {
  return `${String(operator)}\n${String(credential)}`;
}
