// What Cedar's validator refuses is refused at publication too: the lint says it first, and says where.

import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintSubject } from '../subject.ts';
import type { LintRule, Report } from '../rule.ts';

export const invalid: LintRule = {
  id: 'invalid',
  severity: 'error',
  title: 'not a policy of this catalog',
  help: 'A set that does not read and fit the admitted tools cannot be published: see docs/policy.md.',
  check: (subject) => [
    ...duplicateIds(subject),
    ...subject.invalidities
      .filter(({ kind }) => kind === 'misfit')
      .map(({ policy, span, message, help }) => ({
        at: { policy, span },
        message,
        ...(help === null ? {} : { help }),
      })),
  ],
};

function duplicateIds({ policies }: LintSubject): Report[] {
  const known = new Map<string, LintPolicy>();
  return policies.flatMap((policy) => {
    const first = known.get(policy.id);
    if (first === undefined) {
      known.set(policy.id, policy);
      return [];
    }
    const idOf = (one: typeof policy) => one.located?.annotations.get('id') ?? wholeSpan(one);
    return [
      {
        at: { policy, span: idOf(policy) },
        message: `the id ${policy.id} is taken`,
        help: 'Every policy has an id of its own, over all sources.',
        related: [{ policy: first, span: idOf(first), message: 'taken here' }],
      },
    ];
  });
}
