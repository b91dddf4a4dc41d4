// Everything that can be asked of Holdpoint, as one union. All that is impure (time, ids, verified
// identity, digests, compiled candidates) is in the request: the kernel looks nothing up.

import type { Principal, KillTarget, Statement } from './event.ts';
import type { Json } from './json.ts';
import type { PolicyEngine } from './policy.ts';
import type {
  Agent,
  CredentialRequirement,
  Effect,
  Operator,
  Outcome,
  PolicySource,
  Tool,
  Workflow,
} from './state.ts';

interface Asked<Kind extends string> {
  readonly kind: Kind;
  /** `req_` and 16 characters; ids of what it creates share the suffix. */
  readonly id: string;
  /** Unix milliseconds, never before an earlier request's. */
  readonly at: number;
  /** Verified by the shell. */
  readonly actor: Principal;
}

export interface Found extends Asked<'found'> {
  readonly mode: 'separated' | 'solo';
  readonly origin: string;
  readonly vkey: string;
  /** `name` is a commitment. */
  readonly operator: Operator & { readonly name: string };
  readonly policy: { readonly digest: string; readonly sources: readonly PolicySource[] };
}

export interface AddOperator extends Asked<'add-operator'> {
  readonly operator: Operator & { readonly name: string };
}

export interface RegisterAgent extends Asked<'register-agent'> {
  readonly agent: Agent;
}

export interface PublishWorkflow extends Asked<'publish-workflow'> {
  /** Compiled from the spec by workflow/. */
  readonly workflow: Omit<Workflow, 'record'>;
  readonly spec: Json;
}

export interface PublishPolicy extends Asked<'publish-policy'> {
  readonly digest: string;
  readonly sources: readonly PolicySource[];
  /** The engine built from the sources; null with `errors` where they do not validate. */
  readonly candidate: PolicyEngine | null;
  readonly errors: readonly string[];
}

export interface ProposeConnector extends Asked<'propose-connector'> {
  readonly connector: string;
  readonly digest: string;
  readonly upstream: Json;
  readonly credential: CredentialRequirement | null;
  readonly tools: readonly Tool[];
  /** The definitions as the upstream gave them, for review and diff. */
  readonly definitions: Json;
}

export interface AdmitConnector extends Asked<'admit-connector'> {
  readonly connector: string;
  /** Digest of the proposal the person reviewed. */
  readonly proposal: string;
  /** Effects as the reviewer corrected them, by tool; a tool not named keeps what was proposed. */
  readonly effects: { readonly [tool: string]: readonly Effect[] };
}

export interface OpenTask extends Asked<'open-task'> {
  readonly workflow: string;
  readonly agent: string;
  /** Commitment to the person's words; null where the actor is not a person. */
  readonly prompt: string | null;
}

export interface Act extends Asked<'act'> {
  readonly task: string;
  readonly connector: string;
  readonly tool: string;
  readonly arguments: Json;
  /** Commitment to the canonical arguments. */
  readonly argumentsCommitment: string;
  readonly digest: string;
  /** Digest of the definition that the upstream presents now; null: it presents none of that name. */
  readonly observed: string | null;
  /** The process that would start the call. */
  readonly owner: string;
}

export interface DecideHold<Kind extends 'approve' | 'reject'> extends Asked<Kind> {
  readonly task: string;
  readonly hold: string;
  readonly statement: Statement;
  readonly signature: string;
  /** Whether the shell verified the signature over the statement with the operator's key. */
  readonly verified: boolean;
}
export type Approve = DecideHold<'approve'>;
export type Reject = DecideHold<'reject'>;

export interface Renew extends Asked<'renew'> {
  readonly task: string;
}

export interface CloseTask extends Asked<'close-task'> {
  readonly task: string;
}

export interface Quarantine extends Asked<'quarantine'> {
  readonly task: string;
  readonly reason: string;
}

/** Destroys what the records of an ended task only commit to. */
export interface Erase extends Asked<'erase'> {
  readonly task: string;
}

export interface RotateKey extends Asked<'rotate-key'> {
  /** Verifier key of the new one, well-formed; the shell holds its private key. */
  readonly vkey: string;
  /** Verifier key of the one that it replaces. */
  readonly previous: string;
}

export interface Kill extends Asked<'kill'> {
  readonly target: KillTarget;
  readonly lift: boolean;
  readonly reason: string;
}

export type Fact =
  | {
      readonly fact: 'call';
      readonly action: string;
      readonly outcome: Outcome;
      /** Commitment to the result; null where there is none. */
      readonly result: string | null;
      readonly durationMs: number;
      readonly bytes: number;
      /** Coded fault, where the call failed or its fate is unknown. */
      readonly code: string | null;
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
  /** Nobody works on the call any more: a presumption, that any outcome told before or after outdoes. */
  | { readonly fact: 'lapsed'; readonly action: string; readonly outcome: 'unknown' | 'not-started' }
  /** The task's payload key and payloads are destroyed. */
  | { readonly fact: 'erased' };

/** A fact that already happened: recorded whatever the state, never refused. */
export interface Settle extends Asked<'settle'> {
  readonly task: string;
  readonly fact: Fact;
}

export type Request =
  | Found
  | AddOperator
  | RegisterAgent
  | PublishWorkflow
  | PublishPolicy
  | ProposeConnector
  | AdmitConnector
  | OpenTask
  | Act
  | Approve
  | Reject
  | Renew
  | CloseTask
  | Quarantine
  | Erase
  | RotateKey
  | Kill
  | Settle;
