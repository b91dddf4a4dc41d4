// What the gateway needs of those who know how browsers register passkeys.

import type { Passkey } from '../../kernel/org/passkey.ts';

/** For whom a passkey is made, and where. */
export interface RegistrationAsk {
  readonly challenge: string;
  readonly rpId: string;
  /** The operator's id: all that an authenticator is told of them. */
  readonly operator: string;
  /** Credential ids that the authenticator must not make another one beside. */
  readonly known: readonly string[];
}

/** Verifies registrations (Web Authentication Level 3, §7.1). Never throws for a bad one: it is null. */
export interface PasskeyRegistrar {
  /** `PublicKeyCredentialCreationOptionsJSON`. */
  options(ask: RegistrationAsk): Promise<object>;
  /**
   * The passkey of a `RegistrationResponseJSON`, where it answers the challenge on a page of that origin, the
   * person was verified, and its key is ES256 or EdDSA.
   */
  verify(
    response: object,
    expected: { readonly challenge: string; readonly rpId: string; readonly origin: string },
  ): Promise<Passkey | null>;
}
