// An argument that chooses an operation makes one tool many: it may do what any of its choices does.

import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { effectsOf } from './effects.ts';
import type { Field } from './fields.ts';
import { namePhrases } from './phrase.ts';
import type { Surroundings } from './surroundings.ts';

const NAMED_FOR_OPERATIONS =
  /^(?:action|method|operation|op|command|cmd|mode|verb|(?:operation|action)_?type)$/i;

export interface Selector {
  readonly claims: readonly Claim[];
  readonly because: string;
  /** Whether the argument is named for an operation. */
  readonly isOperation: boolean;
  /** Whether every choice says what it does. */
  readonly isPlain: boolean;
}

/** The first argument whose choices are operations; a choice that says nothing is `unknown`. */
export function readSelector(fields: readonly Field[], surroundings: Surroundings): Selector | null {
  for (const { name, choices } of fields) {
    if (choices.length === 0) continue;
    const isOperation = NAMED_FOR_OPERATIONS.test(name);
    const found = choices.map((choice) =>
      namePhrases(choice, surroundings)
        // `created` and `updated` are what something is sorted by.
        .filter(({ word, plain }) => isOperation || word === plain)
        .flatMap((one) => effectsOf(one)),
    );
    const telling = found.filter((effects) => effects.length > 0).length;
    // Where hardly any is a verb they choose an object, not an operation.
    if (telling * 2 < choices.length || (!isOperation && telling < 2)) continue;
    const claims = choices.flatMap((choice, index) => {
      const effects = found[index] ?? [];
      return claimsOf(effects.length === 0 ? ['unknown'] : effects, `${name} may be "${choice}"`);
    });
    const because = `${name} chooses what it does`;
    return { claims, because, isOperation, isPlain: telling === choices.length };
  }
  return null;
}
