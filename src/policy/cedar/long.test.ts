import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EvaluationFailure } from './failure.ts';
import { add, divide, longOf, modulo, multiply, negate, subtract } from './long.ts';
import type { Long } from './long.ts';

const MAX = 2n ** 63n - 1n;
const EDGES = [0n, 1n, 2n ** 26n, 2n ** 31n, 2n ** 53n, 2n ** 62n, MAX];

/** Any 64-bit integer, and those around which mistakes are made. */
const integer = fc.oneof(
  fc.bigInt({ min: -MAX - 1n, max: MAX }),
  fc
    .tuple(fc.constantFrom(...EDGES), fc.bigInt({ min: -2n, max: 2n }), fc.boolean())
    .map(([edge, shift, isNegative]) => (isNegative ? -(edge + shift) : edge + shift))
    .filter((value) => value <= MAX && value >= -MAX - 1n),
);

function orOverflow(compute: () => Long): Long | 'overflow' {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationFailure) return error.code as 'overflow';
    throw error;
  }
}

const long = (value: bigint): Long | 'overflow' => longOf(value) ?? 'overflow';

test('arithmetic is exact to 64 bits, and beyond them it fails', () => {
  fc.assert(
    fc.property(integer, integer, (left, right) => {
      const [a, b] = [long(left) as Long, long(right) as Long];
      expect(orOverflow(() => add(a, b))).toBe(long(left + right));
      expect(orOverflow(() => subtract(a, b))).toBe(long(left - right));
      expect(orOverflow(() => multiply(a, b))).toBe(long(left * right));
      expect(orOverflow(() => negate(a))).toBe(long(-left));
      expect(a < b).toBe(left < right);
      expect(a === b).toBe(left === right);
    }),
    { numRuns: 2000 },
  );
});

test('division rounds towards zero and remainders are never negative', () => {
  fc.assert(
    fc.property(integer, fc.constantFrom(1000, 60_000, 86_400_000), (value, divisor) => {
      const big = BigInt(divisor);
      expect(divide(long(value) as Long, divisor)).toBe(long(value / big));
      expect(BigInt(modulo(long(value) as Long, divisor))).toBe(((value % big) + big) % big);
    }),
  );
});

test('no result is negative zero', () => {
  for (const zero of [multiply(0, -1), negate(0), divide(-1, 1000), modulo(-1000, 1000), add(-1, 1)]) {
    expect(zero).toBe(0);
  }
});
