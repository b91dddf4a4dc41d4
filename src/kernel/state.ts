// All the kernel knows. Built only by folding events (evolve.ts); a decision reads it and nothing else.

import type { ProposedFact } from './org/known-fact.ts';
import type { Declassified } from './flow/declassification.ts';
import type { Effect } from './effect.ts';
import type { Hold } from './hold/held.ts';
import type { Json } from './json.ts';
import type { Clearance, Labels, OutputField, Sensitivity } from './flow/label.ts';
import type { Shelves, WritesUnvouched } from './flow/writing.ts';
import type { Conduct } from './chain/conduct.ts';
import type { Drawn, Limits, TreeLimits } from './chain/limits.ts';
import type { ConstraintEngine, Obligation, PolicyEngine } from './policy.ts';
import type { ServerIdentity, Sightings } from './action/presented.ts';
import type { Agent, AgentModel, Delegation, Operator } from './org/registered.ts';
import type { ArgumentRole } from './role.ts';
import type { BegunStep, Step } from './task/step.ts';
import type { Unended } from './chain/unended.ts';
import type { Usage } from './chain/used.ts';
import type { Contradictions, OutcomeCheck, ReadBack } from './action/verification.ts';

/** What one request is decided against: the organisation, the connectors and the one task tree concerned. */
export interface State {
  readonly org: OrgState;
  readonly connectors: { readonly [id: string]: ConnectorState };
  /** Triggers that may still have an effect, oldest first; a bounded number. */
  readonly firings: readonly Firing[];
  /** Tasks that set others off, or that others did, oldest first, as long as their limits bound anything. */
  readonly trees: readonly TreeNode[];
  /** Calls that may have done what they were asked for, by tool (`connector/tool`), oldest first. */
  readonly mayHaveRun: { readonly [tool: string]: readonly Unended[] };
  /** What tasks have drawn of their agents' allowances, by agent. */
  readonly draws: { readonly [agent: string]: readonly Drawn[] };
  /** What tasks of an agent asked of people, and should not have asked for. */
  readonly conduct: { readonly [agent: string]: Conduct };
  /** What tasks wrote into objects of a connector, by commitment; under the empty one, into any other. */
  readonly objects: { readonly [connector: string]: { readonly [object: string]: Labels } };
  /** Who wrote what nobody vouches for at a connector, by shelf and commitment; under the empty one, any. */
  readonly unvouched: { readonly [connector: string]: Shelves };
  /** What tasks of an agent read lately. */
  readonly exposures: { readonly [agent: string]: Exposure };
  /** What each agent addressed in any task, by commitment, oldest first; a bounded number. */
  readonly addressed: { readonly [agent: string]: readonly string[] };
  readonly task: TaskState | null;
  /** Null: nothing is loaded, so everything is denied. */
  readonly policy: PolicyEngine | null;
  /** The set that is tried beside it: its answers are recorded where they differ, and decide nothing. */
  readonly shadow: PolicyEngine | null;
  readonly constraints: ConstraintEngine;
}

