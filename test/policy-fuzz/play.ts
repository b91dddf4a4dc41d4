// Plays cases from seeds, makes the first that fails small, and says how to play it again.

import { Arbitrary, check, property, stream, Value } from 'fast-check';
import type { Random, Stream } from 'fast-check';
import { diceOf } from './dice.ts';
import type { Dice } from './dice.ts';
import { smaller } from './smaller.ts';

const only = process.env['HOLDPOINT_SEED'];
const length = process.env['HOLDPOINT_FUZZ'];

/** Seeds of this run: those that every run plays, or the one asked for. */
export const SEEDS: readonly number[] = only === undefined ? [1, 2] : [Number(only)];

/** How many cases each seed plays. */
export function lengthOf(usual: number): number {
  return length === undefined ? usual : Number(length);
}

class Drafts<Draft> extends Arbitrary<Draft> {
  readonly #make: (dice: Dice) => Draft;

  constructor(make: (dice: Dice) => Draft) {
    super();
    this.#make = make;
  }

  generate(random: Random): Value<Draft> {
    return new Value(this.#make(diceOf((min, max) => random.nextInt(min, max))), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Draft {
    return typeof value === 'object';
  }

  shrink(value: Draft): Stream<Value<Draft>> {
    return stream(smaller(value)).map((draft) => new Value(draft, undefined));
  }
}

/**
 * Fails with the smallest case found that `differs`, as it prints.
 *
 * @param differs null where the two agree, else what to tell
 */
export function play<Draft extends object>(
  seed: number,
  numRuns: number,
  make: (dice: Dice) => Draft,
  differs: (draft: Draft) => string | null,
): void {
  const made = new WeakSet<Draft>();
  const drafts = new Drafts((dice) => {
    const draft = make(dice);
    made.add(draft);
    return draft;
  });
  const agree = (draft: Draft): boolean => {
    try {
      return differs(draft) === null;
    } catch (error) {
      // What was made smaller may be malformed; then it tells nothing.
      if (made.has(draft)) throw error;
      return true;
    }
  };
  const result = check(property(drafts, agree), { seed, numRuns });
  if (!result.failed) return;
  const [draft] = result.counterexample ?? [];
  const replay = `HOLDPOINT_SEED=${seed} HOLDPOINT_FUZZ=${result.numRuns}`;
  const told = draft === undefined ? '' : differs(draft);
  throw new Error(`seed ${seed}, case ${result.numRuns} (${replay})\n${told}`, {
    cause: result.errorInstance,
  });
}
