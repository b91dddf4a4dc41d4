// Cedar's integers are exact to 64 bits. A number is used while it is exact, a bigint beyond: never both for
// one value, so that equal values are identical.

import { OVERFLOW } from './failure.ts';

/** A safe integer as a number; any other 64-bit integer as a bigint. */
export type Long = number | bigint;

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

export function isLong(value: unknown): value is Long {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** The one form of an integer; null where it has more than 64 bits. */
export function longOf(value: bigint): Long | null {
  if (value < MIN || value > MAX) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function exact(value: bigint): Long {
  const long = longOf(value);
  if (long === null) throw OVERFLOW;
  return long;
}

// A result that is safe as a number is exact, for an inexact one would be rounded to 2^53 or beyond.

/** Throws OVERFLOW beyond 64 bits; so do the others. */
export function add(left: Long, right: Long): Long {
  const sum = Number(left) + Number(right);
  return Number.isSafeInteger(sum) && bothNumbers(left, right) ? sum : exact(BigInt(left) + BigInt(right));
}

export function subtract(left: Long, right: Long): Long {
  const difference = Number(left) - Number(right);
  const isExact = Number.isSafeInteger(difference) && bothNumbers(left, right);
  return isExact ? difference : exact(BigInt(left) - BigInt(right));
}

export function multiply(left: Long, right: Long): Long {
  const product = Number(left) * Number(right);
  const isExact = Number.isSafeInteger(product) && bothNumbers(left, right);
  // The sum turns -0 into 0.
  return isExact ? product + 0 : exact(BigInt(left) * BigInt(right));
}

export function negate(value: Long): Long {
  return subtract(0, value);
}

/** Quotient, rounded towards zero. */
export function divide(value: Long, divisor: number): Long {
  return typeof value === 'number' ? Math.trunc(value / divisor) + 0 : exact(value / BigInt(divisor));
}

/** Remainder that is never negative. */
export function modulo(value: Long, divisor: number): number {
  const remainder = typeof value === 'number' ? value % divisor : Number(value % BigInt(divisor));
  return remainder < 0 ? remainder + divisor : remainder + 0;
}

function bothNumbers(left: Long, right: Long): boolean {
  return typeof left === 'number' && typeof right === 'number';
}
