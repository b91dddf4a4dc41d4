// Comparisons and memberships against fixed values, each as a test of one term.

import type { Expr, PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { CedarSet, EntityUid, equals } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';
import { orderOf } from './atom.ts';
import { constantOf, operandsOf, operatorOf, textOf } from './expression-node.ts';
import type { Operands } from '../cedar/expression.ts';
import { anyOf, both, FALSE, not, testOf, TRUE } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Setting, Subject } from './setting.ts';
import { placeOf, termOf } from './term.ts';

/** The outcome of a comparison or membership; null where it is none that is understood. */
export function testedOf(expression: Expr, setting: Setting): Outcome | null {
  const operator = operatorOf(expression);
  const operands = operandsOf(expression);
  const { left, right, arg } = operands as Operands;
  switch (operator) {
    case 'Var':
    case '.': {
      const place = placeOf(expression, setting);
      return place === null ? null : testOf(place, { kind: 'equal', value: true });
    }
    case '==':
      return equality(left, right, setting);
    case '!=':
      return not(equality(left, right, setting));
    case 'in':
      return within(left, constantOf(right), setting);
    case 'is':
      return ofType(operands as Operands, setting);
    case 'like':
      return likeness(left, (operands as { readonly pattern: readonly PatternElem[] }).pattern, setting);
    case 'isEmpty':
      return testOf(termOf(arg, setting), { kind: 'empty' });
    case 'contains':
    case 'containsAny':
    case 'containsAll':
      return membership(operator, left, right, setting);
    default:
      return comparison(operator, operands, setting);
  }
}

function subjectOf(expression: Expr, { subjects }: Setting): Subject | null {
  return operatorOf(expression) === 'Var' ? (subjects.get(String(operandsOf(expression))) ?? null) : null;
}

/** The value of an expression that is the same throughout the setting. */
function fixedOf(expression: Expr, setting: Setting): Value | null {
  const constant = constantOf(expression);
  if (constant !== null && constant !== 'fails') return constant.value;
  return subjectOf(expression, setting)?.uid ?? null;
}

function equality(left: Expr, right: Expr, setting: Setting): Outcome {
  const [first, second] = [fixedOf(left, setting), fixedOf(right, setting)];
  if (first !== null && second !== null) return equals(first, second) ? TRUE : FALSE;
  if (second !== null) return equalTo(left, second, setting);
  if (first !== null) return equalTo(right, first, setting);
  const [one, other] = textOf(left) <= textOf(right) ? [left, right] : [right, left];
  return testOf(termOf({ '==': { left: one, right: other } }, setting), { kind: 'holds' });
}

function equalTo(expression: Expr, value: Value, setting: Setting): Outcome {
  const subject = subjectOf(expression, setting);
  if (subject?.isUnnamed === true) return FALSE;
  if (subject !== null && (!(value instanceof EntityUid) || value.type !== subject.type)) return FALSE;
  const term = termOf(expression, setting);
  // One atom for a flag, however it is asked for.
  if (value === false && term.type?.type === 'Boolean')
    return not(testOf(term, { kind: 'equal', value: true }));
  return testOf(term, { kind: 'equal', value });
}

function within(left: Expr, target: ReturnType<typeof constantOf>, setting: Setting): Outcome | null {
  if (target === null || target === 'fails') return null;
  const targets = target.value instanceof CedarSet ? target.value.elements : [target.value];
  const uids = targets.filter((uid) => uid instanceof EntityUid);
  if (uids.length < targets.length || uids.length === 0) return null;
  return anyOf(uids.map((uid) => withinOne(left, uid, setting)));
}

/** An agent is in exactly one entity of these types: the one that the attribute names. */
export const OF_AGENT: ReadonlyMap<string, string> = new Map([
  ['Environment', 'environment'],
  ['Owner', 'owner'],
]);

function withinOne(left: Expr, uid: EntityUid, setting: Setting): Outcome {
  const subject = subjectOf(left, setting);
  if (subject === null) return testOf(termOf(left, setting), { kind: 'within', uid });
  if (subject.uid?.key === uid.key || subject.groups?.has(uid.key) === true) return TRUE;
  if (subject.uid !== null && subject.groups !== null) return FALSE;
  const attribute = OF_AGENT.get(uid.type);
  if (subject.type === 'Agent' && attribute !== undefined) {
    return equalTo({ '.': { left, attr: attribute } }, uid.id, setting);
  }
  if (subject.above.has(uid.type)) return testOf(termOf(left, setting), { kind: 'within', uid });
  return equalTo(left, uid, setting);
}

