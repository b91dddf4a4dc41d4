// A permit that plain forbids cover wholly permits nothing.

import { headSpan } from '../lint-policy.ts';
import { neverApplies } from '../proof.ts';
import { Rivals } from '../rivals.ts';
import type { LintRule } from '../rule.ts';
import { listOf } from '../words.ts';

export const shadowedPermit: LintRule = {
  id: 'shadowed-permit',
  severity: 'warning',
  title: 'a permit that forbids cover wholly',
  help: 'A forbid beats every permit: narrow the forbid, make it a hold, or delete the permit.',
  check(subject) {
    const plain = subject.policies.filter(({ effect, hold }) => effect === 'forbid' && hold === null);
    const forbids = new Rivals(plain, subject);
    const found = subject.policies
      .filter((policy) => policy.effect === 'permit' && !neverApplies(policy))
      .filter((policy) => forbids.isCovered(policy, forbids.of(policy)))
      .map((policy) => {
        const touching = forbids
          .of(policy)
          .filter(({ kinds }) => kinds.some((kind) => policy.kinds.includes(kind)));
        const needed = touching.find((forbid) => forbids.isCovered(policy, [forbid]));
        const shadows = needed === undefined ? touching : [needed];
        return {
          at: { policy, span: headSpan(policy) },
          message: `whatever this permits is forbidden by ${listOf(shadows.map(({ id }) => id))}`,
          related: shadows.map((one) => ({ policy: one, span: headSpan(one), message: 'forbidden here' })),
        };
      });
    return [...found, ...forbids.unfinished()];
  },
};
