// How sure a classification is: by how many kinds of evidence agree.

import type { Effect } from '../../kernel/effect.ts';
import { effectsOf } from './effects.ts';
import type { Openings, Primary } from './primary.ts';

const UNKNOWN = 0.1;
/** A program, a generic request or a choice of operations says plainly what may happen. */
const STRUCTURAL = 0.9;
const SURE_NAME = 0.85;
const DOUBTFUL_NAME = 0.55;
const DESCRIPTION = 0.7;
/** Name and description say the same. */
const AGREED = 0.1;

/** @returns 0 (nothing is known) to 1 */
export function confidenceOf(effect: Effect, primary: Primary | null, { first }: Openings): number {
  if (effect === 'unknown') return UNKNOWN;
  if (primary === null || primary.effects[0] !== effect) return STRUCTURAL;
  if (primary.phrase === first) return DESCRIPTION;
  const base = primary.phrase.verb.sure ? SURE_NAME : DOUBTFUL_NAME;
  const agrees = first !== null && effectsOf(first)[0] === effect;
  return Number((base + (agrees ? AGREED : 0)).toFixed(2));
}
