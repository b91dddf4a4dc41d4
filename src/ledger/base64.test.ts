import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from './base64.ts';

test('both alphabets agree with the platform and decode to what was encoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    }),
  );
});

test.each(['A', 'AA', 'AA=', 'AB==', 'AAA', 'AAB=', 'AA==AA==', 'A-A=', 'AA==\n', ' AA==', '====', 'AAAA='])(
  'base64 refuses %j, which is not the one encoding of anything',
  (text) => expect(decodeBase64(text)).toBeNull(),
);

test.each(['A', 'AB', 'AAB', 'AA==', 'A+A', 'AA ', 'A/AA'])('base64url refuses %j', (text) =>
  expect(decodeBase64Url(text)).toBeNull(),
);
