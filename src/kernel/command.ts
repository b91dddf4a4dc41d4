// What the kernel tells the shell to do once the record is durable, and never before.

import type { Clearance } from './flow/label.ts';
import type { CredentialRequirement } from './state.ts';

export type Command =
  | {
      /** Make the call, once, before `startBefore`; `record` is its idempotency key. */
      readonly kind: 'call';
      readonly action: string;
      readonly connector: string;
      readonly tool: string;
      /** Record of the admission that it was decided under: under another one it is not made. */
      readonly admission: string;
      readonly lease: string | null;
      readonly timeoutMs: number;
      /** What its result may bring; one that brings more is withheld. Absent: nothing limits it. */
      readonly reservedRecords?: number;
      readonly reservedBytes?: number;
      /** What its result may carry; more is cut out or withheld. Absent: nothing limits it. */
      readonly clearance?: Clearance;
      readonly startBefore: number;
      readonly record: string;
    }
  | {
      readonly kind: 'mint';
      readonly lease: string;
      readonly connector: string;
      readonly requirement: CredentialRequirement;
      readonly expiresAt: number;
      readonly record: string;
    }
  /** Give the kept outcome of an action that already ran, or wait for it while it runs. */
  | { readonly kind: 'replay'; readonly action: string }
  /** People are asked; whoever waits on the hold may go on waiting. */
  | { readonly kind: 'ask'; readonly hold: string }
  /** A task token may be issued, valid until then (Unix milliseconds). */
  | { readonly kind: 'token'; readonly task: string; readonly agent: string; readonly expiresAt: number }
  /** Abort what is in flight, and say when nothing is left. */
  | {
      readonly kind: 'contain';
      readonly target:
        | { readonly kind: 'task' | 'agent' | 'connector'; readonly id: string }
        | { readonly kind: 'all' };
    };
