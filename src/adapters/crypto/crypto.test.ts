import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { testCrypto } from './crypto.contract.ts';
import { nobleLedgerCrypto } from './noble.ts';
import { nodeLedgerCrypto } from './node.ts';
import { SIGNATURES } from './signatures.contract.ts';

testCrypto('Node', nodeLedgerCrypto);
testCrypto('noble', nobleLedgerCrypto);

test('Node and noble give one verdict on a signature with any bit changed anywhere', () => {
  const anyChange = [fc.constantFrom(...SIGNATURES), fc.nat(), fc.nat({ max: 7 })] as const;
  fc.assert(
    fc.property(...anyChange, ({ publicKey, message, signature }, at, bit) => {
      const parts = [publicKey.slice(), signature.slice(), message.slice()] as const;
      const part = parts.find(({ length }) => at % 100 < length) ?? parts[1];
      part[at % part.length]! ^= 1 << bit;
      const [key, changed, text] = parts;
      const verdict = nodeLedgerCrypto.verifyEd25519(key, text, changed);
      expect(nobleLedgerCrypto.verifyEd25519(key, text, changed)).toBe(verdict);
    }),
    { numRuns: 300 },
  );
});

test('Node and noble hash and authenticate any bytes alike', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(nobleLedgerCrypto.sha256(a)).toEqual(nodeLedgerCrypto.sha256(a));
      expect(nobleLedgerCrypto.hmacSha256(a, b)).toEqual(nodeLedgerCrypto.hmacSha256(a, b));
    }),
  );
});
