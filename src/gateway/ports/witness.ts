// What witnessing needs of the world: the witnesses of a log, and what a witness keeps of each log. Each
// comment is the contract that the port's tests test.

/** A third party that cosigns our checkpoints (C2SP tlog-witness). */
export interface Witness {
  readonly name: string;
  /** C2SP verifier key, type cosignature/v1. */
  readonly vkey: string;
  /**
   * Posts a request to `add-checkpoint`. Never rejects: what went wrong is in the answer. Bounded in time
   * and in size; an aborted one counts as `unreachable`.
   */
  submit(request: string, signal: AbortSignal): Promise<WitnessAnswer>;
}

export type WitnessAnswer =
  /** Note signature lines, not verified yet. */
  | { readonly outcome: 'cosigned'; readonly lines: string }
  /**
   * 409: it cosigned a checkpoint of this size last, and of another root where that is the size we sent. Null
   * where it does not say.
   */
  | { readonly outcome: 'conflict'; readonly size: number | null }
  | { readonly outcome: 'failed'; readonly code: WitnessFault };

export type WitnessFault =
  | 'unreachable'
  | 'timeout'
  /** 404: our origin is not among those it serves. */
  | 'origin-unknown'
  /** 403: our key is not the one it knows for our origin. */
  | 'key-unknown'
  /** 422: what we showed does not extend what it cosigned. */
  | 'not-consistent'
  /** Any other answer, or one that cannot be read. */
  | 'nonsense';

/** The newest checkpoint that a witness cosigned of one log. */
export interface KeptCheckpoint {
  /** Counts the checkpoints kept of this log, from 1. */
  readonly generation: number;
  /** Signed note, with the witness's own cosignature. */
  readonly note: string;
}

/** What a witness must never forget. Every operation rejects where the files cannot be read or written. */
export interface WitnessMemory {
  newest(origin: string): Promise<KeptCheckpoint | null>;
  /**
   * Keeps a note as the one after `generation` (0: as the first), durable when it resolves true. False, and
   * nothing is kept, where another process has kept one since.
   */
  keep(origin: string, generation: number, note: string): Promise<boolean>;
}