function ofType({ left, entity_type: type, in: target }: Operands, setting: Setting): Outcome | null {
  const subject = subjectOf(left, setting);
  const isType =
    subject === null
      ? testOf(termOf(left, setting), { kind: 'is-type', type })
      : subject.type === type
        ? TRUE
        : FALSE;
  if (target === undefined) return isType;
  const inside = within(left, constantOf(target), setting);
  return inside === null ? null : both(isType, () => inside);
}

function likeness(left: Expr, pattern: readonly PatternElem[], setting: Setting): Outcome {
  const pieces = pattern.map((element) => (element === 'Wildcard' ? null : element.Literal));
  const term = termOf(left, setting);
  const isText = pieces.every((piece) => piece !== null);
  return testOf(term, isText ? { kind: 'equal', value: pieces.join('') } : { kind: 'like', pattern });
}

function membership(operator: string, left: Expr, right: Expr, setting: Setting): Outcome | null {
  const [set, wanted] = [fixedOf(left, setting), fixedOf(right, setting)];
  if (set instanceof CedarSet && operator === 'contains' && set.elements.length > 0) {
    return anyOf(set.elements.map((element) => equalTo(right, element, setting)));
  }
  if (wanted === null) return null;
  const term = termOf(left, setting);
  if (operator === 'contains') return testOf(term, { kind: 'contains', value: wanted });
  if (!(wanted instanceof CedarSet) || wanted.elements.length === 0) return null;
  const each = wanted.elements.map((value) => testOf(term, { kind: 'contains', value }));
  return operator === 'containsAny' ? anyOf(each) : not(anyOf(each.map(not)));
}

/** `left < right` and its kin in terms of "at most". */
const COMPARISONS: ReadonlyMap<string, { readonly swap: boolean; readonly strict: boolean }> = new Map([
  ['<', { swap: false, strict: true }],
  ['lessThan', { swap: false, strict: true }],
  ['<=', { swap: false, strict: false }],
  ['lessThanOrEqual', { swap: false, strict: false }],
  ['>', { swap: true, strict: true }],
  ['greaterThan', { swap: true, strict: true }],
  ['>=', { swap: true, strict: false }],
  ['greaterThanOrEqual', { swap: true, strict: false }],
]);

function comparison(operator: string, operands: unknown, setting: Setting): Outcome | null {
  const how = COMPARISONS.get(operator);
  if (how === undefined) return null;
  const sides = Array.isArray(operands) ? (operands as Expr[]) : sidesOf(operands as Operands);
  const [lower, upper] = how.swap ? sides.toReversed() : sides;
  if (lower === undefined || upper === undefined) return null;
  return atMost(lower, upper, how.strict, setting) ?? unordered(lower, upper, how.strict, operator, setting);
}

function sidesOf({ left, right }: Operands): readonly Expr[] {
  return [left, right];
}

function atMost(lower: Expr, upper: Expr, strict: boolean, setting: Setting): Outcome | null {
  const bounded = (expression: Expr, fixed: Expr, shift: bigint): Outcome | null => {
    const constant = constantOf(fixed);
    const order = constant === null || constant === 'fails' ? null : orderOf(constant.value);
    if (order === null) return null;
    const bound = order.amount + shift;
    return testOf(termOf(expression, setting), { kind: 'at-most', scale: order.scale, bound });
  };
  const below = bounded(lower, upper, strict ? -1n : 0n);
  if (below !== null) return below;
  const above = bounded(upper, lower, strict ? 0n : -1n);
  return above === null ? null : not(above);
}

/** Both sides depend on the request: `a <= b` is one atom with `b < a`. */
function unordered(lower: Expr, upper: Expr, strict: boolean, operator: string, setting: Setting): Outcome {
  const less = (left: Expr, right: Expr): Outcome => {
    const isDecimal = operator.endsWith('Than') || operator.endsWith('Equal');
    const expression = isDecimal ? { lessThan: [left, right] } : { '<': { left, right } };
    return testOf(termOf(expression, setting), { kind: 'holds' });
  };
  return strict ? less(lower, upper) : not(less(upper, lower));
}
