// What a task, and all tasks of an agent together, may use up. A part that is absent is not limited.

export interface Limits {
  readonly calls: number;
  /** Seconds that the task's calls may take together. */
  readonly wallSeconds: number;
  /** Seconds that one call may take: what each call reserves. */
  readonly callSeconds: number;
  /** How many holds the task may raise. */
  readonly holds: number;
  /** How many tasks that set each other off may stand above it; absent: the organisation's default. */
  readonly depth?: number;
  /** How many calls may have each effect, those of the tasks above it counted; not named: any number. */
  readonly effects?: { readonly [effect: string]: number };
  /** What its calls may spend together, those of the tasks above it counted, in ten-thousandths. */
  readonly money?: number;
  /** How many different destinations it may address. */
  readonly destinations?: number;
  /** How many things its calls may set off, those of the tasks above it counted. */
  readonly fanOut?: number;
  /** How many of its calls may run at once. */
  readonly running?: number;
  /** Records that results may bring. */
  readonly records?: ResultLimit;
  /** Bytes that results may bring. */
  readonly bytes?: ResultLimit;
  /**
   * How long, once people rejected two calls of a tool and approved none, nothing like them is asked again;
   * absent: five minutes.
   */
  readonly coolingSeconds?: number;
  /** What ends it as a runaway; absent, or a part of it: the kernel's own numbers. */
  readonly breaker?: BreakerLimits;
}

/** What is known only afterwards: each call reserves what it may bring at most, and gets no more. */
export interface ResultLimit {
  /** All calls together. */
  readonly task: number;
  /** One call. */
  readonly call: number;
}

/** What is limited for all that comes of a task, too, by what counts in it; a part that is absent is not. */
export interface TreeLimits {
  readonly parts: { readonly [Part in TreePart]?: number };
  readonly byEffect: { readonly [effect: string]: number };
  /** What the result of one call may bring. */
  readonly call: { readonly records?: number; readonly bytes?: number };
}

export type TreePart = 'calls' | 'spent' | 'destinations' | 'fired' | 'records' | 'bytes';

export interface BreakerLimits {
  /** Denials without a permit between them. */
  readonly denials?: number;
  /** Holds that ask for what was rejected in another shape, without an approval between them. */
  readonly variations?: number;
  /** The very same changing action, or a circle of at most `MAX_CYCLE`, nothing else changed between. */
  readonly repeats?: number;
  /** Calls within a minute, at most as many as a tool's times are remembered; absent: any number. */
  readonly callsPerMinute?: number;
}

/** A part that is absent is not limited. */
export interface AgentAllowance extends Partial<Amounts> {
  readonly windowSeconds: number;
}

export interface Amounts {
  readonly calls: number;
  /** Calls with the effect `send`. */
  readonly sends: number;
  /** In ten-thousandths. */
  readonly money: number;
}

/** What a task takes of a window in advance: it may use so much more, up to this in all. */
export interface AllowanceDrawn {
  readonly agent: string;
  readonly task: string;
  readonly windowSeconds: number;
  readonly from: number;
  readonly drawn: Amounts;
  readonly upTo: Amounts;
}

/** One window of an agent's allowance. */
export interface Drawn {
  readonly windowSeconds: number;
  /** Its first moment, Unix milliseconds. */
  readonly from: number;
  /** By all tasks together, used or not. */
  readonly drawn: Amounts;
  /** How far each task's `usage.everything` may go in it. */
  readonly ceilings: { readonly [task: string]: Amounts };
}
