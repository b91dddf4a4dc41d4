// Conditions become outcomes over canonical atoms. What is not understood is an atom of its own, no guess.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import type { Value } from '../cedar/value.ts';
import { constantOf, operandsOf, operatorOf } from './expression-node.ts';
import type { Operands } from '../cedar/expression.ts';
import { both, certain, choice, either, FAILS, FALSE, not, sizeOfOutcome, testOf, TRUE } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Setting } from './setting.ts';
import { attributeOf, placeOf, termOf } from './term.ts';
import type { Term } from './term.ts';
import { testedOf } from './tested.ts';

/** What has become larger than this is an atom as a whole: failures behind failures multiply. */
const MOST_LITERALS = 1_000;

/** Translates a condition; the policy it stands in fits the catalog. */
export function translate(expression: Expr, setting: Setting): Outcome {
  const outcome = translateWhole(expression, setting);
  return sizeOfOutcome(outcome) <= MOST_LITERALS ? outcome : opaque(expression, setting);
}

function translateWhole(expression: Expr, setting: Setting): Outcome {
  const constant = constantOf(expression);
  if (constant === 'fails') return FAILS;
  if (constant !== null) return truthOf(constant.value);
  const operands = operandsOf(expression) as Operands;
  const inner = (part: Expr): Outcome => translate(part, setting);
  switch (operatorOf(expression)) {
    case '!':
      return not(inner(operands.arg));
    case '&&':
      return both(inner(operands.left), () => inner(operands.right));
    case '||':
      return either(inner(operands.left), () => inner(operands.right));
    case 'if-then-else':
      return choice(inner(operands.if), inner(operands.then), inner(operands.else));
    case 'has': {
      const holder = placeOf(operands.left, setting);
      return holder === null ? opaque(expression, setting) : hasPath(holder, [operands.attr].flat());
    }
    default:
      return testedOf(expression, setting) ?? opaque(expression, setting);
  }
}

function truthOf(value: Value): Outcome {
  if (typeof value !== 'boolean') return FAILS;
  return value ? TRUE : FALSE;
}

function opaque(expression: Expr, setting: Setting): Outcome {
  return testOf(termOf(expression, setting), { kind: 'holds' });
}

/** `x has a.b`: each attribute in turn. What the types say is no question. */
function hasPath(holder: Term, [name, ...rest]: readonly string[]): Outcome {
  if (name === undefined) return TRUE;
  if (holder.isNowhere) return FAILS;
  const term = attributeOf(holder, name);
  const isOptional = term.needs.length > holder.needs.length;
  const isOpen = isOptional && !term.isNowhere;
  const here = isOpen ? testOf(term, { kind: 'present' }) : certain(!term.isNowhere, holder.needs);
  return both(here, () => hasPath(term, rest));
}
