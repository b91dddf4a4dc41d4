// A formula over the facts that may change, all others being as they are in a request.

import type { Scene } from '../cedar/expression.ts';
import { changerOf, factOf } from './fact.ts';
import { ALWAYS, and, atomsOf, NEVER, or } from './formula.ts';
import type { Formula } from './formula.ts';
import { resultOf, valueOf } from './judge.ts';

/** The facts in a formula that somebody can change. */
export function changeableFacts(target: Formula): readonly string[] {
  const atoms = atomsOf(target).filter((atom) => changerOf(atom) !== null);
  return [...new Set(atoms.map(factOf))];
}

/** Subsets by size, the smallest first. */
export function* subsetsOf(facts: readonly string[], most: number): Generator<readonly string[]> {
  let last: readonly { readonly chosen: readonly string[]; readonly from: number }[] = [
    { chosen: [], from: 0 },
  ];
  for (let size = 1; size <= most; size += 1) {
    last = last.flatMap(({ chosen, from }) =>
      facts.slice(from).map((fact, index) => ({ chosen: [...chosen, fact], from: from + index + 1 })),
    );
    for (const { chosen } of last) yield chosen;
  }
}

/** The formula with every fact but the chosen ones as it is in the scene. */
export function restrict(formula: Formula, chosen: ReadonlySet<string>, scene: Scene): Formula {
  if (formula.kind === 'and') return and(...formula.parts.map((part) => restrict(part, chosen, scene)));
  if (formula.kind === 'or') return or(...formula.parts.map((part) => restrict(part, chosen, scene)));
  if (formula.kind !== 'literal') return formula;
  const { atom, is } = formula;
  if (!chosen.has(factOf(atom))) return resultOf(atom, scene) === is ? ALWAYS : NEVER;
  const isCut = atom.needs.some(
    (need) => !chosen.has(factOf({ ...atom, term: need })) && valueOf(need, scene) === null,
  );
  return isCut || changerOf(atom) === null ? NEVER : formula;
}
