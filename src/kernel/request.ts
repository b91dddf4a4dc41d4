// Everything that can be asked of Holdpoint, as one union. All that is impure (time, ids, verified
// identity, digests, compiled candidates) is in the request: the kernel looks nothing up.

import type { HoldsOfAgent } from './chain/conduct.ts';
import type { Writing } from './flow/writing.ts';
import type { ArgumentLabels } from './action/argument-label.ts';
import type { Requestable, WatchedAccess } from './access/asked-access.ts';
import type { Declassification, ValueSource } from './flow/declassification.ts';
import type { Principal, KillTarget, PostedMessage } from './event.ts';
import type { Fact } from './action/fact.ts';
import type { Statement } from './hold/statement.ts';
import type { ArgumentGrounding } from './flow/grounding.ts';
import type { HoldDue } from './hold/held.ts';
import type { Json, JsonObject } from './json.ts';
import type { Amounts } from './chain/limits.ts';
import type { Assertion, Passkey } from './org/passkey.ts';
import type { Obligation, PolicyEngine } from './policy.ts';
import type { NamedThings } from './action/named-things.ts';
import type { SameCall } from './action/same-call.ts';
import type { Seen, ServerIdentity } from './action/presented.ts';
import type { ProposedFact } from './org/known-fact.ts';
import type { AcceptedFinding, Review } from './org/review.ts';
import type { Effect } from './effect.ts';
import type { Agent, AgentModel, Delegation, LimitedOperator, Operator } from './org/registered.ts';
import type {
  CredentialRequirement,
  FromHold,
  OrgState,
  PolicySource,
  Rebasing,
  Tool,
  ToolProfile,
  Workflow,
  Destinations,
} from './state.ts';

