// What people are shown of an action, as an approval is bound to it: no value, and no word of anybody.

import type { ArgumentLabels } from '../action/argument-label.ts';
import type { Effect } from '../effect.ts';
import type { ArgumentGrounding } from '../flow/grounding.ts';
import type { GroundingLevel } from '../flow/grounding-level.ts';
import type { Labels } from '../flow/label.ts';
import type { ArgumentRole } from '../role.ts';

/** The worst of where the arguments of one role come from. */
export interface RoleGrounding {
  readonly role: ArgumentRole;
  readonly level: GroundingLevel;
  readonly instructed: boolean;
}

/** What the shell found out about the arguments. */
export interface LookedAt {
  /** Where those that may carry authority come from; absent: nobody looked. */
  readonly grounding?: readonly ArgumentGrounding[];
  /** What they carry, value by value and all together; absent: nobody looked. */
  readonly carried?: readonly ArgumentLabels[];
  readonly sent?: Labels;
}

/** What is known of the values that wait. */
export interface HeldValues {
  /** By role; null: nobody looked. */
  readonly grounding: readonly RoleGrounding[] | null;
  /** What they carried when they were asked with; null: nobody looked. */
  readonly labels: Labels | null;
  /** False: some of them may come from anything that the task had read. */
  readonly isPlaced: boolean;
}

/** What an approval is bound to besides the action's digest. */
export interface Shown {
  /** Digest of the policy set in force. */
  readonly policy: string | null;
  /** Commitment to the arguments. */
  readonly arguments: string;
  /** What is given away; null: a person wrote the values, and nobody looked yet. */
  readonly labels: Labels | null;
  readonly grounding: readonly RoleGrounding[] | null;
  /** Provider, name and fingerprint of the agent's model; null: nobody said. */
  readonly model: string | null;
  /** Digest of the tool's admitted definition; null: it is not admitted. */
  readonly definition: string | null;
  readonly effects: readonly Effect[];
  /** Digest of the workflow's newest version; null: there is none. */
  readonly workflow: string | null;
}

export type ShownPart = keyof Shown;

/** An approval that counts no more, as what its giver was shown has moved. */
export interface Outdated {
  readonly approval: string;
  readonly moved: readonly ShownPart[];
}
