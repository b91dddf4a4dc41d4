// What happened, in the past tense. Types are append-only: a published type's meaning never changes,
// because ledgers already hold it. An event is a ledger record before it has a place in the log.

import type { AskedDeclassification } from './flow/declassification.ts';
import type { Json } from './json.ts';
import type { AgentExposed, Labels } from './flow/label.ts';
import type { ObjectUnvouched, ReadsUnvouched, Touching } from './flow/writing.ts';
import type { AgentAsked, AgentFaulted, HoldsOfAgent } from './chain/conduct.ts';
import type { AllowanceDrawn, Amounts } from './chain/limits.ts';
import type { Assertion, Passkey } from './org/passkey.ts';
import type { Obligation, RoleQuorum, ShadowVerdict } from './policy.ts';
import type { SameCall } from './action/same-call.ts';
import type { ServerIdentity } from './action/presented.ts';
import type { Reason } from './reason.ts';
import type { AcceptedFinding, Drift, ToolVerdict } from './org/review.ts';
import type { Effect } from './effect.ts';
import type { Raised, Stakes } from './hold/held.ts';
import type { Statement } from './hold/statement.ts';
import type { LookedAt, Outdated } from './hold/shown-action.ts';
import type { Agent, AgentModel, Delegation, LimitedOperator, Operator } from './org/registered.ts';
import type {
  Above,
  Corrected,
  CountedEffects,
  CredentialRequirement,
  Fired,
  FromHold,
  Inherited,
  OrgState,
  Outcome,
  PolicySource,
  Rebasing,
  TaskCause,
  Tool,
  ToolProfile,
  Workflow,
  Destinations,
} from './state.ts';
import type { AskedAccess, PresentedApproval, Requestable, WatchedAccess } from './access/asked-access.ts';
import type { ProposedFact } from './org/known-fact.ts';
import type { AskedStep } from './task/step.ts';
import type { ReadBackTold, Verification } from './action/verification.ts';

export interface Principal {
  readonly kind: 'agent' | 'operator' | 'system';
  readonly id: string;
}

interface Envelope<Type extends string, Body> {
  readonly id: string;
  /** Unix milliseconds. */
  readonly time: number;
  readonly stream: string;
  readonly type: Type;
  readonly actor: Principal;
  /** Ids of the records that led to this one. */
  readonly causes: readonly string[];
  readonly body: Body;
}

interface ActionFacts extends LookedAt {
  readonly action: string;
  readonly agent: string;
  readonly connector: string;
  readonly tool: string;
  readonly digest: string;
  /** Commitment to the canonical arguments. */
  readonly arguments: string;
  /** Digest of the policy set that decided. */
  readonly policy: string | null;
  /** Ids of the policies that determined the verdict. */
  readonly determining: readonly string[];
  /** What the set that is tried beside it said, where that differs; absent: it agrees, or none is tried. */
  readonly shadow?: ShadowVerdict;
  /** Who answered at the connector, where that is not who was admitted; absent: the same, or not seen. */
  readonly server?: ServerIdentity;
}

interface DeclassificationFacts {
  /** The task's. */
  readonly agent: string;
  readonly digest: string;
  /** Commitment to what was asked, as those who approve were shown it. */
  readonly arguments: string;
  readonly policy: string;
  readonly determining: readonly string[];
}

