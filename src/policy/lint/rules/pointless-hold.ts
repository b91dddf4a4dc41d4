// People are never asked about what a plain forbid refuses anyway: such a hold asks nobody.

import { headSpan } from '../lint-policy.ts';
import { neverApplies } from '../proof.ts';
import { Rivals } from '../rivals.ts';
import type { LintRule, Report } from '../rule.ts';

export const pointlessHold: LintRule = {
  id: 'pointless-hold',
  severity: 'warning',
  title: 'a hold under a plain forbid',
  help: 'Make the plain forbid narrower, or delete the hold: what is forbidden cannot be approved.',
  check(subject) {
    const plain = subject.policies.filter(({ effect, hold }) => effect === 'forbid' && hold === null);
    const forbids = new Rivals(plain, subject);
    const found = subject.policies
      .filter((policy) => policy.hold !== null && !neverApplies(policy))
      .flatMap((policy): Report[] => {
        const forbid = forbids.of(policy).find((candidate) => forbids.isCovered(policy, [candidate]));
        if (forbid === undefined) return [];
        return [
          {
            at: { policy, span: policy.located?.annotations.get('hold') ?? headSpan(policy) },
            message: `nobody is ever asked: ${forbid.id} forbids whatever this holds`,
            related: [{ policy: forbid, span: headSpan(forbid), message: 'forbidden here' }],
          },
        ];
      });
    return [...found, ...forbids.unfinished()];
  },
};
