// What a blast radius is made of: things that can be reached, and how each leads to the next.

import type { Labels } from '../kernel/flow/label.ts';
import type { Effect } from '../kernel/effect.ts';
import type { ToolProfile } from '../kernel/state.ts';
import type { PolicyView } from './blast-judge.ts';

export type BlastKind = 'agent' | 'workflow' | 'lease' | 'tool' | 'outside' | 'unknown';

/** Why it cannot be used as things are; none of these is for ever. */
export type Obstacle = 'killed' | 'not-admitted' | 'quarantined' | 'not-published' | 'expired';

export interface BlastNode {
  /** The same thing has the same key. */
  readonly key: string;
  readonly kind: BlastKind;
  readonly name: string;
  readonly obstacle: Obstacle | null;
  /** Its own; none where it only leads on. */
  readonly effects: readonly Effect[];
  readonly egress: ToolProfile['egress'];
  /** What its results carry; null where it has none. */
  readonly output: Labels | null;
  /** What it is, for people. */
  readonly words: string;
  readonly leads: readonly BlastLead[];
}

export interface BlastLead {
  /** Key of what it leads to. */
  readonly to: string;
  /** Names the trigger; null: whoever is at the one end may use the other. */
  readonly trigger: { readonly name: string; readonly words: string; readonly isConditional: boolean } | null;
  /** What policy says of it; null: nobody is asked. */
  readonly policy: PolicyView | null;
  /** It happens only where a person opens the task. */
  readonly needsPerson: boolean;
}

export interface BlastRadius {
  readonly root: string;
  /** What policy says of calls of the tool that it begins at, by whatever allows them; null: at no tool. */
  readonly policy: PolicyView | null;
  /** In the order in which they are reached, each once. */
  readonly nodes: readonly BlastNode[];
  /** Of all that can come to pass. */
  readonly reach: Reach;
  /** Of what may come to pass with nobody in between: no hold, no person who opens a task. */
  readonly unheld: Reach;
}

export interface Reach {
  readonly tools: number;
  readonly effects: readonly Effect[];
  readonly egress: ToolProfile['egress'];
  readonly categories: readonly string[];
}
