// What is written down without anybody's word for it, as records say: never the words, only commitments.

/** What a call is to put into the world beyond what people, or facts, gave. */
export interface Writing {
  /** Commitments to the objects that it goes into, equal in all tasks. */
  readonly names: readonly string[];
  /** The same to the values, a bounded number: it is known by these where by no name; absent: none. */
  readonly values?: readonly string[];
  /** It says nothing itself: it is as good as what it is made of. */
  readonly isCopy: boolean;
}

/** What is read of what other tasks wrote so. */
export interface Unvouched {
  /** Commitments, `OTHERS` where any may be meant. */
  readonly objects: readonly string[];
  readonly tasks: readonly string[];
}

export interface ReadsUnvouched {
  /** Absent: nothing that is known. */
  readonly unvouched?: Unvouched;
}

export interface WritesUnvouched {
  /** What it writes is such; absent: it is not, or it writes nothing. */
  readonly writesUnvouched?: true;
  /** Commitments to the values that it is known by unless its answer says an id; absent: none. */
  readonly unvouchedValues?: readonly string[];
}

export type TouchesUnvouched = ReadsUnvouched & WritesUnvouched;

/** Tasks by what they wrote so, a part of the names on each; on one of a call, while it runs. */
export interface Shelves {
  readonly [shelf: string]: { readonly [name: string]: readonly string[] };
}

export interface ObjectUnvouched {
  readonly connector: string;
  readonly task: string;
  readonly objects: readonly string[];
  /** They count as long as this action runs; absent: for good. */
  readonly during?: string;
  /** What counted as long as this action ran does no more; absent: nothing does. */
  readonly after?: string;
}

export type Touching<Facts> = Facts & TouchesUnvouched;
