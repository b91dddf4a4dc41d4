// What is known of an agent over all its tasks beside what they used up: what waits for people, what people
// rejected, and what the agent should not have asked for.

export interface Conduct {
  /**
   * Until when what a task asked of people waits, Unix milliseconds, by task; like actions that wait together
   * are one.
   */
  readonly waiting: { readonly [task: string]: readonly number[] };
  /** What people rejected lately, oldest first; a bounded number. */
  readonly rejected: readonly RejectedAction[];
  /** What its own tasks should not have asked for, in the newest hour with any of it. */
  readonly faults: { readonly from: number; readonly count: number };
}

export interface RejectedAction {
  /** Commitment under the agent's key: the same for the same call in all its tasks. */
  readonly action: string;
  readonly at: number;
}

/** How much the tasks of an agent may have waiting for people at once; null: what is usual. */
export interface HoldsOfAgent {
  readonly agent: string;
  readonly holds: number | null;
}

/** That what a task has waiting for people is another now, and what they rejected just now. */
export interface AgentAsked {
  readonly agent: string;
  readonly task: string;
  /** All that the task has waiting, as `Conduct` has it. */
  readonly until: readonly number[];
  /** Commitments under the agent's key; absent: nothing that is known so. */
  readonly rejected?: readonly string[];
}

/** Faults of a task that its agent opened, since they were last told. */
export interface AgentFaulted {
  readonly agent: string;
  readonly task: string;
  readonly faults: number;
}
