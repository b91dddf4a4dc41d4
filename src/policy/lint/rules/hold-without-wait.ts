// Only an agent's use of a tool, and declassification, can wait for people. All else that holds is denied.

import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule } from '../rule.ts';
import { listOf } from '../words.ts';
import { WAITING_VERB } from '../../schema.ts';

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
  const verbs = reach.filter(({ action }) => action.input === null).map(({ action }) => action.id);
  return [...new Set(verbs)].filter((verb) => verb !== WAITING_VERB);
}

function holdSpan(policy: LintPolicy) {
  return policy.located?.annotations.get('hold') ?? wholeSpan(policy);
}
