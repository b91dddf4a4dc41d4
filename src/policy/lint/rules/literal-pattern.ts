// `like` without a wildcard is `==`, and whoever wrote it may have meant "contains".

import { occurrencesIn } from '../expression.ts';
import { placeOf } from '../lint-policy.ts';
import { likeOf } from '../pattern.ts';
import type { LintRule } from '../rule.ts';

export const literalPattern: LintRule = {
  id: 'literal-pattern',
  severity: 'warning',
  title: '`like` without a wildcard',
  help: 'It matches this one text. Write == where that is meant, or put * where anything may stand.',
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      occurrencesIn(policy).flatMap(({ node }) => {
        const like = likeOf(node);
        if (like === null || like.parts.length > 1) return [];
        return [
          {
            at: placeOf(policy, node),
            message: `the pattern ${JSON.stringify(like.parts[0])} has no wildcard`,
          },
        ];
      }),
    ),
};
