import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { logSigner, operatorKey, signStatement, statementOf } from './sample-ledger.contract.ts';
import { statementBytes, verifyStatement, type ApprovalStatement } from './statement.ts';

const statement = statementOf();
const signature = signStatement(statement);
const { publicKey } = operatorKey;

describe('an approval statement', () => {
  test("holds under its operator's key", () => {
    expect(verifyStatement(crypto, { statement, signature, publicKey })).toBe(true);
  });

  test('does not hold once any part of it is another', () => {
    const changes: Partial<ApprovalStatement>[] = [
      { ledger: 'other.example' },
      { task: 'task_2' },
      { hold: 'hold_2' },
      { digest: `sha256:${'1'.repeat(64)}` },
      { policies: [] },
      { verdict: 'reject' },
      { reason: `hmac-sha256:${'A'.repeat(43)}` },
      { operator: 'eve' },
      { at: 1 },
      { expiresAt: 1 },
    ];
    for (const change of changes) {
      expect(verifyStatement(crypto, { statement: { ...statement, ...change }, signature, publicKey })).toBe(
        false,
      );
    }
  });

  test('does not hold under another key, or with a signature that is none', () => {
    const other = logSigner.publicKey;
    expect(verifyStatement(crypto, { statement, signature, publicKey: other })).toBe(false);
    expect(verifyStatement(crypto, { statement, signature, publicKey: publicKey.slice(1) })).toBe(false);
    expect(verifyStatement(crypto, { statement, signature: `${signature}=`, publicKey })).toBe(false);
    expect(verifyStatement(crypto, { statement, signature: signature.slice(0, 40), publicKey })).toBe(false);
  });

  test.each<[string, object]>([
    ['/v', { v: 2 }],
    ['/type', { type: 'holdpoint/approval@v2' }],
    ['/ledger', { ledger: 'a b' }],
    ['/task', { task: '' }],
    ['/hold', { hold: 7 }],
    ['/digest', { digest: 'sha256:' }],
    ['/policies', { policies: ['a'] }],
    ['/policies', { policies: {} }],
    ['/verdict', { verdict: 'maybe' }],
    ['/reason', { reason: 'because I say so' }],
    ['/operator', { operator: 'a b' }],
    ['/at', { at: 1.5 }],
    ['/expiresAt', { expiresAt: undefined }],
    ['', { more: 1 }],
  ])('of another shape is refused at "%s"', (pointer, change) => {
    expect(() => statementBytes({ ...statement, ...change })).toThrow(
      expect.objectContaining({ code: 'malformed-statement', location: `"${pointer}"` }),
    );
  });

  test('takes both verdicts', () => {
    expect(statementBytes(statementOf({ verdict: 'reject' })).length).toBeGreaterThan(0);
  });
});
