// What every evaluation is given: the sets as texts, for it to read what it needs and no label before it has
// decided.

export interface Asked {
  /** Of every set, in the order of their files' names. */
  readonly texts: readonly string[];
  /** Machine-readable lines instead of words. */
  readonly json: boolean;
  /** Every case that was judged otherwise than its label says. */
  readonly disagreements: boolean;
}

export type Evaluation = (asked: Asked) => void;
