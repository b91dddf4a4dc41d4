// An expression of a policy becomes a closure, once. It evaluates left to right and fails where Cedar's own
// evaluator fails; what is not understood is refused while compiling, never guessed.

import type { Expr, PatternElem, Var } from '@cedar-policy/cedar-wasm/nodejs';
import type { EntityStore } from './entity-store.ts';
import { EvaluationFailure, Refusal } from './failure.ts';
import { EXTENSION_FUNCTIONS } from './extension.ts';
import type { ExtensionFunction } from './extension.ts';
import { asBoolean, asEntity, asString, attribute, BINARY, hasAttribute, isIn, UNARY } from './operator.ts';
import { compilePattern } from './pattern.ts';
import { CedarSet } from './value.ts';
import type { CedarRecord, EntityUid, Value } from './value.ts';
import { readValue, recordOf } from './value-json.ts';

/** What an expression is evaluated over. */
export interface Scene {
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: CedarRecord;
  readonly entities: EntityStore;
}

/** Throws EvaluationFailure. */
export type Evaluate = (scene: Scene) => Value;

/** The expressions that are the same in every scene. */
const CONSTANTS = new WeakSet<Evaluate>();

/** The operands of a node as the parser names them; which are there depends on the operator. */
export interface Operands {
  readonly left: Expr;
  readonly right: Expr;
  readonly arg: Expr;
  readonly if: Expr;
  readonly then: Expr;
  readonly else: Expr;
  readonly attr: string | readonly string[];
  readonly pattern: readonly PatternElem[];
  readonly entity_type: string;
  readonly in?: Expr;
}

const FORMS: ReadonlyMap<string, (operands: Operands) => Evaluate> = new Map([
  ['&&', compileAnd],
  ['||', compileOr],
  ['if-then-else', compileIf],
  ['.', compileAttribute],
  ['has', compileHas],
  ['like', compileLike],
  ['is', compileIs],
]);

/** Throws Refusal for an expression that this compiler does not know. */
export function compileExpression(expression: Expr): Evaluate {
  const [[operator, operands] = ['', null], ...more] = Object.entries<unknown>(expression);
  if (more.length > 0) throw new Refusal('an expression has several operators');
  if (operator === 'Value') return constant(readLiteral(operands));
  if (operator === 'Var') return compileVariable(operands as Var);
  if (operator === 'Set') return compileCall(operands as Expr[], (elements) => new CedarSet(elements));
  if (operator === 'Record') return compileRecord(operands as Record<string, Expr>);
  const call = EXTENSION_FUNCTIONS.get(operator);
  if (call !== undefined) return compileCall(operands as Expr[], call);
  return compileOperator(operator, operands as Operands);
}

function compileOperator(operator: string, operands: Operands): Evaluate {
  const unary = UNARY.get(operator);
  if (unary !== undefined) {
    const value = compileExpression(operands.arg);
    return (scene) => unary(value(scene));
  }
  const binary = BINARY.get(operator);
  if (binary !== undefined) {
    const left = compileExpression(operands.left);
    const right = compileExpression(operands.right);
    return (scene) => binary(left(scene), right(scene), scene.entities);
  }
  const form = FORMS.get(operator);
  if (form === undefined) throw new Refusal(`the operator ${operator} is not known`);
  return form(operands);
}

function constant(value: Value | EvaluationFailure): Evaluate {
  const evaluate = (): Value => {
    if (value instanceof EvaluationFailure) throw value;
    return value;
  };
  CONSTANTS.add(evaluate);
  return evaluate;
}

/** The parser hands integers beyond 2^53 over rounded: such a one is not what the policy says. */
function readLiteral(json: unknown): Value {
  if (JSON.stringify(json, refuseRounded) === undefined) throw new Refusal('a literal without a value');
  return readValue(json);
}

function refuseRounded(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Refusal('an integer is beyond 2^53 and was rounded');
  }
  return typeof value === 'bigint' ? null : value;
}

function compileVariable(name: Var): Evaluate {
  switch (name) {
    case 'principal':
      return ({ principal }) => principal;
    case 'action':
      return ({ action }) => action;
    case 'resource':
      return ({ resource }) => resource;
    case 'context':
      return ({ context }) => context;
  }
  throw new Refusal('an unknown variable');
}

/** Applied at once where all the operands are constant. */
function compileCall(operands: readonly Expr[], call: ExtensionFunction): Evaluate {
  const parameters = operands.map(compileExpression);
  if (!parameters.every((parameter) => CONSTANTS.has(parameter))) {
    return (scene) => call(parameters.map((parameter) => parameter(scene)));
  }
  return constant(applied(parameters as unknown as readonly (() => Value)[], call));
}

function applied(parameters: readonly (() => Value)[], call: ExtensionFunction): Value | EvaluationFailure {
  try {
    return call(parameters.map((parameter) => parameter()));
  } catch (error) {
    if (error instanceof EvaluationFailure) return error;
    throw error;
  }
}

function compileRecord(entries: { readonly [name: string]: Expr }): Evaluate {
  const names = Object.keys(entries);
  return compileCall(Object.values(entries), (values) =>
    recordOf(values.map((value, index) => [names[index] ?? '', value])),
  );
}

function compileAnd(operands: Operands): Evaluate {
  const left = compileExpression(operands.left);
  const right = compileExpression(operands.right);
  return (scene) => asBoolean(left(scene)) && asBoolean(right(scene));
}

function compileOr(operands: Operands): Evaluate {
  const left = compileExpression(operands.left);
  const right = compileExpression(operands.right);
  return (scene) => asBoolean(left(scene)) || asBoolean(right(scene));
}

function compileIf(operands: Operands): Evaluate {
  const test = compileExpression(operands.if);
  const then = compileExpression(operands.then);
  const otherwise = compileExpression(operands.else);
  return (scene) => (asBoolean(test(scene)) ? then(scene) : otherwise(scene));
}

function compileAttribute({ left, attr }: Operands): Evaluate {
  if (typeof attr !== 'string') throw new Refusal('an attribute without a name');
  const value = compileExpression(left);
  return (scene) => attribute(value(scene), attr, scene.entities);
}

/** `x has a.b` asks for each in turn: `x has a && x.a has b`. */
function compileHas({ left, attr }: Operands): Evaluate {
  const path = [attr].flat();
  const last = path.pop();
  if (last === undefined) throw new Refusal('an attribute without a name');
  const value = compileExpression(left);
  return (scene) => {
    let holder = value(scene);
    for (const name of path) {
      if (!hasAttribute(holder, name, scene.entities)) return false;
      holder = attribute(holder, name, scene.entities);
    }
    return hasAttribute(holder, last, scene.entities);
  };
}

function compileLike({ left, pattern }: Operands): Evaluate {
  const text = compileExpression(left);
  const matches = compilePattern(pattern);
  return (scene) => matches(asString(text(scene)));
}

function compileIs(operands: Operands): Evaluate {
  const entity = compileExpression(operands.left);
  const type = operands.entity_type;
  if (operands.in === undefined) return (scene) => asEntity(entity(scene)).type === type;
  const target = compileExpression(operands.in);
  return (scene) => {
    const uid = asEntity(entity(scene));
    return uid.type === type && isIn(uid, target(scene), scene.entities);
  };
}
