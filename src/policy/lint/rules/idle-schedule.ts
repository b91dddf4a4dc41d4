// What is to happen while nobody answers must come before the hold ends, and reach somebody who was not
// asked.

import { DEFAULT_HOLD_SECONDS } from '../../../kernel/hold/held.ts';
import type { Escalation, PolicyHold } from '../../../kernel/policy.ts';
import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule, Report } from '../rule.ts';
import type { Organisation } from '../subject.ts';
import { listOf, suggestion } from '../words.ts';

export const idleSchedule: LintRule = {
  id: 'idle-schedule',
  severity: 'warning',
  title: 'a reminder or an escalation that changes nothing',
  help: 'Let it come before the hold expires, and let it name people who were not asked from the start.',
  check: ({ policies, organisation }) =>
    policies.flatMap((policy) =>
      policy.hold === null
        ? []
        : [...lateIn(policy, policy.hold), ...unheardIn(policy, policy.hold, organisation)],
    ),
};

function lateIn(policy: LintPolicy, hold: PolicyHold): Report[] {
  const expiresSeconds = hold.expiresSeconds ?? DEFAULT_HOLD_SECONDS;
  const times = [
    ['remind', hold.remindSeconds],
    ['escalate', hold.escalate?.afterSeconds],
  ] as const;
  return times
    .filter(([, seconds = 0]) => seconds >= expiresSeconds)
    .map(([name]) => reportAt(policy, name, `the hold has expired by then: it waits ${expiresSeconds} s`));
}

function unheardIn(policy: LintPolicy, hold: PolicyHold, organisation: Organisation | null): Report[] {
  const { escalate, approvers } = hold;
  if (escalate === undefined) return [];
  const asked = approvers.map(({ role }) => role);
  const report = (message: string): Report[] => [reportAt(policy, 'escalate', message)];
  if (escalate.approvers.every(({ role }) => asked.includes(role))) {
    return report(`${listOf(asked)} was asked from the start: nobody else may decide`);
  }
  const missing = rolesOfNobody(escalate, organisation);
  if (organisation === null || missing.length === 0) return [];
  const known = organisation.operators.flatMap(({ roles }) => roles);
  const hint = missing.length === 1 ? suggestion(missing[0]!, known) : '';
  return report(`nobody has the role ${listOf(missing)}${hint}`);
}

function rolesOfNobody({ approvers }: Escalation, organisation: Organisation | null): readonly string[] {
  const isOfSomebody = (role: string): boolean =>
    organisation?.operators.some(({ roles }) => roles.includes(role)) === true;
  return approvers.map(({ role }) => role).filter((role) => !isOfSomebody(role));
}

function reportAt(policy: LintPolicy, annotation: string, message: string): Report {
  return { at: { policy, span: policy.located?.annotations.get(annotation) ?? wholeSpan(policy) }, message };
}