export interface OrgState {
  /** Version of the org stream; 0 before the genesis record. */
  readonly epoch: number;
  /** `solo` lets one person both ask and approve: explicit, and written into every receipt. */
  readonly mode: 'separated' | 'solo' | null;
  /** The ledger's origin: what an approval names as the ledger it is for. */
  readonly origin: string | null;
  /** Verifier key under which the ledger is signed; null before the genesis record. */
  readonly vkey: string | null;
  /** The record that put it into force. */
  readonly keyRecord: string | null;
  /** Those before it, oldest first. */
  readonly retiredVkeys: readonly string[];
  readonly operators: { readonly [id: string]: Operator };
  /** Parts of duties to approve that are lent, by id; those that are over may still be among them. */
  readonly delegations: { readonly [id: string]: Delegation };
  /** When each operator decided about holds lately, Unix milliseconds, oldest first; a bounded number. */
  readonly decided: { readonly [operator: string]: readonly number[] };
  readonly agents: { readonly [id: string]: Agent };
  readonly workflows: { readonly [id: string]: Workflow };
  readonly policy: PublishedPolicy | null;
  /** Sets that wait for somebody other than their author to publish them, by digest; the newest last. */
  readonly proposedPolicies: readonly ProposedPolicy[];
  /** What would have spared people holds and waits to be taken over; the newest last. */
  readonly proposedFacts: readonly ProposedFact[];
  /** Every set that was ever in force, oldest first: what can be rolled back to. */
  readonly policyHistory: readonly { readonly digest: string; readonly record: string }[];
  /** The set that runs beside the one in force; null: none does. */
  readonly shadow: PublishedPolicy | null;
  /**
   * Hosts that the organisation declared: its own, and others that it knows. `.example.com` is that host and
   * all below it.
   */
  readonly destinations: Destinations;
  /** What models may be given: by `provider`, by `provider/name`, and by `*` for any other. */
  readonly clearances: { readonly [model: string]: Clearance };
  readonly killed: {
    readonly all: boolean;
    readonly agents: readonly string[];
    readonly connectors: readonly string[];
  };
}

export interface Destinations {
  readonly own: readonly string[];
  readonly listed: readonly string[];
  /** The most sensitive data that a listed one may be given, where anything was said of that, by its name. */
  readonly cleared: { readonly [listed: string]: Sensitivity };
}

export interface Workflow {
  readonly id: string;
  /** Digest of the canonical spec. */
  readonly digest: string;
  readonly author: string;
  readonly publisher: string;
  readonly scope: Scope;
  /** Agents that may run it. */
  readonly agents: readonly string[];
  /** May be opened without a person's prompt. */
  readonly unattended: boolean;
  /** After this no task opens under it, Unix milliseconds. */
  readonly expiresAt: number;
  /** Seconds a task under it may live. */
  readonly taskSeconds: number;
  readonly record: string;
}

export interface Scope {
  readonly purpose: string;
  readonly allowances: readonly Allowance[];
  readonly limits: Limits;
  /** All that its actions may do and set off; absent: what policy lets. */
  readonly outcomes?: readonly Effect[];
  /** In their order; absent: all of it may be used at any time. */
  readonly steps?: readonly Step[];
}

export interface Allowance {
  /** `connector/tool`, or `connector/*` for every admitted tool of a connector. */
  readonly tool: string;
  /** JSON Schema the arguments must fit; null: any arguments the tool takes. */
  readonly arguments: Json;
  /** How many calls this allowance gives; null: bounded by the task's limits alone. */
  readonly max: number | null;
  /** Calls within these bounds were approved by the review of the spec; null: none were. */
  readonly preapproved: { readonly arguments: Json; readonly max: number | null } | null;
}

export interface PublishedPolicy {
  readonly digest: string;
  readonly sources: readonly PolicySource[];
  /** Who proposed it, and who put it into force or has it tried; a proposal has its own authors. */
  readonly by?: readonly string[];
  readonly record: string;
}

export interface ProposedPolicy extends PublishedPolicy, FromHold {
  /** Who proposed it first: whose record it is. */
  readonly author: string;
  /** Who else proposed the very same set while it waited. */
  readonly coauthors: readonly string[];
}

/** A proposed set, and what it came of. */
export interface FromHold {
  /** The hold whose action it would always allow; absent: somebody wrote the set. */
  readonly always?: string;
}

/** A proposal as it is once another set is in force. */
export interface RebasedPolicy {
  /** Digest of the set that was proposed. */
  readonly was: string;
  readonly digest: string;
  readonly sources: readonly PolicySource[];
}

export interface Rebasing {
  /** Proposals that stay, made anew by the shell from what is published; absent: none. */
  readonly rebased?: readonly RebasedPolicy[];
}

