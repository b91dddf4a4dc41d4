// What happened in a task is told by whoever saw it, in one of these forms and no other.

import type { Labels } from '../flow/label.ts';
import type { Unvouched } from '../flow/writing.ts';
import type { ServerIdentity } from './presented.ts';
import type { Outcome } from '../state.ts';
import type { ReadBackTold, Verification } from './verification.ts';

export type Fact =
  | {
      readonly fact: 'call';
      readonly action: string;
      readonly outcome: Outcome;
      /** Commitment to the result; null where there is none. */
      readonly result: string | null;
      readonly durationMs: number;
      readonly bytes: number;
      /** Records in the result, where its task limits them. */
      readonly records?: number;
      /** Coded fault, where the call failed or its fate is unknown. */
      readonly code: string | null;
      /** What kept the call from being sent: another definition (its digest), or another server. */
      readonly presented?: { readonly definition: string | null; readonly server: ServerIdentity | null };
      /** What the scan calls an attack in its result or error, by rule id. */
      readonly findings?: readonly string[];
      /** Its structured result is not of the form that was admitted. */
      readonly misfit?: true;
      /** Whether its result says that it did what was asked, where its tool has checks for that. */
      readonly verified?: Verification;
      /** Commitments to the names that its answer gives to what it set up; absent: none. */
      readonly made?: readonly string[];
      /** What it carries, as far as that was looked for. */
      readonly labels?: Labels;
      /** What it says that other tasks wrote, as far as it is known by what it is called or says. */
      readonly unvouched?: Unvouched;
      /** Objects of the connector that its result says it wrote: commitments, each once. */
      readonly wrote?: readonly string[];
      /** Its result gives what it wrote an id in a field of its own; absent: it says nothing so clearly. */
      readonly isTold?: true;
    }
  | {
      readonly fact: 'lease-issued';
      readonly lease: string;
      readonly fingerprint: string;
      readonly standing: boolean;
      /** True where the agent could read the credential all the same (same operating-system user). */
      readonly advisory: boolean;
      readonly expiresAt: number;
    }
  | { readonly fact: 'lease-revoked'; readonly lease: string; readonly how: string }
  | { readonly fact: 'lease-revocation-failed'; readonly lease: string; readonly code: string }
  | { readonly fact: 'delivered'; readonly action: string }
  | ({ readonly fact: 'read-back' } & ReadBackTold)
  /** Nobody works on the call any more: a presumption, that any outcome told before or after outdoes. */
  | { readonly fact: 'lapsed'; readonly action: string; readonly outcome: 'unknown' | 'not-started' }
  /** A process goes on with a held call by itself, as its caller comes back for the answer alone. */
  | { readonly fact: 'deferred'; readonly hold: string; readonly owner: string }
  /** The task's payload key and payloads are destroyed. */
  | { readonly fact: 'erased' };
