import { assert, property, uint8Array } from 'fast-check';
import { expect, it } from 'vitest';
import { decrypt, encrypt } from './aes-gcm.ts';

const bytes = (length: number) => uint8Array({ minLength: length, maxLength: length });

it('opens what it sealed, under the same key and context only', () => {
  assert(
    property(bytes(32), uint8Array(), uint8Array(), (key, context, plaintext) => {
      const encrypted = encrypt(key, context, plaintext);
      expect(encrypted.ciphertext).toHaveLength(plaintext.length + 16);
      expect(decrypt(key, context, encrypted)).toEqual(plaintext);
      expect(decrypt(key, Uint8Array.of(...context, 0), encrypted)).toBeNull();
      expect(
        decrypt(
          key.map((byte) => byte ^ 1),
          context,
          encrypted,
        ),
      ).toBeNull();
    }),
  );
});

it('does not open what was changed or cut anywhere', () => {
  const key = new Uint8Array(32).fill(7);
  const { nonce, ciphertext } = encrypt(key, key, Uint8Array.of(1, 2, 3));
  for (const index of ciphertext.keys()) {
    const changed = ciphertext.with(index, ciphertext[index]! ^ 0x80);
    expect(decrypt(key, key, { nonce, ciphertext: changed })).toBeNull();
    expect(decrypt(key, key, { nonce, ciphertext: ciphertext.slice(0, index) })).toBeNull();
  }
  for (const index of nonce.keys()) {
    expect(decrypt(key, key, { nonce: nonce.with(index, nonce[index]! ^ 1), ciphertext })).toBeNull();
    expect(decrypt(key, key, { nonce: nonce.slice(0, index), ciphertext })).toBeNull();
  }
});

it('never uses a nonce twice', () => {
  const key = new Uint8Array(32);
  const nonces = Array.from({ length: 1_000 }, () => encrypt(key, key, key).nonce.join());
  expect(new Set(nonces).size).toBe(1_000);
});
