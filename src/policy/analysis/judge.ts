// What a formula says of one concrete request: the proof that formulas mean what the engine does.

import { compileExpression } from '../cedar/expression.ts';
import type { Scene } from '../cedar/expression.ts';
import { EvaluationFailure } from '../cedar/failure.ts';
import { isIn } from '../cedar/operator.ts';
import { EntityUid } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';
import { testValue } from './atom.ts';
import type { Atom } from './atom.ts';
import type { Formula, Result } from './formula.ts';
import type { Term } from './term.ts';

/** What an atom evaluates to; null where something it needs is not there. */
export function resultOf(atom: Atom, scene: Scene): Result | null {
  if (atom.needs.some((need) => valueOf(need, scene) === null)) return null;
  const value = valueOf(atom.term, scene);
  if (atom.test.kind === 'present') return value === null ? 'false' : 'true';
  if (value === null) return 'error';
  return isPassed(atom, value, scene) ? 'true' : 'false';
}

/** Whether a formula is true of a request. */
export function holdsIn(formula: Formula, scene: Scene): boolean {
  switch (formula.kind) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'and':
      return formula.parts.every((part) => holdsIn(part, scene));
    case 'or':
      return formula.parts.some((part) => holdsIn(part, scene));
    case 'literal':
      return resultOf(formula.atom, scene) === formula.is;
  }
}

function isPassed({ test }: Atom, value: Value, scene: Scene): boolean {
  if (test.kind === 'holds') return value === true;
  if (test.kind === 'within') return value instanceof EntityUid && isIn(value, test.uid, scene.entities);
  return testValue(test, value) === true;
}

/** The value of a term; null where its evaluation fails. */
export function valueOf(term: Term, scene: Scene): Value | null {
  try {
    return compileExpression(term.expression)(scene);
  } catch (error) {
    if (error instanceof EvaluationFailure) return null;
    throw error;
  }
}
