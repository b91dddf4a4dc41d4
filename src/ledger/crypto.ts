// The ledger's whole need of cryptography, as an argument: the same verifier runs in Node, a browser and a
// test.

/** Synchronous primitives. Every implementation must agree byte for byte; none may keep its inputs. */
export interface LedgerCrypto {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** HMAC-SHA256 (RFC 2104): 32 bytes. The key may be empty. */
  hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** Ed25519 (RFC 8032, pure). False, never an exception, for a key or signature of the wrong length. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
