// Every rule there is, in the order of the documentation. A rule that is not here does not run.

import type { LintRule, RuleInfo } from './rule.ts';
import { absentArgumentEscapes } from './rules/absent-argument-escapes.ts';
import { caseSensitiveText } from './rules/case-sensitive-text.ts';
import { confusableText } from './rules/confusable-text.ts';
import { duplicatePolicy } from './rules/duplicate-policy.ts';
import { effectWithoutPolicy } from './rules/effect-without-policy.ts';
import { holdWithoutWait } from './rules/hold-without-wait.ts';
import { idleSchedule } from './rules/idle-schedule.ts';
import { invalid } from './rules/invalid.ts';
import { literalPattern } from './rules/literal-pattern.ts';
import { loosePattern } from './rules/loose-pattern.ts';
import { missingHold } from './rules/missing-hold.ts';
import { mixedApprove } from './rules/mixed-approve.ts';
import { neverMatches } from './rules/never-matches.ts';
import { overBroadPermit } from './rules/over-broad-permit.ts';
import { pointlessHold } from './rules/pointless-hold.ts';
import { shadowedForbid } from './rules/shadowed-forbid.ts';
import { shadowedPermit } from './rules/shadowed-permit.ts';
import { unknownReference } from './rules/unknown-reference.ts';
import { unknownValue } from './rules/unknown-value.ts';
import { unlessSwallowsAll } from './rules/unless-swallows-all.ts';
import { unmeetableApprovers } from './rules/unmeetable-approvers.ts';
import { unmetObligation } from './rules/unmet-obligation.ts';
import { unreachableTool } from './rules/unreachable-tool.ts';
import { BAD_SUPPRESSION, UNUSED_SUPPRESSION } from './suppression.ts';

export const LINT_RULES: readonly LintRule[] = [
  invalid,
  unknownReference,
  unknownValue,
  neverMatches,
  unlessSwallowsAll,
  unreachableTool,
  absentArgumentEscapes,
  loosePattern,
  literalPattern,
  caseSensitiveText,
  confusableText,
  overBroadPermit,
  missingHold,
  mixedApprove,
  effectWithoutPolicy,
  shadowedPermit,
  shadowedForbid,
  duplicatePolicy,
  pointlessHold,
  holdWithoutWait,
  unmeetableApprovers,
  idleSchedule,
  unmetObligation,
];

/** Those and what is said of suppressions. */
export const RULE_INFOS: readonly RuleInfo[] = [...LINT_RULES, BAD_SUPPRESSION, UNUSED_SUPPRESSION];
