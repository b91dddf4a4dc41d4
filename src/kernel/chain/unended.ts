// What is remembered of a call that does more than read, from its permit until it is known how that ended.

export interface Unended {
  /** Null: it stands for several calls. */
  readonly action: string | null;
  /** Commitment to the call under its connector's key; null: it may be any of its tool. */
  readonly call: string | null;
  /** The task that asked for it, then those above that one; null: it may be any. */
  readonly tasks: readonly string[] | null;
  /** When it was permitted, Unix milliseconds. */
  readonly at: number;
  /** Its end is recorded, and nobody knows which it is; else it runs. */
  readonly isOver: boolean;
  /** When its task ended, Unix milliseconds; absent: it is open. */
  readonly leftAt?: number;
  /** Of its permit. */
  readonly record: string;
}
