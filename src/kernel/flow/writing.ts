// What is written down without anybody's word for it, as records say: never the words, only commitments.

/** What a call is to put into the world beyond what people, or facts, gave. */
export interface Writing {
  /** Commitments to the objects that it goes into and to the values, equal in all tasks. */
  readonly names: readonly string[];
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

export interface TouchesUnvouched extends ReadsUnvouched {
  /** What it writes is such; absent: it is not, or it writes nothing. */
  readonly writesUnvouched?: true;
}

export type Touching<Facts> = Facts & TouchesUnvouched;
