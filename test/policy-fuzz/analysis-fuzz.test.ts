// What the analysis says of policies, put to requests: a formula is true exactly where the engine is, and
// nothing that happens was ever called impossible. HOLDPOINT_SEED=<seed> plays that seed alone.

import { expect, test } from 'vitest';
import { holdsIn, resultOf } from '../../src/policy/analysis/judge.ts';
import { atomsOf, negate } from '../../src/policy/analysis/formula.ts';
import type { Formula, Literal } from '../../src/policy/analysis/formula.ts';
import { outcomeOf } from '../../src/policy/analysis/policy-formula.ts';
import { implies, satisfiable } from '../../src/policy/analysis/satisfy.ts';
import { mayHold } from '../../src/policy/analysis/theory.ts';
import { createCedar } from '../../src/policy/cedar/cedar.ts';
import type { CompiledPolicy } from '../../src/policy/compiled-policy.ts';
import { askedOf, fittingOf } from './asked.ts';
import type { Asked } from './asked.ts';
import { lengthOf, play, SEEDS } from './play.ts';
import { makeRulebook } from './rulebook.ts';
import type { Rulebook } from './rulebook.ts';

const USUAL = 20;

interface Seen {
  applied: number;
  implied: number;
}

test.each(SEEDS)(
  'the analysis and the engine agree in the rulebooks of seed %i',
  (seed) => {
    const seen: Seen = { applied: 0, implied: 0 };
    play(seed, lengthOf(USUAL), makeRulebook, (book) => wrongAnalysis(book, seen));
    // Not idle.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
  },
  36_000_000,
);

function wrongAnalysis(book: Rulebook, seen: Seen): string | null {
  const policies = fittingOf(book);
  const scenes = book.queries.flatMap(({ query }) => askedOf(book, query));
  for (const { setting, scene } of scenes) {
    const held: Formula[] = [];
    for (const policy of policies) {
      const wrong = wrongFormula(policy, { setting, scene }, seen, held);
      if (wrong !== null) return `${wrong}\n${policy.text}\n${JSON.stringify(scene.context)}`;
    }
    const wrong = wrongImplication(held, policies, { setting, scene }, seen);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongFormula(
  policy: CompiledPolicy,
  { setting, scene }: Asked,
  seen: Seen,
  held: Formula[],
): string | null {
  const { cedar } = createCedar([{ id: 'p', json: policy.json }]);
  const { reason, errors } = cedar.isAuthorized(scene);
  const actual = errors.length > 0 ? 'error' : reason.length > 0 ? 'yes' : 'no';
  const outcome = outcomeOf(policy, setting);
  for (const result of ['yes', 'no', 'error'] as const) {
    const formula = outcome[result];
    if (holdsIn(formula, scene) !== (result === actual)) return `${result}, but the engine says ${actual}`;
    if (holdsIn(negate(formula), scene) === holdsIn(formula, scene))
      return `the negation of ${result} is none`;
    const possible = satisfiable(formula, setting);
    if (result === actual && possible === 'no') return `${result} is called impossible`;
  }
  held.push(outcome[actual]);
  if (actual === 'yes') seen.applied += 1;
  return wrongTheory(outcome[actual], { setting, scene });
}

/** All that is true of a request is possible together. */
function wrongTheory(formula: Formula, { setting, scene }: Asked): string | null {
  const cube: Literal[] = [];
  for (const atom of atomsOf(formula)) {
    const is = resultOf(atom, scene);
    if (is === null) continue;
    const one: Literal = { kind: 'literal', atom, is };
    if (!mayHold(cube, one, setting)) return `${atom.key} is ${is}, but that is called impossible`;
    cube.push(one);
  }
  return null;
}

function wrongImplication(
  held: readonly Formula[],
  policies: readonly CompiledPolicy[],
  { setting, scene }: Asked,
  seen: Seen,
): string | null {
  for (const formula of held) {
    for (const policy of policies.slice(0, 3)) {
      const { yes } = outcomeOf(policy, setting);
      if (!implies(formula, yes, setting)) continue;
      seen.implied += 1;
      if (!holdsIn(yes, scene)) return `an implication is false\n${policy.text}`;
    }
  }
  return null;
}
