// What the analysis can prove of policies. A rule speaks of what is proven; what is not known is not said.

import { EFFECTS } from '../../kernel/effect.ts';
import type { Effect } from '../../kernel/effect.ts';
import { negate, NEVER, or } from '../analysis/formula.ts';
import type { Formula } from '../analysis/formula.ts';
import { outcomeOf } from '../analysis/policy-formula.ts';
import { settingsOf } from '../analysis/setting.ts';
import type { Setting } from '../analysis/setting.ts';
import { EMPTY_RECORD } from '../cedar-type.ts';
import { toolContext } from '../context.ts';
import type { SchemaAction } from '../schema.ts';
import { isImpossible } from './impossible.ts';
import type { LintPolicy } from './lint-policy.ts';
import type { LintSubject } from './subject.ts';
import { idsOf } from './uid.ts';
import { DOMAINS } from './vocabulary.ts';

/** Whether it is proven that a policy never applies, though there is something that its head can match. */
export function neverApplies({ matched, reach }: LintPolicy): boolean {
  return matched.length > 0 && reach.length === 0;
}

/** A tool of which nothing is known: what may be admitted tomorrow. */
const TOMORROW: SchemaAction = {
  id: 'connector/tool',
  groups: [],
  principals: ['Agent'],
  resource: 'Connector',
  context: toolContext(EMPTY_RECORD),
  input: EMPTY_RECORD,
};

/** Whether a policy may apply to a type of principal, whatever is asked for, today or tomorrow. */
export function mayConcern(
  policy: LintPolicy,
  principal: Setting['principal'],
  { settings }: LintSubject,
): boolean {
  const any = { op: 'All' } as const;
  // What it asks of arguments says nothing of who asks.
  const conditions = policy.reads.has('input') ? [] : policy.json.conditions;
  const anything = { json: { ...policy.json, action: any, resource: any, conditions } };
  return [...settings, ...settingsOf(TOMORROW, DOMAINS)].some(
    (setting) => setting.principal === principal && !isImpossible(setting, outcomeOf(anything, setting).yes),
  );
}

/** Effects that a head names and that no tool has yet: what it says of them is for tools to come. */
export function effectsToCome({ json: { action } }: LintPolicy, { actions }: LintSubject): readonly Effect[] {
  const named = action.op === 'in' ? idsOf(action) : [];
  return EFFECTS.filter(
    (effect) => named.includes(effect) && !actions.some(({ groups }) => groups.includes(effect)),
  );
}

/** What a tool's definition says, or its declared triggers. */
const OF_TOOLS: readonly string[] = ['input', 'tool', 'outcome'];

/** Whether another tool in a group that the head names could make the proofs about a policy void. */
export function dependsOnTools({ json, reads }: LintPolicy, { byId }: LintSubject): boolean {
  if (!OF_TOOLS.some((name) => reads.has(name))) return false;
  return json.action.op === 'All' || !idsOf(json.action).every((id) => byId.has(id));
}

/** Whether it is proven that wherever a policy applies, one of the others does too. */
export function isCovered(policy: LintPolicy, others: readonly LintPolicy[], subject: LintSubject): boolean {
  return (
    policy.kinds.length > 0 &&
    effectsToCome(policy, subject).length === 0 &&
    policy.kinds.every((kind) => {
      const covering = others.filter((one) => one.kinds.includes(kind) && !dependsOnTools(one, subject));
      const applies = or(...covering.map((other) => whenIn(other, kind)));
      return isImpossible(kind, whenIn(policy, kind), negate(applies));
    })
  );
}

/** Where a policy applies in a setting of its kinds; nowhere in another. */
export function whenIn({ outcomes }: LintPolicy, kind: Setting): Formula {
  return outcomes.get(kind)?.yes ?? NEVER;
}
