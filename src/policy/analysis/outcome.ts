// A condition as three formulas: where it is true, where it is false and where it fails. In every request
// that fits the setting exactly one of them holds.

import { atomOf } from './atom.ts';
import type { Test } from './atom.ts';
import { ALWAYS, and, literal, missing, NEVER, or, present, sizeOf } from './formula.ts';
import type { Formula } from './formula.ts';
import type { Term } from './term.ts';

export interface Outcome {
  readonly yes: Formula;
  readonly no: Formula;
  readonly error: Formula;
}

export const TRUE: Outcome = { yes: ALWAYS, no: NEVER, error: NEVER };
export const FALSE: Outcome = { yes: NEVER, no: ALWAYS, error: NEVER };
export const FAILS: Outcome = { yes: NEVER, no: NEVER, error: ALWAYS };

/** A test of a term. */
export function testOf(term: Term, test: Test): Outcome {
  if (term.isNowhere) return FAILS;
  const atom = atomOf(term, test);
  return {
    yes: literal(atom, 'true'),
    no: literal(atom, 'false'),
    error: or(missing(atom.needs), atom.isTotal ? NEVER : literal(atom, 'error')),
  };
}

/** What is certain once the places are there. */
export function certain(result: boolean, needs: readonly Term[]): Outcome {
  const yes = present(needs);
  const outcome = { yes, no: NEVER, error: missing(needs) };
  return result ? outcome : not(outcome);
}

/** How many literals stand in it. */
export function sizeOfOutcome({ yes, no, error }: Outcome): number {
  return sizeOf(yes) + sizeOf(no) + sizeOf(error);
}

export function not({ yes, no, error }: Outcome): Outcome {
  return { yes: no, no: yes, error };
}

/** `left && right`: what is right counts only where the left is true. */
export function both(left: Outcome, rightOf: () => Outcome): Outcome {
  if (left.yes.kind === 'never') return left;
  const right = rightOf();
  return {
    yes: and(left.yes, right.yes),
    // Where the left cannot fail, it is true wherever it is not false.
    no: or(left.no, left.error === NEVER ? right.no : and(left.yes, right.no)),
    error: or(left.error, and(left.yes, right.error)),
  };
}

/** `left || right`: what is right counts only where the left is false. */
export function either(left: Outcome, rightOf: () => Outcome): Outcome {
  return not(both(not(left), () => not(rightOf())));
}

export function choice(test: Outcome, then: Outcome, otherwise: Outcome): Outcome {
  const pick = (part: 'yes' | 'no' | 'error'): Formula =>
    or(and(test.yes, then[part]), and(test.no, otherwise[part]));
  return { yes: pick('yes'), no: pick('no'), error: or(test.error, pick('error')) };
}

/** Tests of one term at once: they fail together. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  return {
    yes: or(...outcomes.map(({ yes }) => yes)),
    no: and(...outcomes.map(({ no }) => no)),
    error: outcomes[0]?.error ?? NEVER,
  };
}
