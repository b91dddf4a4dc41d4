// What is needed of an identity provider that people sign in with at a browser.

/** What the browser's own sign-in is told apart by: kept here, never given to anybody but the provider. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Whom the provider vouches for. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  /** As the provider has it; null: it does not say. */
  readonly name: string | null;
  /** When they proved who they are, Unix milliseconds. */
  readonly provedAt: number;
  /** The roles that its claims map to; null: it has no say in that. */
  readonly roles: readonly string[] | null;
  /** Names the session at the provider when it is to be ended. */
  readonly idToken: string;
}

/** Why nobody is vouched for. */
export interface Refused {
  /**
   * `unusable`: it cannot be asked now; `refused-there`: the person or the provider said no; `not-for-us`:
   * the answer is not to what was asked, or not the provider's.
   */
  readonly refusal: 'unusable' | 'refused-there' | 'not-for-us';
  /** For the log: a name of what went wrong, and nothing that was sent. */
  readonly code: string;
}

/** What a look at the provider found, with nobody signing in. */
export interface ProviderReport {
  /** A name of why it cannot be used; null: it can be asked. */
  readonly failure: string | null;
  /** What it says that it does not do, of what signing in needs. */
  readonly lacks: readonly string[];
  /** How far its clock is ahead of this one's, milliseconds; null: it does not say. */
  readonly aheadMs: number | null;
  /** Whether it would send browsers back to where they came from; `untold`: it shows a page instead. */
  readonly redirect: 'known' | 'refused' | 'untold';
}

/**
 * Authorization code flow (OpenID Connect Core 1.0 §3.1) with PKCE (RFC 7636), state, nonce and issuer
 * identification (RFC 9207). Nothing throws: what goes wrong is a value.
 */
export interface SignInProvider {
  readonly issuer: string;
  /** What people call it. */
  readonly name: string;
  /** Where the browser goes. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly secrets: SignInSecrets } | Refused>;
  /** @param callback the redirect URI with what the provider added to it */
  finish(callback: URL, secrets: SignInSecrets): Promise<{ readonly vouched: Vouched } | Refused>;
  /** Where the browser goes to end the session there too (RP-Initiated Logout 1.0); null: not offered. */
  end(idToken: string, backTo: string): Promise<string | null>;
}
