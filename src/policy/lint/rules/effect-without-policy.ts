// What no policy speaks of is denied: safe, and often not what was meant.

import type { LintPolicy } from '../lint-policy.ts';
import type { LintRule } from '../rule.ts';
import { listOf } from '../words.ts';

export const effectWithoutPolicy: LintRule = {
  id: 'effect-without-policy',
  severity: 'note',
  title: 'a tool that no policy can permit',
  help: 'It is always denied. Permit it, or forbid it, so that readers see that it is meant.',
  check({ policies, actions }) {
    const spokenOf = new Set(
      policies.filter((policy) => policy.effect === 'permit' || isPlainRefusal(policy)).flatMap(toolsOf),
    );
    const tools = actions.filter(({ id, input }) => input !== null && !spokenOf.has(id));
    const silent = tools.map(({ id, groups }) => `${id} (${effectsIn(groups)})`);
    return silent.length === 0 ? [] : [{ at: null, message: `no policy can permit ${listOf(silent)}` }];
  },
};

function toolsOf({ reach }: LintPolicy): readonly string[] {
  return reach.map(({ action }) => action.id);
}

/** It refuses whatever its head matches. */
function isPlainRefusal({ effect, json }: LintPolicy): boolean {
  return effect === 'forbid' && json.conditions.length === 0;
}

/** The groups of a tool are its effects, its connector's and `tool`. */
function effectsIn(groups: readonly string[]): string {
  return groups.slice(0, -2).join(', ');
}
