// What a person admitted as telling whether a call did what was asked, and what it told: never a value, only
// which check said so.

/** JSON pointers to one place each: `result` into the structured result, `argument` into the arguments. */
export type OutcomeCheck =
  /** A number, or how many items a list has, is what the argument says or how many items it has. */
  | { readonly check: 'count'; readonly result: string; readonly argument: string }
  /** The same is no more than that. */
  | { readonly check: 'at-most'; readonly result: string; readonly most: number }
  /** Something stands there. */
  | { readonly check: 'receipt'; readonly result: string }
  /** The argument that it confirms stands there again. */
  | { readonly check: 'echo'; readonly result: string; readonly argument: string };

export type Told = 'confirmed' | 'contradicted' | 'untold';

export interface Verification {
  /** One check contradicts: all of it is. Confirmed only by all checks; else nothing is told. */
  readonly verdict: Told;
  /** The checks that say so: their kind and where in the result they looked. */
  readonly by: readonly string[];
}

export interface Contradictions {
  /** Calls whose results say that something else was done than was asked. */
  readonly contradicted: number;
}
