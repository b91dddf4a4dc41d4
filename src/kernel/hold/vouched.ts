// Whoever writes the arguments of what waits vouches for where their values come from: what the policy that
// they signed under asks for that reason alone, they have approved, in the roles that they have and no other.

import type { AdmittedTool, AskedAction } from '../action/action.ts';
import { actionQuery } from '../action/query.ts';
import type { Ask, Hold } from './held.ts';
import { enforceOnAction } from '../rules/obligation.ts';
import { consult } from '../rules/policy.ts';
import { standingOf } from './shown.ts';

/** The hold with its writer's approval counting for those of the asks. */
export function withVouched(
  asked: AskedAction,
  admitted: AdmittedTool,
  hold: Hold,
  asks: readonly Ask[],
): Hold {
  const { state, task, request } = asked;
  const { edited, approvals } = hold;
  if (edited === undefined || request.grounding === undefined) return hold;
  const grounding = request.grounding.map(
    (one) => ({ ...one, level: 'approved', instructed: false }) as const,
  );
  const query = actionQuery({ ...asked, request: { ...request, grounding } }, admitted);
  const ruling = consult(state.policy, query, enforceOnAction(request));
  if (ruling.verdict === 'deny') return hold;
  const left = ruling.verdict === 'hold' ? ruling.asks.map(({ policyDigest }) => policyDigest) : [];
  const lifted = asks.map(({ policyDigest }) => policyDigest).filter((digest) => !left.includes(digest));
  const { policy } = standingOf(state, task, request);
  return {
    ...hold,
    approvals: approvals.map((one) =>
      // What a newer policy asks is asked.
      one.operator === edited.operator && one.shown?.policy === policy
        ? { ...one, policies: [...one.policies, ...lifted] }
        : one,
    ),
  };
}
