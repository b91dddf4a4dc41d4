// Who is registered: the people who decide, and the agents they answer for.

import type { AgentAllowance } from './limits.ts';
import type { Passkeys } from './passkey.ts';

export interface Operator {
  readonly id: string;
  readonly roles: readonly string[];
  /**
   * Raw Ed25519 public key, base64url; null for an operator who signs in through an identity provider only.
   */
  readonly publicKey: string | null;
  /** Where a token for this operator comes from; null: the local issuer only. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  /** By credential id; absent: none was ever added. */
  readonly passkeys?: Passkeys;
}

export interface Agent {
  readonly id: string;
  /** The operator who answers for it. */
  readonly owner: string;
  readonly environment: string;
  readonly groups: readonly string[];
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  /** The model behind it as registered; absent: nobody said. */
  readonly model?: AgentModel;
  /** What its tasks may use together, one for each length of window; absent: their own limits alone. */
  readonly allowances?: readonly AgentAllowance[];
}

export interface AgentModel {
  readonly provider: string;
  readonly name: string;
  /** Digest that whoever registers it gives; it covers the model, the prompt and the corpus. */
  readonly fingerprint: string;
}