export interface PolicySource {
  readonly name: string;
  readonly text: string;
}

export interface ConnectorState extends Sightings {
  readonly id: string;
  /** Digest over proposal (upstream, credential, definitions); what an admission names. */
  readonly proposal: Proposal | null;
  readonly admitted: Admission | null;
}

export interface Proposal {
  readonly digest: string;
  readonly upstream: Json;
  readonly credential: CredentialRequirement | null;
  readonly tools: readonly Tool[];
  /** Null: nobody said who answers there. */
  readonly server: ServerIdentity | null;
  readonly record: string;
}

export interface Admission {
  readonly digest: string;
  readonly upstream: Json;
  readonly credential: CredentialRequirement | null;
  readonly tools: { readonly [name: string]: Tool };
  readonly server: ServerIdentity | null;
  /** Tools of which a person said what they do, and what else is known of them: what is kept. */
  readonly corrected: Corrected;
  /** Tools that were proposed with these and left out. */
  readonly without: readonly string[];
  /** The operator who admitted it. */
  readonly by: string;
  readonly record: string;
}

/** Names of tools. */
export interface Corrected {
  readonly effects: readonly string[];
  readonly profiles: readonly string[];
}

/**
 * One operation, as proposed or admitted. Resource reads, prompts, completion and elicitation are tools
 * too.
 */
export interface Tool {
  readonly name: string;
  readonly kind: 'tool' | 'resource' | 'prompt' | 'completion' | 'elicitation';
  /** Digest of the definition as the upstream gave it. */
  readonly definition: string;
  /** All effects it may have, the worst counted; `unknown` is treated as the most dangerous. */
  readonly effects: readonly Effect[];
  readonly idempotent: boolean;
  readonly inputSchema: Json;
  /** What its structured results are like; absent: the definition does not say. */
  readonly outputSchema?: Json;
  readonly description: string;
  readonly profile: ToolProfile;
}

/** What is known of a tool beyond its effects: as proposed, or as a person corrected it. */
export interface ToolProfile {
  /**
   * How far what it is given may go: not beyond the connector, to others who use it too, or out of the
   * organisation.
   */
  readonly egress: 'none' | 'shared' | 'external' | 'unknown';
  /** What an argument is for, by JSON pointer into the arguments (`*`: every item or member). */
  readonly roles: { readonly [pointer: string]: ArgumentRole };
  /** What its results carry. */
  readonly output: Labels;
  /** Of fields of its results, by JSON pointer (`*`: every item or member); absent: nothing is said. */
  readonly fields?: { readonly [pointer: string]: OutputField };
  /** What a call sets off elsewhere, each by a name of its own; absent: nothing that anybody knows of. */
  readonly triggers?: readonly Trigger[];
  /** What tells in a result whether the call did what was asked; absent: nothing does. */
  readonly verify?: readonly OutcomeCheck[];
  /** What shows whether it was done; absent: nothing does. */
  readonly readBack?: ReadBack;
}

/** Something that happens elsewhere because a tool was called: a mail that starts an approval. */
export interface Trigger {
  readonly name: string;
  /** `workflow/<id>` or `<connector>/<tool>`; empty: something outside of what is governed. */
  readonly starts: string;
  /** What it does beyond what it starts. */
  readonly effects: readonly Effect[];
  /** How far what the call is given goes by it; absent: not beyond the connector. */
  readonly egress?: ToolProfile['egress'];
  /** JSON Schema of the arguments it takes; null: any. */
  readonly when: Json;
  /** How long after the call it may still start. */
  readonly withinSeconds: number;
  /** What it is, for people. */
  readonly words: string;
}

/** When it was last said that an agent read data so sensitive, and of such a category: Unix milliseconds. */
export interface Exposure {
  readonly levels: { readonly [sensitivity: string]: Sighting };
  readonly categories: { readonly [category: string]: number };
}

