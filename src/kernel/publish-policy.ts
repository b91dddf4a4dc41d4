// A policy takes force only where it validates and somebody could still replace it.

import { permit, recordOf, refuse } from './answer.ts';
import type { Decision } from './decision.ts';
import { operatorPrincipal } from './principal.ts';
import { because, isReason } from './reason.ts';
import type { Reason } from './reason.ts';
import type { PublishPolicy } from './request.ts';
import { checkAdmin, findOperator } from './rules/identity.ts';
import { checkVerb, permits, verbQuery } from './rules/policy.ts';
import type { Operator, State } from './state.ts';

export function decidePublishPolicy(state: State, request: PublishPolicy): Decision {
  const operator = findOperator(state, request);
  if (isReason(operator)) return refuse(state, request, [operator]);
  const reasons = [
    ...checkAdmin(operator),
    ...checkPolicyInForce(state, operator),
    ...checkCandidate(state, request),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { digest, sources } = request;
  const causes = state.org.policy === null ? [] : [state.org.policy.record];
  return permit([
    recordOf(request, { stream: 'org', type: 'policy-published', causes, body: { digest, sources } }),
  ]);
}

/** With nothing loaded an admin may publish all the same: else nobody ever could again. */
function checkPolicyInForce(state: State, operator: Operator): readonly Reason[] {
  return state.policy === null ? [] : checkVerb(state, operatorPrincipal(operator), 'publish-policy');
}

function checkCandidate({ org }: State, { candidate, errors, digest }: PublishPolicy): readonly Reason[] {
  if (candidate === null) {
    return [because('policy', 'policy-invalid', { digest, errors }, 'Mend the errors and publish again.')];
  }
  const admins = Object.values(org.operators).filter((operator) => operator.roles.includes('admin'));
  const leavesOne = admins.some((admin) =>
    permits(candidate.evaluate(verbQuery(org, operatorPrincipal(admin), 'publish-policy'), [])),
  );
  if (leavesOne) return [];
  const lift = 'Permit publish-policy to at least one operator with the role admin.';
  return [because('policy', 'policy-locks-out', { digest, admins: admins.map(({ id }) => id) }, lift)];
}
