// How the rules read an expression of Cedar's JSON: what it compares, and whether its being true makes the
// policy apply.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { operandsOf, operatorOf, partsOf } from '../analysis/expression-node.ts';
import type { LintPolicy } from './lint-policy.ts';
import { uidOf } from './uid.ts';
import type { Uid } from './uid.ts';

/** One node of a policy's conditions. */
export interface Occurrence {
  readonly policy: LintPolicy;
  readonly node: Expr;
  /** Whether the policy applies because the node is true; null: that cannot be told from where it stands. */
  readonly applies: boolean | null;
}

export type Literal = string | number | boolean;

/** Every node of all the conditions, outermost first. */
export function occurrencesIn(policy: LintPolicy): readonly Occurrence[] {
  return policy.json.conditions.flatMap(({ kind, body }) => below(policy, body, kind === 'when'));
}

function below(policy: LintPolicy, node: Expr, applies: boolean | null): readonly Occurrence[] {
  const operator = operatorOf(node);
  const inner = operator === '&&' || operator === '||' ? applies : operator === '!' ? flip(applies) : null;
  return [{ policy, node, applies }, ...partsOf(node).flatMap((child) => below(policy, child, inner))];
}

function flip(applies: boolean | null): boolean | null {
  return applies === null ? null : !applies;
}

/** Operands of a binary operation with one of the names; null for every other node. */
export function binaryOf(
  node: Expr,
  ...operators: readonly string[]
): { readonly operator: string; readonly left: Expr; readonly right: Expr } | null {
  const [operator, operand] = [operatorOf(node), operandsOf(node)];
  if (!operators.includes(operator)) return null;
  return { operator, ...(operand as { readonly left: Expr; readonly right: Expr }) };
}

/** `context.input.amount` for the accesses that spell it; null for what is no chain of accesses. */
export function pathOf(node: Expr): string | null {
  if ('Var' in node) return node.Var as string;
  const [operator, operand] = [operatorOf(node), operandsOf(node)];
  if (operator !== '.') return null;
  const { left, attr } = operand as { readonly left: Expr; readonly attr: string };
  const before = pathOf(left);
  return before === null ? null : `${before}.${attr}`;
}

/** `context.input.amount` for `context.input has amount`; null for every other node. */
export function testedPathOf(node: Expr): string | null {
  const [operator, operand] = [operatorOf(node), operandsOf(node)];
  if (operator !== 'has') return null;
  const { left, attr } = operand as { readonly left: Expr; readonly attr: string | readonly string[] };
  const before = pathOf(left);
  return before === null ? null : [before, attr].flat().join('.');
}

/** The value of a text, a number, a truth value or a `decimal("…")`; null for every other node. */
export function literalOf(node: Expr): Literal | null {
  const [operator, operand] = [operatorOf(node), operandsOf(node)];
  if (operator === 'Value') return typeof operand === 'object' ? null : (operand as Literal);
  if (operator === 'decimal') return Number(literalOf((operand as readonly Expr[])[0]!));
  return operator === 'neg' ? -Number(literalOf((operand as { readonly arg: Expr }).arg)) : null;
}

/** The entity that a node names; null for every other node. */
export function namedEntityOf(node: Expr): Uid | null {
  const [operator, operand] = [operatorOf(node), operandsOf(node)];
  if (operator !== 'Value' || typeof operand !== 'object' || operand === null) return null;
  return '__entity' in operand ? uidOf(operand) : null;
}

/** An attribute beside the constants that it is compared with, whichever way round it is written. */
export interface Comparison {
  readonly path: string;
  /** As if the attribute stood on the left; `contains` where it is a set that holds the constant. */
  readonly operator: string;
  readonly literals: readonly Literal[];
}

const MIRRORED: { readonly [operator: string]: string } = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const DECIMAL_RELATIONS: { readonly [method: string]: string } = {
  lessThan: '<',
  lessThanOrEqual: '<=',
  greaterThan: '>',
  greaterThanOrEqual: '>=',
};

/** What a node compares; null where it compares no attribute with constants. */
export function comparisonOf(node: Expr): Comparison | null {
  const [name, operand] = [operatorOf(node), operandsOf(node)];
  const relation = DECIMAL_RELATIONS[name];
  if (relation !== undefined) {
    const [left, right] = operand as readonly Expr[];
    return comparisonBetween(left!, relation, right!);
  }
  const found = binaryOf(node, '==', '!=', '<', '<=', '>', '>=', 'contains', 'containsAny', 'containsAll');
  return found === null ? null : comparisonBetween(found.left, found.operator, found.right);
}

function comparisonBetween(left: Expr, operator: string, right: Expr): Comparison | null {
  const [leftPath, rightPath] = [pathOf(left), pathOf(right)];
  const [leftLiterals, rightLiterals] = [literalsOf(left), literalsOf(right)];
  if (leftPath !== null && rightLiterals !== null) {
    const isOfSet = operator.startsWith('contains');
    return { path: leftPath, operator: isOfSet ? 'contains' : operator, literals: rightLiterals };
  }
  if (rightPath === null || leftLiterals === null) return null;
  return { path: rightPath, operator: mirror(operator), literals: leftLiterals };
}

function mirror(operator: string): string {
  // ["a", "b"].contains(path): the attribute is one of the constants.
  if (operator === 'contains') return '==';
  return operator.startsWith('contains') ? 'contains' : (MIRRORED[operator] ?? operator);
}

function literalsOf(node: Expr): readonly Literal[] | null {
  const [operator, operand] = [operatorOf(node), operandsOf(node)];
  if (operator !== 'Set') {
    const literal = literalOf(node);
    return literal === null ? null : [literal];
  }
  const literals = (operand as readonly Expr[]).map(literalOf);
  return literals.every((literal) => literal !== null) ? literals : null;
}
