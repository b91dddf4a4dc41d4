// A hold that nobody can lift is a denial that wastes people's time.

import { missingApprovals } from '../../../kernel/hold/quorum.ts';
import type { Electorate } from '../../../kernel/hold/quorum.ts';
import type { Ask } from '../../../kernel/hold/held.ts';
import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule, Report } from '../rule.ts';
import type { Organisation } from '../subject.ts';
import { listOf } from '../words.ts';

export const unmeetableApprovers: LintRule = {
  id: 'unmeetable-approvers',
  severity: 'warning',
  title: 'approvers whom the organisation does not have',
  help: 'One person fills one place: add operators with the roles, or ask for others.',
  check: ({ policies, organisation }) =>
    organisation === null ? [] : policies.flatMap((policy) => reportOf(policy, organisation)),
};

/** Everybody approves: who is missing then is never there. */
function reportOf(policy: LintPolicy, { mode, operators }: Organisation): Report[] {
  if (policy.hold === null) return [];
  const ask: Ask = { policy: policy.id, policyDigest: policy.id, ...policy.hold };
  const given = { policies: [policy.id], at: 0, record: '' };
  const approvals = operators.map(({ id }) => ({ operator: id, ...given }));
  const people: Electorate = {
    mode,
    operators: Object.fromEntries(
      operators.map((one) => [one.id, { ...one, publicKey: null, identity: null }]),
    ),
  };
  const missing = missingApprovals(people, [ask], { approvals });
  if (missing.length === 0) return [];
  const span = policy.located?.annotations.get('approvers') ?? wholeSpan(policy);
  const places = missing.map(({ role, quorum }) => `${role}:${quorum}`);
  const message = `nobody could ever lift this: with all operators ${listOf(places)} is still missing`;
  return [{ at: { policy, span }, message }];
}
