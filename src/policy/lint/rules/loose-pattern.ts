// A pattern that lets through matches more than it looks like: another host, another folder.

import { occurrencesIn } from '../expression.ts';
import { placeOf } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { isNamedAs, likeOf } from '../pattern.ts';
import type { Like } from '../pattern.ts';
import type { LintRule } from '../rule.ts';

export const loosePattern: LintRule = {
  id: 'loose-pattern',
  severity: 'warning',
  title: 'a pattern that lets more through than it seems to',
  help: 'Close the pattern: a dot or @ before a host, a slash behind one, no ".." in a path.',
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      occurrencesIn(policy).flatMap(({ node, applies }) => {
        const like = likeOf(node);
        // Only what lets through can let through too much.
        if (like === null || applies !== (policy.effect === 'permit')) return [];
        return complaintsAbout(like, policy).map((complaint) => ({
          at: placeOf(policy, node),
          ...complaint,
        }));
      }),
    ),
};

const HOST = /^[a-z\d-]+(\.[a-z\d-]+)+$/i;
const URL_UP_TO_HOST = /^[a-z][a-z\d+]*:\/\/[^/?#*]+$/i;

function complaintsAbout({ path, parts }: Like, policy: LintPolicy): { message: string; help: string }[] {
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  const isOfHosts = isNamedAs(path, 'host') || isNamedAs(path, 'address');
  if (parts.length > 1 && isOfHosts && HOST.test(last)) {
    const mark = isNamedAs(path, 'address') ? '@' : '.';
    return [{ message: `"*${last}" also matches evil-${last}`, help: `Write "*${mark}${last}".` }];
  }
  if (parts.length > 1 && URL_UP_TO_HOST.test(first)) {
    const message = `"${first}*" also matches ${first}.evil.example and ${first}@evil.example`;
    return [{ message, help: `Write "${first}/*".` }];
  }
  if (
    path === null ||
    !isNamedAs(path, 'path') ||
    !/^\/?[\w.-]+(\/|$)/.test(first) ||
    guardsDots(policy, path)
  )
    return [];
  const message = `"${parts.join('*')}" also matches ${first}../ and what lies above`;
  return [{ message, help: `Add: unless { ${path} like "*..*" }.` }];
}

/** Another condition on the same attribute excludes "..". */
function guardsDots(policy: LintPolicy, path: string): boolean {
  return occurrencesIn(policy).some(({ node, applies }) => {
    const like = likeOf(node);
    const isOfDots = like?.path === path && like.parts.some((part) => part.includes('..'));
    return isOfDots && applies === (policy.effect !== 'permit');
  });
}
