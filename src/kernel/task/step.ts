// A long job goes step by step: what a task may use in each, and who lets it begin. No step is skipped, and
// none comes back.

import type { PolicyHold } from '../policy.ts';

export interface Step {
  readonly name: string;
  /** `connector/tool`, or `connector/*` for all that the scope allows of it. */
  readonly tools: readonly string[];
  /** How many calls it may take; null: as many as the task's limits let. */
  readonly calls: number | null;
  /** How long it may last, in seconds; null: as long as the task. */
  readonly seconds: number | null;
  /** Who lets it begin; null: it begins when it is asked for. */
  readonly gate: Gate | null;
}

export interface Gate extends PolicyHold {
  /** Of the step as it was reviewed: what an approval is shown and covers. */
  readonly digest: string;
}

/** The step that a task is in; absent in its state: the first. */
export interface BegunStep {
  /** Among the scope's steps, from 0. */
  readonly place: number;
  /** Unix milliseconds. */
  readonly at: number;
  /** Calls that were ever permitted before it. */
  readonly calls: number;
  readonly record: string;
}

/** What a task did before it asked for a step: what those who let it begin are shown. */
export interface SoFar {
  /** Ever permitted. */
  readonly calls: number;
  readonly byEffect: { readonly [effect: string]: number };
  /** In ten-thousandths. */
  readonly spent: number;
  readonly denials: number;
}

export interface AskedStep {
  /** Who asked does not approve it. */
  readonly actor: { readonly kind: 'agent' | 'operator' | 'system'; readonly id: string };
  /** Who asked for it again; they do not approve it either. Absent: nobody did. */
  readonly also?: readonly string[];
  readonly step: string;
  readonly place: number;
  readonly soFar: SoFar;
}
