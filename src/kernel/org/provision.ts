// Whom an identity provider vouches for becomes an operator only as far as policy says, and never an admin:
// else whoever runs the provider would run the organisation.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { operatorPrincipal } from '../principal.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { ProvisionOperator } from '../request.ts';
import { checkNew, checkUnclaimed } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import type { Operator } from './registered.ts';
import type { State } from '../state.ts';

/** Policy judges the operator that there would be: nobody else asks. */
export function decideProvisionOperator(state: State, request: ProvisionOperator): Decision {
  const { operator } = request;
  const reasons = [
    ...checkNew(state.org.operators, operator.id),
    ...checkUnclaimed(state, operator),
    ...checkGiven(operator),
    ...checkVerb(state, request, operatorPrincipal(operator), request.kind),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const body = { operator };
  return permit([recordOf(request, { stream: 'org', type: 'operator-added', causes: [], body })]);
}

function checkGiven({ roles }: Operator): Reason[] {
  if (!roles.includes('admin')) return [];
  const lift = 'An admin makes admins: holdpoint operator add.';
  return [because('identity', 'role-not-provisioned', { role: 'admin' }, lift)];
}
