// A proposal beside what was admitted: how much every tool changed. A tool that was not admitted before is as
// much as a change that needs review.

import { entryOf } from '../lookup.ts';

export type ToolVerdict = Drift | 'new';

export interface ToolReview {
  readonly verdict: ToolVerdict;
  /** Everything that the scan found in it, by rule id, each once. */
  readonly findings: readonly string[];
  /** Those of them that nobody admits without having named them. */
  readonly unread: readonly string[];
}

export interface Review {
  /** Record of the proposal that was looked at; null: there was none. */
  readonly of: string | null;
  /** Record of the admission that the proposal was compared with; null: there was none. */
  readonly against: string | null;
  /** Whether it is reached in the same way, with the same credential, and the same server answers by name. */
  readonly isReachedAlike: boolean;
  readonly tools: { readonly [name: string]: ToolReview };
}

/** A finding that a person read and takes on. */
export interface AcceptedFinding {
  readonly tool: string;
  readonly rule: string;
}

/** Of a tool that nobody looked at. */
const UNSEEN: ToolReview = { verdict: 'block', findings: [], unread: ['unreviewed'] };

export function reviewOf({ tools }: Review, tool: string): ToolReview {
  return entryOf(tools, tool) ?? UNSEEN;
}

/** Whether nothing of the change needs more than a glance. */
export function isLight(verdict: ToolVerdict): boolean {
  return verdict === 'same' || verdict === 'harmless';
}

/** How much a whole proposal changes. */
export type Drift = 'same' | 'harmless' | 'review' | 'block';

/** The worst of it: of the tools named, and of how the connector is reached. */
export function worstOf(review: Review, tools: readonly string[]): Drift {
  const reviews = tools.map((tool) => reviewOf(review, tool));
  if (reviews.some(({ unread }) => unread.length > 0)) return 'block';
  const isKnown = review.against !== null && review.isReachedAlike;
  const ranks = reviews.map(({ verdict }) => DRIFTS.indexOf(verdict === 'new' ? 'review' : verdict));
  return DRIFTS[Math.max(DRIFTS.indexOf(isKnown ? 'same' : 'review'), ...ranks)]!;
}

/** From least to most. */
const DRIFTS: readonly Drift[] = ['same', 'harmless', 'review', 'block'];
