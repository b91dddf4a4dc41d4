// What it takes to call a value less sensitive: which one, how much less, towards whom, until when; and all
// that those who decide about it are shown.

import type { Labels, Sensitivity } from './label.ts';

/** What one value of a task may count as. */
export interface Declassification {
  /** MAC of it, equal for equal values of the task: no words of its own stand behind it. */
  readonly value: string;
  /** No more than that. */
  readonly sensitivity: Sensitivity;
  /** Categories that it counts as not having. */
  readonly without: readonly string[];
  /** `connector/tool` that it is given to; null: any. */
  readonly tool: string | null;
  /** MAC of the only destination of the call, as its commitment ends; null: any, or none. */
  readonly destination: string | null;
  /** Unix milliseconds. */
  readonly until: number;
}

/** One that is in force, or was. */
export interface Declassified extends Declassification {
  /** What its value carried then; what it comes to carry beyond that was never decided about. */
  readonly from: Labels;
  readonly record: string;
}

/** Where a value stands: in the arguments or the result that a record commits to. */
export interface ValueSource {
  readonly record: string;
  /** RFC 6901. */
  readonly pointer: string;
}

export interface AskedDeclassification {
  /** Who asked does not approve it. */
  readonly actor: { readonly kind: 'agent' | 'operator' | 'system'; readonly id: string };
  readonly source: ValueSource;
  /** What the value carried. */
  readonly from: Labels;
  readonly declassification: Declassification;
}
