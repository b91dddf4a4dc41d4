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

/**
 * Another tool of the same connector that shows what a call did: asked for after it, as an action of the same
 * task, with nothing but what that task may do.
 */
export interface ReadBack {
  readonly tool: string;
  /** Its arguments, by name: each is one place in what the call was given, or answered. */
  readonly with: {
    readonly [name: string]: { readonly argument: string } | { readonly result: string };
  };
  /** `result` is a place in what the reading answers, `argument` one in what the call was given. */
  readonly checks: readonly OutcomeCheck[];
}

/** What the reading showed of a call. */
export interface ReadBackTold {
  readonly action: string;
  readonly connector: string;
  readonly tool: string;
  /** The action that read; null: none was permitted. */
  readonly read: string | null;
  readonly verified: Verification;
}

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
