import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { logSigner, operatorKey, signStatement, statementOf } from './sample-ledger.contract.ts';
import { covers, isStatement, statementBytes, verifyStatement, type ApprovalStatement } from './statement.ts';

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

  test('about several actions holds for each of them, and for nothing else', () => {
    const other = { hold: 'hold_2', digest: `sha256:${'2'.repeat(64)}` };
    const several = { ...statement, v: 2, type: 'holdpoint/approval@v2', also: [other] } as const;
    const signed = { statement: several, signature: signStatement(several), publicKey };
    expect(verifyStatement(crypto, signed)).toBe(true);
    expect(verifyStatement(crypto, { ...signed, signature })).toBe(false);
    const changed = { ...several, also: [{ ...other, hold: 'hold_3' }] };
    expect(verifyStatement(crypto, { ...signed, statement: changed })).toBe(false);
    expect(covers(several, other)).toBe(true);
    expect(covers(several, statement)).toBe(true);
    expect(covers(several, { ...other, digest: statement.digest })).toBe(false);
    expect(covers(statement, other)).toBe(false);
  });

  test.each<[string, object]>([
    ['/v', { v: 1 }],
    ['/type', { type: 'holdpoint/approval@v1' }],
    ['/also', { also: [] }],
    ['/also', { also: {} }],
    ['/also', { also: [{ hold: 'hold_2' }] }],
    ['/also', { also: [{ hold: 'hold_2', digest: 'sha256:' }] }],
  ])('about several actions, of another shape, is refused at "%s"', (pointer, change) => {
    const also = [{ hold: 'hold_2', digest: statement.digest }];
    const several = {
      ...statement,
      v: 2,
      type: 'holdpoint/approval@v2',
      also,
      ...change,
    } as ApprovalStatement;
    expect(isStatement(several)).toBe(false);
    expect(() => statementBytes(several)).toThrow(
      expect.objectContaining({ code: 'malformed-statement', location: `"${pointer}"` }),
    );
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
