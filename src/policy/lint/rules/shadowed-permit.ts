// A permit that plain forbids cover wholly permits nothing.

import { headSpan } from '../lint-policy.ts';
import { isCovered, neverApplies } from '../proof.ts';
import type { LintRule } from '../rule.ts';
import { listOf } from '../words.ts';

export const shadowedPermit: LintRule = {
  id: 'shadowed-permit',
  severity: 'warning',
  title: 'a permit that forbids cover wholly',
  help: 'A forbid beats every permit: narrow the forbid, make it a hold, or delete the permit.',
  check(subject) {
    const forbids = subject.policies.filter(({ effect, hold }) => effect === 'forbid' && hold === null);
    return subject.policies
      .filter((policy) => policy.effect === 'permit' && !neverApplies(policy))
      .filter((policy) => isCovered(policy, forbids, subject))
      .map((policy) => {
        const touching = forbids.filter(({ kinds }) => kinds.some((kind) => policy.kinds.includes(kind)));
        const needed = touching.find((forbid) => isCovered(policy, [forbid], subject));
        const shadows = needed === undefined ? touching : [needed];
        return {
          at: { policy, span: headSpan(policy) },
          message: `whatever this permits is forbidden by ${listOf(shadows.map(({ id }) => id))}`,
          related: shadows.map((one) => ({ policy: one, span: headSpan(one), message: 'forbidden here' })),
        };
      });
  },
};
