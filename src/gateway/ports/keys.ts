// What the gateway needs of the ledger's own keys. Each comment is the contract that adapters keep.

/** One of the ledger's own keys. `sign` is Ed25519 over the bytes given. */
export interface Signer {
  readonly origin: string;
  /** C2SP signed-note verifier key. */
  readonly vkey: string;
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
}

/** The ledger's own keys. Which of them is in force is for the ledger's records to say. */
export interface Keyring {
  /** The log's name: all its keys bear it. */
  readonly origin: string;
  /** The key of a ledger that is about to begin: made where there is none. */
  first(): Promise<Signer>;
  /**
   * Null where its private key is not here. Synchronous: it is asked under the head's lock. A key that is not
   * known is looked for afresh: another replica may have made it.
   */
  find(vkey: string): Signer | null;
  /** Makes a key; durable when it resolves. */
  create(): Promise<Signer>;
  /** Destroys a key that never came into force. */
  discard(vkey: string): Promise<void>;
}