export interface Sighting {
  readonly at: number;
  /** Whose task it was said of. */
  readonly task: string;
  /** When it was last said of any other; null: of none. */
  readonly before: number | null;
}

/** A call that may have set something off, and all that what it sets off takes over from its task. */
export interface Firing {
  readonly trigger: string;
  readonly starts: string;
  /** Null: it stands for calls of several tasks. */
  readonly task: string | null;
  /** Null: it stands for several calls. */
  readonly action: string | null;
  /** How many tasks stand above the one that made the call. */
  readonly depth: number;
  readonly data: Labels;
  readonly usage: Inherited;
  /** Who is behind the task that made it, and those above; absent of one that was recorded before. */
  readonly above?: Above;
  /** Nodes of the tasks whose calls it stands for. */
  readonly from: readonly string[];
  /** A task began of it; absent: none did. */
  readonly begun?: true;
  /** Until when it may start something, Unix milliseconds. */
  readonly until: number;
  /** The task was quarantined with all that it set off; absent: it was not. */
  readonly stopped?: true;
  readonly record: string;
}

/** What is recorded of one call. */
export type Fired = Omit<Firing, 'record' | 'task' | 'action' | 'from' | 'begun' | 'stopped'> & {
  readonly tool: string;
  readonly task: string;
  readonly action: string;
};

/** Whom a chain of tasks that set each other off goes back to. */
export interface Above {
  /** Operators who asked for one of them. */
  readonly requesters: readonly string[];
  readonly agents: readonly string[];
}

/** What a call counts as. */
export interface CountedEffects {
  readonly effects: readonly Effect[];
  readonly egress: ToolProfile['egress'];
}

/** What tasks did, as far as it goes on counting for those that they set off. */
export interface Did extends Contradictions {
  readonly calls: number;
  readonly byEffect: { readonly [effect: string]: number };
  readonly crossings: number;
  /** In ten-thousandths. */
  readonly spent: number;
  /** How many different destinations they addressed; those of one task may be those of another. */
  readonly destinations: number;
  /** How many things their calls may have set off. */
  readonly fired: number;
  /** What results brought them, and what those under way might, where their files limit that. */
  readonly records: number;
  readonly bytes: number;
}

/** What a task's limits bound, and what counts there. */
export interface TreeNode {
  /** The task that it was made for. */
  readonly id: string;
  /** It stands for several tasks; absent: for one. */
  readonly united?: true;
  /** Of its tasks, those that are open, or have calls that run. */
  readonly open: readonly string[];
  /** Nodes of the tasks that it surely comes of. */
  readonly above: readonly string[];
  readonly limits: TreeLimits;
  /** Above it before it began, by itself, and by all that came of it. */
  readonly did: Did;
}

/** Limits that a call has to keep, whose they are, and what counts in them already. */
export type Bound = Pick<TreeNode, 'id' | 'limits' | 'did'>;

/** What one task did by itself; `task` null: several together. */
export interface Share {
  readonly task: string | null;
  readonly did: Did;
}

/** What the tasks above a task did, all in all. */
export interface Inherited extends Did {
  /** What they set up or changed at connectors. */
  readonly setUp: readonly string[];
  /** As `Usage` has it. */
  readonly changed: readonly string[];
  /** Of which tasks it is the sum; absent: of the one whose it is, or that was not kept apart. */
  readonly shares?: readonly Share[];
}

/** The call that a task may go back to. */
export type TaskCause = Pick<Firing, 'task' | 'action' | 'record'>;

export interface CredentialRequirement {
  readonly issuer: 'jwt' | 'static';
  readonly audience: string;
  readonly ttlSeconds: number;
  /** How it reaches the connector: in a request, or in a variable of a server spawned for the task. */
  readonly inject: {
    readonly as: 'header' | 'query' | 'env';
    readonly name: string;
    readonly prefix: string;
  };
  /** Reference to a standing secret (`env:NAME`, `file:/path`); null for minted ones. Never the secret. */
  readonly reference: string | null;
}

