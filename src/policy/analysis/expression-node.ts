// The official parser's expressions, one node at a time: operator, operands, text, and fixed value if any.

import { policyToText } from '@cedar-policy/cedar-wasm/nodejs';
import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { EntityStore } from '../cedar/entity-store.ts';
import { compileExpression } from '../cedar/expression.ts';
import type { Operands } from '../cedar/expression.ts';
import { EvaluationFailure, Refusal } from '../cedar/failure.ts';
import { EntityUid } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';

export function operatorOf(expression: Expr): string {
  return Object.keys(expression)[0] ?? '';
}

export function operandsOf(expression: Expr): unknown {
  return Object.values(expression)[0];
}

const SIDES = ['if', 'then', 'else', 'left', 'right', 'arg', 'in'] as const;

/** The expressions inside a node, in the order of their evaluation. */
export function partsOf(expression: Expr): readonly Expr[] {
  const operator = operatorOf(expression);
  const operands = operandsOf(expression);
  if (operator === 'Value' || operator === 'Var') return [];
  if (Array.isArray(operands)) return operands as Expr[];
  if (operator === 'Record') return Object.values(operands as { readonly [name: string]: Expr });
  return SIDES.flatMap((side) => {
    const part = (operands as Partial<Operands>)[side];
    return part === undefined ? [] : [part];
  });
}

/** As Cedar prints it. */
export function textOf(expression: Expr): string {
  const any = { op: 'All' } as const;
  const written = policyToText({
    effect: 'permit',
    principal: any,
    action: any,
    resource: any,
    conditions: [{ kind: 'when', body: expression }],
  });
  const body = written.type === 'success' ? /when\s*\{([\s\S]*)\}/.exec(written.text)?.[1] : undefined;
  return (body ?? JSON.stringify(expression)).replaceAll(/\s+/g, ' ').trim();
}

const NOBODY = new EntityUid('Nobody', '');
const EMPTY_SCENE = {
  principal: NOBODY,
  action: NOBODY,
  resource: NOBODY,
  context: {},
  entities: new EntityStore(new Map()),
};
/** What these answer depends on the entities of the request. */
const OF_ENTITIES = new Set(['Var', 'Slot', '.', 'has', 'in', 'is', 'getTag', 'hasTag']);

/** What an expression is in every request; null where that depends on the request. */
export function constantOf(expression: Expr): { readonly value: Value } | 'fails' | null {
  if (!isConstant(expression)) return null;
  try {
    return { value: compileExpression(expression)(EMPTY_SCENE) };
  } catch (error) {
    if (error instanceof EvaluationFailure) return 'fails';
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function isConstant(expression: Expr): boolean {
  return !OF_ENTITIES.has(operatorOf(expression)) && partsOf(expression).every(isConstant);
}
