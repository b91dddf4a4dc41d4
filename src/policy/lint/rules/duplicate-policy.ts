// A rule that stands twice is mended once: the other one goes on acting.

import { headSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule } from '../rule.ts';

export const duplicatePolicy: LintRule = {
  id: 'duplicate-policy',
  severity: 'warning',
  title: 'the same rule twice',
  help: 'Delete one of the two.',
  check({ policies }) {
    const first = new Map<string, LintPolicy>();
    return policies.flatMap((policy) => {
      const content = contentOf(policy);
      const other = first.get(content);
      if (other === undefined) {
        first.set(content, policy);
        return [];
      }
      return [
        {
          at: { policy, span: headSpan(policy) },
          message: `the same rule as ${other.id}`,
          related: [{ policy: other, span: headSpan(other), message: 'stands here' }],
        },
      ];
    });
  },
};

/** All that it does: its layout, its id and its reason for people do not count. */
function contentOf({ json }: LintPolicy): string {
  const { annotations = {}, ...rule } = json;
  const acting = Object.entries(annotations)
    .filter(([name]) => name !== 'id' && name !== 'reason')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([rule, acting]);
}