export interface TaskState {
  readonly id: string;
  readonly status: 'open' | 'closed' | 'quarantined';
  readonly workflow: {
    readonly id: string;
    readonly digest: string;
    /** Neither who wrote the spec nor who published it may approve its holds. */
    readonly author: string;
    readonly publisher: string;
  };
  readonly agent: string;
  /** The operator who asked; the agent's owner where no person opened it. */
  readonly requester: string;
  /** Commitment to the person's words; null where there was no prompt. */
  readonly prompt: string | null;
  /** Who set it off: a person, or an agent by itself. */
  readonly trigger: 'person' | 'agent';
  /** The call of another task that set it off, for all that is known; null: none did. */
  readonly cause: TaskCause | null;
  /** How many tasks that set each other off stand above it. */
  readonly depth: number;
  readonly inherited: Inherited;
  /** Whom the tasks above it go back to; absent: there are none. */
  readonly above?: Above;
  /** The agent's model when the task was opened. */
  readonly model: AgentModel | null;
  readonly scope: Scope;
  readonly openedAt: number;
  readonly expiresAt: number;
  /** When it was closed, or first quarantined; null while it is open. */
  readonly endedAt: number | null;
  readonly usage: Usage;
  /** How often it asked for what it should not have; absent: never. */
  readonly faults?: number;
  /** Absent: it is in its first step, or has none. */
  readonly step?: BegunStep;
  /** What all that it read carries. */
  readonly data: Labels;
  /** Its values that count as less somewhere, oldest first; absent: none does. */
  readonly declassified?: readonly Declassified[];
  readonly holds: { readonly [id: string]: Hold };
  /** How often whoever asked wanted to hear how that ends, by hold; absent: never. */
  readonly watches?: { readonly [hold: string]: number };
  /** Running actions, and settled ones whose outcome is kept until delivered. */
  readonly actions: { readonly [id: string]: ActionState };
  readonly leases: { readonly [id: string]: Lease };
  /** Null: its payloads are kept. From the order on, none is written again; `record` is the order's. */
  readonly erasure: { readonly status: 'ordered' | 'done'; readonly record: string } | null;
  readonly record: string;
}

export interface ActionState extends WritesUnvouched {
  readonly id: string;
  readonly digest: string;
  readonly connector: string;
  readonly tool: string;
  /** What it counted for; given back where it surely did not start. */
  readonly effects: readonly Effect[];
  /** As it was permitted, where it may have set something off. */
  readonly comesTo?: CountedEffects;
  readonly outside?: CountedEffects;
  /** What its result will carry; once it is there, what it does carry. */
  readonly output: Labels;
  readonly obligations: readonly Obligation[];
  readonly allowance: number;
  readonly preapproved: boolean;
  readonly hold: string | null;
  readonly lease: string | null;
  /** The process that may start it, and until when (Unix milliseconds). */
  readonly owner: string;
  readonly startBefore: number;
  readonly reservedMs: number;
  /** What its result may bring at most; 0 where nothing limits it. */
  readonly reservedRecords: number;
  readonly reservedBytes: number;
  readonly status: 'running' | 'settled';
  readonly outcome: Outcome | null;
  readonly result: string | null;
  readonly record: string;
}

/** `unknown`: it may have happened; it is never sent again. `not-started`: it surely did not. */
export type Outcome = 'succeeded' | 'failed' | 'unknown' | 'not-started';

export interface Lease {
  readonly id: string;
  readonly connector: string;
  readonly issuer: 'jwt' | 'static';
  /** The process that holds the secret in memory: it dies with it. */
  readonly owner: string;
  /** Bound to one action where the stakes are high; null: shared by the task's calls to the connector. */
  readonly action: string | null;
  readonly expiresAt: number;
  readonly status: 'granted' | 'issued' | 'revoked';
  readonly failedRevocations: number;
  readonly record: string;
}
