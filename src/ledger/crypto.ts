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
  /**
   * ECDSA over P-256 with SHA-256 (FIPS 186-5). The key is an uncompressed point (65 bytes), the signature r
   * and s (32 bytes each); either s of a pair is taken, as authenticators give both. False, never an
   * exception, for anything else.
   */
  verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
