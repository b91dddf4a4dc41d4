// When a policy applies: its head and all its conditions, in one setting.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { both, not, TRUE } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Setting } from './setting.ts';
import { translate } from './translate.ts';

/** What a policy needs to be analysed. */
export interface Analysed {
  readonly json: PolicyJson;
}

type Constraint = PolicyJson['principal'] | PolicyJson['action'] | PolicyJson['resource'];

/** Where the head matches; it never fails. */
export function headOf({ json }: Analysed, setting: Setting): Outcome {
  const parts = (['action', 'principal', 'resource'] as const).map((name) => constraintOf(name, json[name]));
  return allOf(parts.map((part) => (part === null ? TRUE : translate(part, setting))));
}

/** Where head and conditions hold. `error`: where the policy cannot be evaluated, which denies. */
export function outcomeOf(policy: Analysed, setting: Setting): Outcome {
  return clausesOf(policy, setting).reduce(
    (before, clause) => both(before, () => clause),
    headOf(policy, setting),
  );
}

/** Each `when` and `unless`, as what must be true, without the head. */
export function clausesOf({ json }: Analysed, setting: Setting): readonly Outcome[] {
  return json.conditions.map(({ kind, body }) => {
    const outcome = translate(body, setting);
    return kind === 'when' ? outcome : not(outcome);
  });
}

function allOf(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((before, next) => both(before, () => next), TRUE);
}

/** The constraint as the condition it stands for; null where there is none. */
function constraintOf(name: 'principal' | 'action' | 'resource', constraint: Constraint): Expr | null {
  const left: Expr = { Var: name };
  const entity = (uid: unknown): Expr => ({ Value: { __entity: uid } }) as Expr;
  switch (constraint.op) {
    case 'All':
      return null;
    case '==':
      return 'entity' in constraint ? { '==': { left, right: entity(constraint.entity) } } : null;
    case 'in':
      if ('entities' in constraint) return { in: { left, right: { Set: constraint.entities.map(entity) } } };
      return 'entity' in constraint ? { in: { left, right: entity(constraint.entity) } } : null;
    case 'is': {
      const { entity_type, in: target } = constraint;
      if (target === undefined) return { is: { left, entity_type } };
      return 'entity' in target ? { is: { left, entity_type, in: entity(target.entity) } } : null;
    }
  }
}
