// The interval that comparisons leave to a term, on the whole numbers of its scale: 64 bits, both ends in.

import { longOf } from '../cedar/long.ts';
import { valueOn } from './atom.ts';
import type { Scale, Test } from './atom.ts';
import type { Value } from '../cedar/value.ts';
import type { Domain } from './setting.ts';

export interface Range {
  readonly scale: Scale;
  readonly min: bigint;
  readonly max: bigint;
}

export const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** Null where nothing says that the term has an order. An empty interval has its ends crossed. */
export function rangeOf(yes: readonly Test[], no: readonly Test[], domain: Domain | null): Range | null {
  let range: Range | null =
    domain !== null && 'min' in domain ? { scale: 'long', min: domain.min, max: domain.max } : null;
  const within = (scale: Scale, min: bigint, max: bigint): void => {
    const known = range ?? { scale, min: MIN, max: MAX };
    range = {
      scale,
      min: min > known.min ? min : known.min,
      max: max < known.max ? max : known.max,
    };
  };
  for (const test of yes) if (test.kind === 'at-most') within(test.scale, MIN, test.bound);
  for (const test of no) if (test.kind === 'at-most') within(test.scale, test.bound + 1n, MAX);
  return range;
}

/** The values of an interval where they are at most one more than the holes in it; else null. */
export function valuesIn({ scale, min, max }: Range, holes: number): readonly Value[] | null {
  if (max - min > BigInt(holes)) return null;
  const values: Value[] = [];
  for (let amount = min; amount <= max; amount += 1n) {
    const long = longOf(amount);
    if (long !== null) values.push(valueOn(scale, long));
  }
  return values;
}
