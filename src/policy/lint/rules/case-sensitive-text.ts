// Hosts and addresses are the same in capitals; Cedar's texts are not. A refusal is passed by writing it so.

import { comparisonOf, occurrencesIn } from '../expression.ts';
import type { Occurrence } from '../expression.ts';
import { placeOf } from '../lint-policy.ts';
import { isNamedAs, likeOf } from '../pattern.ts';
import type { LintRule } from '../rule.ts';

export const caseSensitiveText: LintRule = {
  id: 'case-sensitive-text',
  severity: 'warning',
  title: 'a host or an address compared letter by letter',
  help: 'Compare context.destination.hosts, which is in lower case, or name what is allowed instead.',
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      occurrencesIn(policy).flatMap((occurrence) => {
        const message = complaintAbout(occurrence);
        return message === null ? [] : [{ at: placeOf(policy, occurrence.node), message }];
      }),
    ),
};

function complaintAbout({ policy, node, applies }: Occurrence): string | null {
  const compared = comparisonOf(node);
  const like = likeOf(node);
  const path = compared?.path ?? like?.path ?? null;
  const texts = like?.parts ?? (compared?.literals ?? []).filter((literal) => typeof literal === 'string');
  const word = texts.find((text) => /[a-z]/i.test(text));
  if (path === null || word === undefined) return null;
  if (path === 'context.destination.hosts') {
    const capital = texts.find((text) => text !== text.toLowerCase());
    return capital === undefined ? null : `hosts are in lower case, so none is ever "${capital}"`;
  }
  const isName = isNamedAs(path, 'host') || isNamedAs(path, 'address') || isNamedAs(path, 'url');
  // A permit that misses a spelling denies; a refusal that misses one lets it through.
  const isRefusing = policy.effect === 'forbid' && applies === true && compared?.operator !== '!=';
  if (!isName || !isRefusing || !path.startsWith('context.input.')) return null;
  return `this refusal is passed by writing "${word.toUpperCase()}"`;
}
