// A permit without bounds also permits what is admitted tomorrow.

import { headSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { idsOf } from '../uid.ts';
import type { LintRule } from '../rule.ts';

export const overBroadPermit: LintRule = {
  id: 'over-broad-permit',
  severity: 'warning',
  title: 'a permit without bounds',
  help: 'Name who may, and the effects or tools: what no permit matches is denied.',
  check: ({ policies }) =>
    policies.flatMap((policy) => {
      const breadth = breadthOf(policy);
      return breadth === null ? [] : [{ at: { policy, span: headSpan(policy) }, message: breadth }];
    }),
};

function breadthOf({ effect, json, reach }: LintPolicy): string | null {
  const { principal, action, conditions } = json;
  const names = idsOf(action);
  const isAnyAction = action.op === 'All';
  const isAnyTool = isAnyAction || (action.op === 'in' && names.includes('tool'));
  const isAnyVerb = isAnyAction || (action.op === 'in' && names.includes('administer'));
  if (effect === 'forbid' || conditions.length > 0 || reach.length === 0) return null;
  const isEveryone = (type: string): boolean =>
    principal.op === 'All' ||
    (principal.op === 'is' && principal.entity_type === type && principal.in === undefined);
  const all = [
    ...(isAnyTool && isEveryone('Agent')
      ? ['every agent may use every tool, also those admitted later']
      : []),
    ...(isAnyVerb && isEveryone('Operator') ? ['every operator may do everything'] : []),
  ];
  return all.length === 0 ? null : all.join('; ');
}