interface Asked<Kind extends string> {
  readonly kind: Kind;
  /** `req_` and 16 characters; ids of what it creates share the suffix. */
  readonly id: string;
  /** Unix milliseconds, never before an earlier request's. */
  readonly at: number;
  /** Verified by the shell. */
  readonly actor: Principal;
  /** When the actor last proved who they are, Unix milliseconds; absent: the shell does not know. */
  readonly provedAt?: number;
  /** Of the actor's roles those alone that count here: who signed in may have fewer; absent: all. */
  readonly roles?: readonly string[];
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

/** Somebody whom the configured provider vouches for signs in for the first time; the shell alone asks. */
export interface ProvisionOperator extends Asked<'provision-operator'> {
  readonly operator: Operator & {
    readonly name: string;
    readonly identity: NonNullable<Operator['identity']>;
  };
}

export interface ChangeOperatorRoles extends Asked<'change-operator-roles'> {
  readonly operator: string;
  /** In place of those that they have. */
  readonly given: readonly string[];
}

export interface LimitOperator extends Asked<'limit-operator'>, LimitedOperator {}

/** Lends a part of the actor's own duty to approve. */
export interface DelegateDuty extends Asked<'delegate-duty'>, Pick<Delegation, 'to' | 'until' | 'limit'> {
  readonly lent: readonly string[];
}

/** Ends a delegation before its time. */
export interface RevokeDelegation extends Asked<'revoke-delegation'> {
  readonly delegation: string;
}

/** The actor's own. `passkey` came out of a registration that the shell verified. */
export interface AddPasskey extends Asked<'add-passkey'> {
  readonly passkey: Passkey;
}

export interface RemovePasskey extends Asked<'remove-passkey'> {
  readonly operator: string;
  readonly credential: string;
}

/** The actor signs in with it: the shell verified that it signed a challenge made for that. */
export interface UsePasskey extends Asked<'use-passkey'> {
  readonly assertion: Pick<Assertion, 'credential' | 'signCount'>;
}

export interface RegisterAgent extends Asked<'register-agent'> {
  readonly agent: Agent;
}

/** Says which model is behind an agent now; null: nobody knows. */
export interface ChangeAgentModel extends Asked<'change-agent-model'> {
  readonly agent: string;
  readonly model: AgentModel | null;
}

/** Says what all tasks of an agent may use together in each window of that length; null: all they want. */
export interface ChangeAgentAllowance extends Asked<'change-agent-allowance'> {
  readonly agent: string;
  readonly windowSeconds: number;
  readonly limit: Partial<Amounts> | null;
}

export type LimitAgentHolds = Asked<'limit-agent-holds'> & HoldsOfAgent;

export interface PublishWorkflow extends Asked<'publish-workflow'> {
  /** Compiled from the spec by workflow/. */
  readonly workflow: Omit<Workflow, 'record'>;
  readonly spec: Json;
}

/** A policy set that is to stand in the ledger. */
interface CandidatePolicy {
  readonly digest: string;
  readonly sources: readonly PolicySource[];
  /** The engine built from the sources; null with `errors` where they do not validate. */
  readonly candidate: PolicyEngine | null;
  readonly errors: readonly string[];
}

export interface ProposePolicy extends Asked<'propose-policy'>, CandidatePolicy, FromHold {}

/** Puts a proposal into force: by somebody other than its author. */
export interface PublishPolicy extends Asked<'publish-policy'>, CandidatePolicy, Rebasing {}

/** Puts a set into force again that was in force before. */
export interface RollbackPolicy extends Asked<'rollback-policy'>, CandidatePolicy {
  /** Commitment to the operator's words. */
  readonly reason: string;
}

/** Tries a set beside the one in force; none where `candidate` is null and `digest` empty. */
export interface ShadowPolicy extends Asked<'shadow-policy'>, CandidatePolicy {}

/** Has a fact wait that would have spared people a hold. */
export interface ProposeFact
  extends Asked<'propose-fact'>, Pick<ProposedFact, 'name' | 'fact' | 'hold' | 'requesters'> {}

/** Takes one that waits off the list. */
export interface DropFact extends Asked<'drop-fact'> {
  readonly name: string;
}

export interface TakingOver {
  /** The proposed fact that is said by it, by its name; absent: none is. */
  readonly fact?: string;
}

/** Says which hosts are the organisation's own, and which others it knows: all said before is replaced. */
export interface DeclareDestinations extends Asked<'declare-destinations'>, TakingOver, Destinations {}

/** Says what models may be given: replaces all that was said before. */
export interface DeclareClearances extends Asked<'declare-clearances'> {
  readonly models: OrgState['clearances'];
}

export interface ProposeConnector extends Asked<'propose-connector'> {
  readonly connector: string;
  readonly digest: string;
  readonly upstream: Json;
  readonly credential: CredentialRequirement | null;
  readonly tools: readonly Tool[];
  /** Who answers there; null: not asked yet. */
  readonly server: ServerIdentity | null;
  /** What the admitted connector itself presented, where it is that which was asked. */
  readonly seen?: Seen;
  /** The definitions as the upstream gave them, for review and diff. */
  readonly definitions: Json;
  /** What a model that was asked adds to the rules' proposal, in words, by tool; absent: none was heard. */
  readonly modelSays?: { readonly [tool: string]: readonly string[] };
}

export interface AdmitConnector extends Asked<'admit-connector'>, TakingOver {
  readonly connector: string;
  /** Digest of the proposal the person reviewed. */
  readonly proposal: string;
  /** Effects as the reviewer corrected them, by tool; a tool not named keeps what was proposed. */
  readonly effects: { readonly [tool: string]: readonly Effect[] };
  /** Profiles as the reviewer corrected them, by tool; a tool not named keeps what was proposed. */
  readonly profiles?: { readonly [tool: string]: ToolProfile };
  /** Tools of the proposal that are not admitted; absent: those that were left out before. */
  readonly without?: readonly string[];
  /** Findings that the reviewer read and takes on. */
  readonly accepted?: readonly AcceptedFinding[];
  /** Only if every change is harmless. */
  readonly light?: boolean;
  /** The proposal beside what is admitted, as the shell judged it. */
  readonly review: Review;
}

/** Has an admitted connector asked what it presents, or says what it answered. */
export interface ObserveConnector extends Asked<'observe-connector'> {
  readonly connector: string;
  /** Of all that it presents; null: it is yet to be asked. */
  readonly seen: Seen | null;
}

export interface OpenTask extends Asked<'open-task'> {
  readonly workflow: string;
  readonly agent: string;
  /** Commitment to the person's words; null where the actor is not a person. */
  readonly prompt: string | null;
  /** The action that set it off, as whoever asks says; absent: nobody says. */
  readonly cause?: string;
}

export interface Destination {
  /** Host name, in lower case; null where none is read for sure. */
  readonly host: string | null;
  /** It is a plain name at the connector (`#general`), and no address of anything beyond. */
  readonly isName: boolean;
  /** Commitment to the value, equal for equal values of a task. */
  readonly commitment: string;
  /** To its host, or to the value where it has none, equal in all tasks of the agent; absent: not known. */
  readonly ofAgent?: string;
  /** Anybody may have a box or a page at its host. */
  readonly isPublic?: true;
}

export interface Act extends Asked<'act'>, NamedThings, SameCall {
  readonly task: string;
  readonly connector: string;
  readonly tool: string;
  readonly arguments: Json;
  /** Commitment to the canonical arguments. */
  readonly argumentsCommitment: string;
  readonly digest: string;
  /** Digest of the definition that the upstream presents now; null: it presents none of that name. */
  readonly observed: string | null;
  /** Who answers there now; absent: it was not seen. */
  readonly server?: ServerIdentity | null;
  /** The process that would start the call. */
  readonly owner: string;
  /** The destinations among the arguments, by the tool's profile. */
  readonly destinations: readonly Destination[];
  /** Where arguments that may carry authority come from; absent: nobody looked, so none counts as seen. */
  readonly grounding?: readonly ArgumentGrounding[];
  /** What its arguments carry, all of them; absent: nobody looked, so they may carry all that was read. */
  readonly carried?: readonly ArgumentLabels[];
  /** The hold on which whoever asks waited for an answer; absent: none. */
  readonly waited?: string;
  /** What it would write that nobody vouches for; absent: nothing, or nobody looked. */
  readonly writing?: Writing;
}

/** Obligations that somebody outside carries out: of a kind or, where the kind is `other`, of a name. */
export type Fulfilment = Exclude<Obligation['kind'], 'other'> | `obligation:${string}`;

/** A question of the AuthZEN form (Authorization API 1.0, §5). */
export interface AccessQuestion {
  readonly subject: { readonly type: string; readonly id: string };
  readonly action: { readonly name: string; readonly properties: JsonObject };
  readonly resource: { readonly type: string; readonly id: string; readonly properties: JsonObject };
  /** The live task whose facts count; null: one that was just opened and did nothing. */
  readonly about: string | null;
  /** What whoever enforces the answer carries out. */
  readonly fulfils: readonly Fulfilment[];
  /** The destinations among the arguments, by the tool's profile. */
  readonly destinations: readonly Destination[];
  /** Of the arguments, as of those of an action in its task; absent: nobody looked. */
  readonly described?: Pick<Act, 'grounding' | 'carried'>;
  /** Keyed digest of the question as asked; null where whoever asks has no key. */
  readonly digest: string | null;
  /** What an access request for it is bound to; absent: there can be none. */
  readonly binding?: string;
  /** The approval that is presented with it, by its record; absent: none is. */
  readonly approval?: string;
}

/** Asks what would be decided, in order; nothing is done, reserved or used up by it. */
export interface Evaluate extends Asked<'evaluate-access'> {
  /** At least one; those with a task name the same one. */
  readonly questions: readonly AccessQuestion[];
  /** Nothing is answered after the first of these; null: everything is. */
  readonly until: 'permit' | 'no-permit' | null;
}

/** Has people asked for what an evaluation denied, as policy lets them be. */
export interface RequestAccess extends Asked<'request-access'> {
  readonly task: string;
  /** Asked again: about the task, and bound. */
  readonly question: AccessQuestion & { readonly binding: string };
  /** What the record of the denied evaluation says, and its id. */
  readonly denied: Requestable & { readonly evaluation: string };
  /** Commitment to the question: what those who approve are shown. */
  readonly argumentsCommitment: string;
}

/** Wants to hear when all of these access requests of its own have ended. */
export interface WatchAccess extends Asked<'watch-access'>, WatchedAccess {
  readonly task: string;
}

/** Says what is sent under a key of its own, by keyed digests: nothing else is ever sent under it. */
export interface UseKey extends Asked<'use-idempotency-key'> {
  readonly task: string;
  readonly key: string;
  readonly sent: string;
}

/** Asks for the page of those for whom, of what or by what the question would be permitted. */
export interface SearchAccess extends Asked<'search-access'> {
  /** Which part of the question is sought: its id (of an action, its name) stands empty. */
  readonly sought: 'subject' | 'resource' | 'action';
  readonly question: AccessQuestion;
  /** The last one that an earlier page looked at; null: from the first. */
  readonly after: string | null;
  /** How many are given at most. */
  readonly limit: number;
}

export interface DecideHold<Kind extends 'approve' | 'reject'> extends Asked<Kind> {
  readonly task: string;
  readonly hold: string;
  readonly statement: Statement;
  readonly signature: string;
  /** It is a passkey's signature; absent: one of the operator's key. */
  readonly assertion?: Assertion;
  /** Whether the shell verified the signature over the statement with the operator's key or passkey. */
  readonly verified: boolean;
}
export type Approve = DecideHold<'approve'>;
export type Reject = DecideHold<'reject'>;

/** Whoever asked for what waits takes it back. */
export interface WithdrawHold extends Asked<'withdraw-hold'> {
  readonly task: string;
  readonly hold: string;
}

/** Has what time made of a hold recorded; asked by the shell alone. */
export interface TendHold extends Asked<'tend-hold'> {
  readonly task: string;
  readonly hold: string;
  readonly due: HoldDue;
}

export interface Renew extends Asked<'renew'> {
  readonly task: string;
}

/** Has one value of a task count as less than it carries, towards one sink, for a time. */
export interface Declassify extends Asked<'declassify'> {
  readonly task: string;
  readonly declassification: Declassification;
  readonly source: ValueSource;
  /** What the value carries, as far as the shell knows. */
  readonly carried: readonly ArgumentLabels[];
  /** Commitment to all that is asked, with the value and the words: what those who approve are shown. */
  readonly argumentsCommitment: string;
  /** Of all that: what an approval is for. */
  readonly digest: string;
}

/** Has a task go on with the step after the one it is in. */
export interface NextStep extends Asked<'next-step'> {
  readonly task: string;
  /** Its name: of that one alone, however often it is asked. */
  readonly step: string;
  /** Calls that the task had made, as those who let it begin are shown. */
  readonly calls: number;
  /** Commitment to what they are shown. */
  readonly argumentsCommitment: string;
  /** Of all that: what an approval is for. */
  readonly digest: string;
}

export interface CloseTask extends Asked<'close-task'> {
  readonly task: string;
}

export interface Quarantine extends Asked<'quarantine'> {
  readonly task: string;
  readonly reason: string;
  /** Nothing that the task may have set off begins by itself any more. */
  readonly tree?: true;
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

/** A fact that already happened: recorded whatever the state, never refused. */
export interface Settle extends Asked<'settle'> {
  readonly task: string;
  readonly fact: Fact;
}

/** Somebody says no in a channel: the channel's word, and not their own signature. */
export interface RejectInChannel extends Asked<'reject-in-channel'> {
  readonly task: string;
  readonly hold: string;
  readonly channel: string;
  /** Who that is at the channel, as its operator's entry in the configuration has it. */
  readonly account: string;
}

/** How telling people through a channel went. It happened already: recorded whatever the state. */
export interface ReportNotices extends Asked<'report-notices'> {
  readonly channel: string;
  /** Records that the message told of; none: there was nothing to tell. */
  readonly notices: readonly string[];
  /** The last record before `through`. */
  readonly last: string;
  /** Sequence number before which nothing is owed once it is delivered. */
  readonly through: number;
  /** Which try it was, from 1; 0 where nothing was sent. */
  readonly attempt: number;
  /** Coded fault; null: the channel took it. */
  readonly failure: string | null;
  /** The message that stands there now, and the holds that it shows; absent: none that can be changed. */
  readonly posted?: PostedMessage;
  /** The message that was changed to how its holds ended; absent: none. */
  readonly revised?: string;
}

export type Request =
  | Found
  | AddOperator
  | ProvisionOperator
  | ChangeOperatorRoles
  | LimitOperator
  | DelegateDuty
  | RevokeDelegation
  | AddPasskey
  | RemovePasskey
  | UsePasskey
  | RegisterAgent
  | ChangeAgentModel
  | ChangeAgentAllowance
  | LimitAgentHolds
  | PublishWorkflow
  | ProposePolicy
  | PublishPolicy
  | RollbackPolicy
  | ShadowPolicy
  | ProposeFact
  | DropFact
  | DeclareDestinations
  | DeclareClearances
  | ProposeConnector
  | AdmitConnector
  | ObserveConnector
  | OpenTask
  | Act
  | Evaluate
  | SearchAccess
  | RequestAccess
  | WatchAccess
  | UseKey
  | Approve
  | Reject
  | RejectInChannel
  | TendHold
  | WithdrawHold
  | Renew
  | Declassify
  | NextStep
  | CloseTask
  | Quarantine
  | Erase
  | RotateKey
  | Kill
  | ReportNotices
  | Settle;