export type Event =
  // org
  | Envelope<
      'founded',
      { mode: 'separated' | 'solo'; origin: string; vkey: string; operator: Operator & { name: string } }
    >
  | Envelope<'operator-added', { operator: Operator & { name: string } }>
  /** `limit` null: what they approve goes as far as their roles do. */
  | Envelope<'operator-limited', LimitedOperator>
  | Envelope<'operator-roles-changed', { operator: string; roles: readonly string[] }>
  | Envelope<'duty-delegated', { delegation: Omit<Delegation, 'record'> }>
  | Envelope<'delegation-revoked', { delegation: string; from: string; to: string }>
  | Envelope<'passkey-added', { operator: string; passkey: Passkey }>
  | Envelope<'passkey-removed', { operator: string; credential: string }>
  /** operator/<id>: they signed in with it */
  | Envelope<'passkey-used', { credential: string; signCount: number }>
  | Envelope<'agent-registered', { agent: Agent }>
  | Envelope<'agent-model-changed', { agent: string; model: AgentModel | null }>
  /** One window of it, named by its length; `limit` null: nothing limits that one any more. */
  | Envelope<
      'agent-allowance-changed',
      { agent: string; windowSeconds: number; limit: Partial<Amounts> | null }
    >
  /** How much its tasks may have waiting for people at once; null: what is usual. */
  | Envelope<'agent-holds-limited', HoldsOfAgent>
  | Envelope<'workflow-published', { workflow: Omit<Workflow, 'record'>; spec: Json }>
  | Envelope<
      'policy-proposed',
      FromHold & { digest: string; sources: readonly PolicySource[]; author: string }
    >
  /** `author` null and `proposal` null: the first set, or one that is in force again (`rolledBack`). */
  | Envelope<
      'policy-published',
      Rebasing & {
        digest: string;
        sources: readonly PolicySource[];
        author: string | null;
        proposal: string | null;
        rolledBack: boolean;
        /** Commitment to why it was rolled back; else absent. */
        reason?: string;
      }
    >
  | Envelope<'policy-shadowed', { digest: string; sources: readonly PolicySource[] }>
  | Envelope<'policy-unshadowed', { digest: string }>
  | Envelope<'fact-proposed', Omit<ProposedFact, 'record'>>
  /** Beside what it came to, or with nothing: nobody takes it over any more. */
  | Envelope<'fact-closed', { name: string; taken: boolean }>
  | Envelope<'destinations-declared', Destinations>
  | Envelope<'clearances-declared', { models: OrgState['clearances'] }>
  | Envelope<'ledger-key-rotated', { vkey: string; previous: string }>
  | Envelope<'killed', { target: KillTarget; reason: string }>
  | Envelope<'kill-lifted', { target: KillTarget; reason: string }>
  // agent/<id>: a task takes a block of a window, up to what its usage may come to
  // object/<connector>/<object>, a commitment to its id: what a task wrote into it
  | Envelope<'object-labelled', { connector: string; object: string; task: string; labels: Labels }>
  | Envelope<'object-unvouched', ObjectUnvouched>
  | Envelope<'agent-exposed', AgentExposed>
  /** Commitments under the agent's key: hosts, or whole addresses without one. */
  | Envelope<'agent-addressed', { agent: string; task: string; destinations: readonly string[] }>
  | Envelope<'allowance-drawn', AllowanceDrawn>
  | Envelope<'agent-asked', AgentAsked>
  | Envelope<'agent-faulted', AgentFaulted>
  // connector/<id>
  | Envelope<
      'connector-proposed',
      {
        digest: string;
        upstream: Json;
        credential: CredentialRequirement | null;
        tools: readonly Tool[];
        server: ServerIdentity | null;
        definitions: Json;
        /** What a model added to what the rules proposed, by tool; absent: none was heard. */
        modelSays?: { readonly [tool: string]: readonly string[] };
      }
    >
  | Envelope<
      'connector-admitted',
      {
        digest: string;
        proposal: string;
        effects: { [tool: string]: readonly Effect[] };
        profiles: { [tool: string]: ToolProfile };
        corrected: Corrected;
        /** Tools of the proposal that were left out. */
        without: readonly string[];
        /** Each tool beside what was admitted before, with the findings of the scan by rule id. */
        review: { [tool: string]: { verdict: ToolVerdict; findings: readonly string[] } };
        accepted: readonly AcceptedFinding[];
        /** The worst of it, as policy saw it; null: that was not judged. */
        drift: Drift | null;
        /** Admitted on the word that every change is harmless. */
        light: boolean;
      }
    >
  /** An operator has it asked what it presents. */
  | Envelope<'connector-asked', { admission: string }>
  | Envelope<
      'connector-observed',
      {
        server: ServerIdentity | null;
        /** Tools that were not admitted, and admitted ones that it does not present. */
        added: readonly string[];
        vanished: readonly string[];
      }
    >
  /** Digests of definitions. */
  | Envelope<'tool-drifted', { tool: string; pinned: string; observed: string }>
  /** Another name; another version. */
  | Envelope<'server-changed', { pinned: ServerIdentity; observed: ServerIdentity }>
  | Envelope<'server-updated', { pinned: ServerIdentity; observed: ServerIdentity }>
  /** Beside the permit of the call that may set it off. */
  | Envelope<'trigger-fired', Fired>
  // task/<id>
  | Envelope<
      'task-opened',
      {
        task: string;
        workflow: string;
        workflowDigest: string;
        author: string;
        publisher: string;
        agent: string;
        requester: string;
        prompt: string | null;
        trigger: 'person' | 'agent';
        cause: TaskCause | null;
        depth: number;
        inherited: Inherited;
        /** Whom the tasks above it go back to; absent: there are none. */
        above?: Above;
        /** What the tasks above it had read. */
        data: Labels;
        model: AgentModel | null;
        scope: Json;
        expiresAt: number;
        mode: 'separated' | 'solo';
      }
    >
  | Envelope<
      'action-permitted',
      Touching<ActionFacts> &
        Pick<SameCall, 'call'> & {
          allowance: number;
          preapproved: boolean;
          hold: string | null;
          /** Which use of the hold it is, from 1; absent: its approval is for one only. */
          use?: number;
          lease: string | null;
          owner: string;
          startBefore: number;
          reservedMs: number;
          effects: readonly Effect[];
          output: Labels;
          egress: ToolProfile['egress'];
          /** Sum of the arguments with the role `amount`, in ten-thousandths. */
          amount: number;
          /** Commitments to the destinations among the arguments. */
          destinations: readonly string[];
          obligations: readonly Obligation[];
          /** How many things it may set off; absent: nothing, and it comes to no more than its own. */
          fired?: number;
          /** What it comes to with these, and what of that no other task counts. */
          comesTo?: CountedEffects;
          outside?: CountedEffects;
          /** Commitments to the objects that it sets up or changes at its connector; absent: none. */
          setUp?: readonly string[];
          /** Commitments to all that it names there, where it changes anything; absent: none. */
          changed?: readonly string[];
          /** What its result may bring at most; absent: nothing limits it. */
          reservedRecords?: number;
          reservedBytes?: number;
        }
    >
  | Envelope<
      'action-held',
      ActionFacts &
        SameCall &
        Raised & {
          effects: readonly Effect[];
          /** What the permit will come with, as policy is now. */
          obligations: readonly Obligation[];
          /** How far it goes, as far as approvers' limits ask. */
          stakes?: Stakes;
          /** Commitments to the destinations among the arguments; absent: none. */
          destinations?: readonly string[];
          /** The rejected hold whose action this one asks for in another shape; absent: none. */
          variationOf?: string;
          /** The first of the like holds that are shown together, or this one; absent: it stands alone. */
          batch?: string;
          /** Approvals that count no more, and what has moved since they were given; absent: none. */
          outdated?: readonly Outdated[];
        }
    >
  | Envelope<'action-rejoined', { action: string; hold: string; digest: string }>
  | Envelope<'action-denied', ActionFacts & { reasons: readonly Reason[] }>
  | Envelope<
      'approval-given',
      {
        hold: string;
        statement: Statement;
        signature: string;
        /** It is a passkey's signature; absent: one of the operator's key. */
        assertion?: Assertion;
        policies: readonly string[];
        /** Of the giver's roles those alone that it counts for; absent: all. */
        roles?: readonly string[];
        /** Operators whose duty it also used, as they had lent it; absent: none. */
        onBehalfOf?: readonly string[];
      }
    >
  | Envelope<'declassification-held', DeclassificationFacts & Raised & { asked: AskedDeclassification }>
  | Envelope<'value-declassified', DeclassificationFacts & AskedDeclassification & { hold: string | null }>
  | Envelope<
      'step-held',
      Raised & {
        /** The task's. */
        agent: string;
        digest: string;
        arguments: string;
        next: AskedStep;
      }
    >
  | Envelope<
      'access-held',
      DeclassificationFacts &
        Raised &
        LookedAt & {
          connector: string;
          tool: string;
          effects: readonly Effect[];
          /** Commitments to the destinations among the arguments; absent: none. */
          destinations?: readonly string[];
          /** The rejected hold whose action this one asks for in another shape; absent: none. */
          variationOf?: string;
          access: AskedAccess;
        }
    >
  | Envelope<'access-approved', { hold: string; digest: string }>
  | Envelope<'access-watched', WatchedAccess>
  /** Digests of an enforcement point's key, and of what it sent under it first. */
  | Envelope<'idempotency-key-used', { key: string; sent: string }>
  /** The evaluation that the approval let be a yes: it is used up. */
  | Envelope<'access-granted', { hold: string; digest: string; evaluation: string }>
  /** `hold` null: its step has no gate. */
  | Envelope<'step-begun', AskedStep & { hold: string | null; digest: string }>
  | Envelope<
      'hold-rejected',
      { hold: string; statement: Statement; signature: string; assertion?: Assertion }
    >
  /** An approver wrote other arguments: from here on the hold is about those, approved by that one. */
  | Envelope<
      'hold-edited',
      {
        hold: string;
        digest: string;
        arguments: string;
        statement: Statement;
        signature: string;
        assertion?: Assertion;
        policies: readonly string[];
        roles?: readonly string[];
        onBehalfOf?: readonly string[];
      }
    >
  /** Who is asked has not answered for long; others may in their place; nobody did in time. */
  | Envelope<'hold-reminded', { hold: string; approvers: readonly RoleQuorum[] }>
  | Envelope<'hold-escalated', { hold: string; approvers: readonly RoleQuorum[] }>
  | Envelope<'hold-expired', { hold: string }>
  /** Whoever asked took it back, or the action `ran` all the same. */
  | Envelope<'hold-withdrawn', { hold: string; ran?: string }>
  // The channel's word that the actor said so there: nobody signed it.
  | Envelope<'hold-rejected-in-channel', { hold: string; digest: string; channel: string; account: string }>
  | Envelope<
      'lease-granted',
      {
        lease: string;
        connector: string;
        issuer: 'jwt' | 'static';
        action: string | null;
        owner: string;
        expiresAt: number;
      }
    >
  | Envelope<
      'lease-issued',
      { lease: string; fingerprint: string; standing: boolean; advisory: boolean; expiresAt: number }
    >
  | Envelope<'lease-revoked', { lease: string; how: string }>
  | Envelope<'lease-revocation-failed', { lease: string; code: string; attempt: number }>
  | Envelope<
      'action-settled',
      ReadsUnvouched & {
        action: string;
        outcome: Outcome;
        result: string | null;
        durationMs: number;
        bytes: number;
        code: string | null;
        /** Records in the result, where its task limits them; absent: not counted. */
        records?: number;
        /** What the scan calls an attack in its words, by rule id; absent: nothing. */
        findings?: readonly string[];
        /** Its structured result is not of the form that was admitted. */
        misfit?: true;
        /** Whether its result says that it did what was asked; absent: its tool has no check for that. */
        verified?: Verification;
        /** Commitments to the names that its answer gives to what it set up; absent: none. */
        made?: readonly string[];
        /** What it carries, where that is more than its tool was admitted with; absent: no more. */
        labels?: Labels;
      }
    >
  | Envelope<'outcome-delivered', { action: string }>
  /** That process goes on with the held call by itself. */
  | Envelope<'call-deferred', { hold: string; owner: string }>
  | Envelope<'outcome-read-back', ReadBackTold>
  | Envelope<'token-renewed', { task: string; expiresAt: number }>
  | Envelope<'task-closed', { task: string; why: 'done' | 'expired' }>
  /** `tripped`: the system did, for what these reasons say; absent: a person. */
  /** `tree`: and nothing that it may have set off begins by itself. */
  | Envelope<'task-quarantined', { task: string; reason: string; tripped?: readonly Reason[]; tree?: true }>
  | Envelope<'erasure-ordered', { task: string; why: 'asked' | 'retention' }>
  | Envelope<'payloads-erased', { task: string }>
  // operator/<id> of the enforcement point that asked: an answer that touches nothing; task/<id> where the
  // task's agent asked: there what is no permit counts as a denial
  | Envelope<
      'access-evaluated',
      {
        /** `id` null: nobody here goes by it. */
        subject: { type: string; id: string | null };
        /** `connector/tool`, or one of the organisation's verbs. */
        action: string;
        resource: string;
        /** The live task whose facts counted. */
        task: string | null;
        /** Keyed digest of the question as asked. */
        question: string | null;
        verdict: 'permit' | 'hold' | 'deny';
        policy: string | null;
        determining: readonly string[];
        reasons: readonly Reason[];
        obligations: readonly Obligation[];
        /** People can be asked for it; absent: they cannot. */
        requestable?: Requestable;
        /** What became of the approval that was presented; absent: none was, or none was needed. */
        approval?: PresentedApproval;
      }
    >
  | Envelope<
      'access-searched',
      {
        sought: 'subject' | 'resource' | 'action';
        subject: { type: string; id: string | null };
        /** Null where it is what is sought. */
        action: string | null;
        resource: string;
        task: string | null;
        question: string | null;
        policy: string | null;
        /** How many were looked at. */
        evaluated: number;
        /** Those that would be permitted. */
        results: readonly { id: string; obligations: readonly Obligation[] }[];
        /** The last one that was looked at, where there are more; else null. */
        last: string | null;
      }
    >
  // channel/<name>: people were told of these records through it; before `through` nothing is owed any more
  | Envelope<
      'notices-delivered',
      {
        channel: string;
        notices: readonly string[];
        through: number;
        attempt: number;
        /** The message stands there and can be changed; absent: it cannot. */
        posted?: PostedMessage;
        /** The message that was changed to how its holds ended; absent: none was. */
        revised?: string;
      }
    >
  | Envelope<
      'notices-failing',
      { channel: string; notices: readonly string[]; through: number; attempt: number; code: string }
    >
  // any stream of the one who asked: a refusal that touches nothing else
  | Envelope<
      'request-denied',
      {
        request: string;
        task: string | null;
        reasons: readonly Reason[];
        /** Of the actor's roles those alone that counted; absent: all. */
        roles?: readonly string[];
      }
    >;

/** A message at a channel, and the holds that it shows. */
export interface PostedMessage {
  readonly handle: string;
  readonly holds: readonly string[];
}

export type KillTarget =
  | { readonly kind: 'agent' | 'connector'; readonly id: string }
  | { readonly kind: 'all' };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
