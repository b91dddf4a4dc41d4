// Only an agent's use of a tool can wait for people. What else a hold meets, it denies.

import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule } from '../rule.ts';
import { listOf } from '../words.ts';

export const holdWithoutWait: LintRule = {
  id: 'hold-without-wait',
  severity: 'warning',
  title: 'a hold on what cannot wait',
  help: 'Restrict the rule to tools (action in Action::"tool", or effects), or make it a plain forbid.',
  check: ({ policies }) =>
    policies
      .filter(({ hold }) => hold !== null)
      .flatMap((policy) => {
        const verbs = verbsOf(policy);
        if (verbs.length === 0) return [];
        return [
          {
            at: { policy, span: holdSpan(policy) },
            message: `no approval lifts this for ${listOf(verbs)}: it denies`,
          },
        ];
      }),
};

function verbsOf({ reach }: LintPolicy): readonly string[] {
  return [...new Set(reach.filter(({ action }) => action.input === null).map(({ action }) => action.id))];
}

function holdSpan(policy: LintPolicy) {
  return policy.located?.annotations.get('hold') ?? wholeSpan(policy);
}
