// One thing that people could say of the world. Whether it is true is for them to know: by being written
// down here, or proposed, nothing is.

import type { Effect } from '../effect.ts';

interface OfTool {
  readonly connector: string;
  readonly tool: string;
}

export type KnownFact =
  /** A field of what the tool answers is written by the organisation, or by whoever holds the account. */
  | ({ readonly kind: 'field'; readonly pointer: string } & OfTool)
  /** An argument of the tool says nothing about what a call does to whom. */
  | ({ readonly kind: 'role'; readonly pointer: string } & OfTool)
  /** The tool does no more than this. */
  | ({ readonly kind: 'effects'; readonly effects: readonly Effect[] } & OfTool)
  /** A host is the organisation's own, or one that it knows. */
  | { readonly kind: 'destination'; readonly list: 'own' | 'listed'; readonly host: string }
  /** The review of a workflow approves what an allowance gives, without bounds of its own. */
  | { readonly kind: 'preapproval'; readonly workflow: string; readonly allowance: string };

/** What is known by a declaration or an admission: a workflow's review is its file's. */
export type ProposableFact = Exclude<KnownFact, { readonly kind: 'preapproval' }>;

/** A fact that waits for somebody to take it over. */
export interface ProposedFact {
  /** By which it is named: the same for the same fact. */
  readonly name: string;
  readonly fact: ProposableFact;
  /** What it would have spared. */
  readonly hold: string;
  /** Who asked for that task, and for those that set it off. */
  readonly requesters: readonly string[];
  readonly author: string;
  readonly record: string;
}
