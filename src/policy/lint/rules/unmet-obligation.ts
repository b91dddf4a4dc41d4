// A permit whose obligation nobody can meet is a denial.

import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule, Report } from '../rule.ts';

export const unmetObligation: LintRule = {
  id: 'unmet-obligation',
  severity: 'warning',
  title: 'an obligation that cannot be met where it applies',
  help: 'Restrict the rule to what can meet it: a permit whose obligation is not met denies.',
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      Object.keys(policy.json.annotations ?? {}).flatMap((name) => reportOf(policy, name)),
    ),
};

function reportOf(policy: LintPolicy, name: string): Report[] {
  const { effect, reach } = policy;
  const at = { policy, span: policy.located?.annotations.get(name) ?? wholeSpan(policy) };
  const isForAgents = reach.some(({ principal, action }) => principal === 'Agent' && action.input !== null);
  const isForVerbs = effect === 'permit' && reach.some(({ action }) => action.input === null);
  const reports: Report[] = [];
  if (name === 'step_up' && isForAgents) {
    reports.push({ at, message: 'an agent cannot step up: what it asks for under this policy is denied' });
  }
  const lack = LACKS.get(name);
  if (lack !== undefined && isForVerbs) {
    reports.push({ at, message: `a verb of the organisation ${lack}: what it permits of those is denied` });
  }
  if (name === 'obligation' && isForAgents) {
    const message =
      "Holdpoint's own gateway knows no such obligation and denies: it is for others that ask by AuthZEN";
    reports.push({ at, message, severity: 'note' });
  }
  return reports;
}

/** Why what people ask of the organisation cannot meet it. */
const LACKS: ReadonlyMap<string, string> = new Map([
  ['redact', 'has no result to redact'],
  ['cap_rows', 'has no result to cap'],
  ['notify', 'has nobody told'],
  ['obligation', 'carries out no such obligation'],
]);
