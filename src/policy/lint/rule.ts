// A rule of the lint looks at the whole set and reports what is odd; it decides nothing and mends nothing.

import type { Severity } from './finding.ts';
import type { Place } from './lint-policy.ts';
import type { LintSubject } from './subject.ts';

export interface RuleInfo {
  /** In kebab-case; what suppressions and `--rule` name. */
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, in a few words. */
  readonly title: string;
  /** Why that matters and what to do, in a sentence or two. */
  readonly help: string;
}

export interface LintRule extends RuleInfo {
  check(subject: LintSubject): readonly Report[];
}

export interface Report {
  /** Null: about the set as a whole. */
  readonly at: Place | null;
  readonly message: string;
  /** Where it is graver or lighter than the rule's own. */
  readonly severity?: Severity;
  /** What mends it, where that is not the rule's own help. */
  readonly help?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
}
