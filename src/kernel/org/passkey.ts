// What is known of a passkey, and what is signed with one: public, all of it.

/** As its authenticator made it (Web Authentication Level 3, §6.5). Texts of bytes are base64url. */
export interface Passkey {
  /** Credential id. */
  readonly id: string;
  /** COSE_Key (RFC 9052 §7), in its canonical form. */
  readonly publicKey: string;
  readonly algorithm: 'ES256' | 'EdDSA';
  readonly rpId: string;
  /** Kind of authenticator, as that says; a UUID. */
  readonly aaguid: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly transports: readonly string[];
  /** Commitment to what its operator calls it; absent: nobody said. */
  readonly name?: string;
  /** Of the newest signature that is known here; 0: it counts none. */
  readonly signCount: number;
}

/** What a passkey signs with (§7.2): the signature is over both, and `signCount` is what the first says. */
export interface Assertion {
  readonly credential: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signCount: number;
}

/** One that counts, and when: Unix milliseconds. */
export interface KeptPasskey extends Passkey {
  readonly addedAt: number;
  /** When it signed last; null: it has not yet. */
  readonly usedAt: number | null;
}

export type Passkeys = { readonly [id: string]: KeptPasskey };
