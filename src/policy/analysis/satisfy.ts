// Whether a formula can hold, and when. "No" is a proof; "yes" was tried on values; past the bound, or where
// an atom is not understood, the answer is "unknown".

import { ALWAYS, and, negate, or } from './formula.ts';
import type { Formula, Literal } from './formula.ts';
import type { Setting } from './setting.ts';
import { hasWitness, mayHold } from './theory.ts';
import type { Cube } from './theory.ts';

export interface Effort {
  /** How often a literal may still be tried against a cube; counted down. */
  left: number;
}

export const USUAL_EFFORT = 50_000;

export function effortOf(steps: number = USUAL_EFFORT): Effort {
  return { left: steps };
}

/** Whether some request makes the formula true. */
export function satisfiable(
  formula: Formula,
  setting: Setting,
  effort: Effort = effortOf(),
): 'yes' | 'no' | 'unknown' {
  let isOpen = false;
  for (const cube of cubesOf(formula, setting, effort)) {
    if (hasWitness(cube, setting)) return 'yes';
    isOpen = true;
  }
  return isOpen || effort.left <= 0 ? 'unknown' : 'no';
}

/** Whether every request that makes `a` true makes `b` true: true is a proof. */
export function implies(a: Formula, b: Formula, setting: Setting, effort: Effort = effortOf()): boolean {
  return satisfiable(and(a, negate(b)), setting, effort) === 'no';
}

export interface Models {
  /** Together they cover the formula; none can do with less. Some may be impossible in ways unknown here. */
  readonly cubes: readonly Cube[];
  /** False: there are more, or the effort ran out. */
  readonly isComplete: boolean;
}

/** When a formula holds, as few and short descriptions. */
export function models(
  formula: Formula,
  setting: Setting,
  { limit = 8, effort = effortOf() }: { readonly limit?: number; readonly effort?: Effort } = {},
): Models {
  const cubes: Cube[] = [];
  let rest = formula;
  for (;;) {
    const [cube] = cubesOf(rest, setting, effort);
    if (cube === undefined) return { cubes, isComplete: effort.left > 0 };
    if (cubes.length === limit) return { cubes, isComplete: false };
    const short = shorten(cube, formula, setting, effort);
    cubes.push(short);
    rest = and(rest, negate(and(...short)));
  }
}

/** Leaves out whatever the formula holds without. */
function shorten(cube: Cube, formula: Formula, setting: Setting, effort: Effort): Cube {
  return cube.toReversed().reduce<Cube>((kept, one) => {
    const fewer = kept.filter((other) => other !== one);
    return implies(and(...fewer), formula, setting, effort) ? fewer : kept;
  }, cube);
}

/** The cubes that make a formula true and are not refuted; ends early when the effort is used up. */
export function* cubesOf(formula: Formula, setting: Setting, effort: Effort): Generator<Cube> {
  yield* search([], [formula], setting, effort);
}

type Or = Extract<Formula, { readonly parts: readonly Formula[] }>;

function* search(cube: Cube, pending: readonly Formula[], setting: Setting, effort: Effort): Generator<Cube> {
  const settled = settle(cube, pending, setting, effort);
  if (settled === null) return;
  const [choice, ...rest] = settled.open.toSorted((a, b) => a.parts.length - b.parts.length);
  if (choice === undefined) {
    yield settled.cube;
    return;
  }
  for (const part of choice.parts) {
    if (effort.left <= 0) return;
    yield* search(settled.cube, [part, ...rest], setting, effort);
  }
}

/** Takes in all that leaves no choice; null where that is refuted. */
function settle(
  start: Cube,
  pending: readonly Formula[],
  setting: Setting,
  effort: Effort,
): { cube: Cube; open: readonly Or[] } | null {
  let cube = start;
  let queue = pending;
  for (;;) {
    const open: Or[] = [];
    const before = cube;
    for (const formula of flatten(queue)) {
      if (formula.kind === 'never' || effort.left <= 0) return null;
      if (formula.kind === 'or') open.push(formula);
      if (formula.kind !== 'literal' || isKnown(cube, formula)) continue;
      spend(effort, cube);
      if (!mayHold(cube, formula, setting)) return null;
      cube = [...cube, formula];
    }
    const narrowed = open.map((formula) => narrow(formula, cube, setting, effort));
    const left = narrowed.filter((formula) => formula.kind !== 'always');
    if (left.every((formula) => formula.kind === 'or') && cube === before)
      return { cube, open: left as Or[] };
    queue = left;
  }
}

/** A literal is tried against the whole cube: a long one costs more. */
function spend(effort: Effort, cube: Cube): void {
  effort.left -= 1 + Math.floor(cube.length / COUNTED_AS_ONE);
}

const COUNTED_AS_ONE = 32;

function flatten(formulas: readonly Formula[]): readonly Formula[] {
  return formulas.flatMap((formula) => (formula.kind === 'and' ? flatten(formula.parts) : [formula]));
}

function isKnown(cube: Cube, { atom, is }: Literal): boolean {
  return cube.some((known) => known.atom.key === atom.key && known.is === is);
}

/** What is left of a choice: nothing where one part holds already, without the parts that cannot hold. */
function narrow(formula: Or, cube: Cube, setting: Setting, effort: Effort): Formula {
  const parts: Formula[] = [];
  for (const part of formula.parts) {
    if (part.kind === 'literal' && isKnown(cube, part)) return ALWAYS;
    if (part.kind === 'literal') spend(effort, cube);
    if (part.kind !== 'literal' || mayHold(cube, part, setting)) parts.push(part);
  }
  return or(...parts);
}
