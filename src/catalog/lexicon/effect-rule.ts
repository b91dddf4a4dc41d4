// One line of the table that says what a verb does to a noun. Words stand for themselves, `@kind` for every
// noun of the kind.

import type { Effect } from '../../kernel/effect.ts';
import type { VerbKind } from './verb-table.ts';

export interface EffectRule {
  readonly kind: VerbKind;
  /** Plain forms; absent: every verb of the kind. */
  readonly verbs?: string;
  readonly head?: string;
  /** Some word beside the verb. */
  readonly any?: string;
  /** No word beside the verb. */
  readonly not?: string;
  readonly does: readonly Effect[];
}

/** What a page shows is worked like a machine: what its parts set off is not known. */
export const WIDGETS = 'option dropdown checkbox radio button element menu dialog popup textbox';
export const WORKED = ['write', 'send', 'execute'] as const;
export const MACHINES = '@machine @mover';
