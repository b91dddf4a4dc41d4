// What every evaluation is given: the sets as texts, for it to read what it needs and no label before it has
// decided.

export interface Asked {
  /** Of every set, in the order in which they were given, or of their files' names. */
  readonly texts: readonly string[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** Machine-readable lines instead of words. */
  readonly json: boolean;
  /** Every case that was judged otherwise than its label says. */
  readonly disagreements: boolean;
  /** Of traces: the tools of a case's own run, or all of its servers. */
  readonly scope: 'declared' | 'open';
  /** Of traces: which results are read where a set has the attack in two wordings. */
  readonly results: 'plain' | 'enhanced';
  /** A folder of manifests that correct the catalog; null: none does. */
  readonly manifests: string | null;
  /** Where a line for each case of the traces goes. */
  readonly cases: string | null;
  /** Id of the case that is told call by call. */
  readonly explain: string | null;
}

export type Evaluation = (asked: Asked) => void;
