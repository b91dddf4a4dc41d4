// Formulas over what atoms of conditions evaluate to. An atom that fails is neither true nor false, so there
// is no excluded middle: the negation of "true" is "false, or it fails".

import type { Atom } from './atom.ts';
import type { Term } from './term.ts';
import { presenceOf } from './atom.ts';

/** What an atom evaluates to. `error`: it fails although all that it reads is there. */
export type Result = 'true' | 'false' | 'error';

export interface Literal {
  readonly kind: 'literal';
  readonly atom: Atom;
  readonly is: Result;
}

export type Formula =
  | { readonly kind: 'always' | 'never' }
  | Literal
  | {
      readonly kind: 'and' | 'or';
      readonly parts: readonly Formula[];
      /** How many literals stand in it. */
      readonly size: number;
    };

export const ALWAYS: Formula = { kind: 'always' };
export const NEVER: Formula = { kind: 'never' };

export function literal(atom: Atom, is: Result): Formula {
  return { kind: 'literal', atom, is };
}

export function and(...parts: readonly Formula[]): Formula {
  const kept = flat('and', parts);
  const known = new Map(kept.flatMap((part) => (part.kind === 'literal' ? [[part.atom.key, part.is]] : [])));
  const narrowed = known.size === 0 ? kept : kept.map((part) => besideOf(part, known));
  return joined('and', narrowed, ALWAYS, NEVER);
}

export function or(...parts: readonly Formula[]): Formula {
  return joined('or', flat('or', parts), NEVER, ALWAYS);
}

function flat(kind: 'and' | 'or', parts: readonly Formula[]): readonly Formula[] {
  return parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
}

/** A part beside literals that hold: without what they exclude. */
function besideOf(part: Formula, known: ReadonlyMap<string, Result>): Formula {
  const isExcluded = (one: Formula): boolean =>
    one.kind === 'literal' && (known.get(one.atom.key) ?? one.is) !== one.is;
  if (isExcluded(part)) return NEVER;
  return part.kind === 'or' && part.parts.some(isExcluded)
    ? or(...part.parts.filter((one) => !isExcluded(one)))
    : part;
}

function joined(
  kind: 'and' | 'or',
  parts: readonly Formula[],
  neutral: Formula,
  absorbing: Formula,
): Formula {
  const kept = parts.filter((part) => part.kind !== neutral.kind);
  if (kept.some((part) => part.kind === absorbing.kind)) return absorbing;
  const [first] = kept;
  if (first === undefined) return neutral;
  return kept.length === 1
    ? first
    : { kind, parts: kept, size: kept.reduce((sum, one) => sum + sizeOf(one), 0) };
}

/** How many literals stand in a formula. */
export function sizeOf(formula: Formula): number {
  if (formula.kind === 'and' || formula.kind === 'or') return formula.size;
  return formula.kind === 'literal' ? 1 : 0;
}

/** True exactly where the formula is not. */
export function negate(formula: Formula): Formula {
  switch (formula.kind) {
    case 'always':
      return NEVER;
    case 'never':
      return ALWAYS;
    case 'and':
      return or(...formula.parts.map(negate));
    case 'or':
      return and(...formula.parts.map(negate));
    case 'literal':
      return complement(formula);
  }
}

function complement({ atom, is }: Literal): Formula {
  const results: readonly Result[] = atom.isTotal ? ['true', 'false'] : ['true', 'false', 'error'];
  const others = results.filter((result) => result !== is).map((result) => literal(atom, result));
  return or(...others, missing(atom.needs));
}

/** Something that is read is not there. */
export function missing(needs: readonly Term[]): Formula {
  return or(...needs.map((term) => literal(presenceOf(term), 'false')));
}

/** All of them are there. */
export function present(needs: readonly Term[]): Formula {
  return and(...needs.map((term) => literal(presenceOf(term), 'true')));
}

/** The atoms of a formula, each once. */
export function atomsOf(formula: Formula): readonly Atom[] {
  const atoms = new Map<string, Atom>();
  const visit = (part: Formula): void => {
    if (part.kind === 'literal') atoms.set(part.atom.key, part.atom);
    else if (part.kind === 'and' || part.kind === 'or') part.parts.forEach(visit);
  };
  visit(formula);
  return [...atoms.values()];
}

/** Equal for formulas that mean the same in the settings they come from, domains apart. */
export function formulaKey(formula: Formula): string {
  switch (formula.kind) {
    case 'literal': {
      const { key, needs, isTotal } = formula.atom;
      return JSON.stringify([key, formula.is, isTotal, needs.map(({ text }) => text)]);
    }
    case 'and':
    case 'or':
      return `${formula.kind}(${formula.parts.map(formulaKey).join()})`;
    default:
      return formula.kind;
  }
}
