// What keeps the words that records only commit to. Each comment is the contract that the port's suite tests.

import type { CommitmentKind } from '../../ledger/commitment.ts';
import type { StoredPayload, WrappedKey } from '../ports.ts';

export type PayloadKind = 'prompt' | 'arguments' | 'result' | 'name' | 'reason';

/** Whether a payload is all that was committed to, or what is left of it without its secrets. */
export type PayloadForm = 'whole' | 'redacted';

const REDACTED = '+redacted';

/** What a stored payload's `kind` says. */
export function kindOfPayload(kind: PayloadKind, form: PayloadForm): string {
  return form === 'redacted' ? `${kind}${REDACTED}` : kind;
}

/** The form that a stored payload's `kind` says: believed once the payload has opened. */
export function formOfPayload({ kind }: Pick<StoredPayload, 'kind'>): PayloadForm {
  return kind.endsWith(REDACTED) ? 'redacted' : 'whole';
}

/**
 * The key above all payload keys, where it lies elsewhere: a key management service. Methods throw
 * `VaultFault` with `root-key-unavailable`.
 */
export interface RootKey {
  /** @param bytes a key of 32 bytes */
  wrap(bytes: Uint8Array): Promise<Uint8Array>;
  unwrap(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Commits to and encrypts payloads. Synchronous: keys are in memory once created or loaded. */
export interface Vault {
  /** Makes a scope's key. The caller stores the wrapped key in the same append as its first payload. */
  create(scope: string): WrappedKey;
  load(key: WrappedKey): void;
  has(scope: string): boolean;
  /** Drops the key from memory (the wrapped one stays in the store). */
  forget(scope: string): void;
  /** `hmac-sha256:…` (ledger/commitment.ts). */
  commit(scope: string, kind: CommitmentKind, bytes: Uint8Array): string;
  /** @param form absent: `whole`. The form is authenticated with the bytes. */
  seal(
    scope: string,
    kind: PayloadKind,
    commitment: string,
    bytes: Uint8Array,
    form?: PayloadForm,
  ): StoredPayload;
  /**
   * Throws `VaultFault` when the key is missing, the ciphertext does not hold, or a whole payload is not what
   * was committed to.
   */
  open(payload: StoredPayload): Uint8Array;
}

export class VaultFault extends Error {
  readonly code: 'payload-key-missing' | 'payload-damaged' | 'key-file-unusable' | 'root-key-unavailable';
  constructor(code: VaultFault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'VaultFault';
    this.code = code;
  }
}
