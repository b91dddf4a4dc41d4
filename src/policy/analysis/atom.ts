// An atom is one test of one term, in a canonical form: two ways to write the same test are one atom.

import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { Datetime, Duration } from '../cedar/datetime.ts';
import { Decimal } from '../cedar/decimal.ts';
import { isLong } from '../cedar/long.ts';
import type { Long } from '../cedar/long.ts';
import { compilePattern } from '../cedar/pattern.ts';
import { CedarSet, EntityUid, keyOf } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';
import type { Term } from './term.ts';

/** What values of an order are counted in: integers, ten-thousandths, milliseconds. */
export type Scale = 'long' | 'decimal' | 'datetime' | 'duration';

export type Test =
  | { readonly kind: 'present' }
  | { readonly kind: 'equal'; readonly value: Value }
  | { readonly kind: 'at-most'; readonly scale: Scale; readonly bound: bigint }
  | { readonly kind: 'like'; readonly pattern: readonly PatternElem[] }
  | { readonly kind: 'contains'; readonly value: Value }
  | { readonly kind: 'empty' }
  | { readonly kind: 'within'; readonly uid: EntityUid }
  | { readonly kind: 'is-type'; readonly type: string }
  /** The term is a condition by itself, of which nothing more is known. */
  | { readonly kind: 'holds' };

export interface Atom {
  /** Equal for equal atoms within one setting. */
  readonly key: string;
  readonly term: Term;
  readonly test: Test;
  /** The optional places without which it fails, the outermost first. */
  readonly needs: readonly Term[];
  /** Whether it is true or false wherever all it needs is there. */
  readonly isTotal: boolean;
}

export function atomOf(term: Term, test: Test): Atom {
  const { text, isTotal } = term;
  const isSelf = test.kind === 'present';
  const needs = isSelf ? term.needs.filter((need) => need.text !== text) : term.needs;
  return { key: `${text} ${keyOfTest(test)}`, term, test, needs, isTotal };
}

/** Whether an optional place is there. */
export function presenceOf(term: Term): Atom {
  return atomOf(term, { kind: 'present' });
}

function keyOfTest(test: Test): string {
  switch (test.kind) {
    case 'equal':
    case 'contains':
      return `${test.kind} ${keyOf(test.value)}`;
    case 'at-most':
      return `at-most ${test.scale} ${test.bound}`;
    case 'like':
      return `like ${JSON.stringify(test.pattern)}`;
    case 'within':
      return `within ${test.uid.key}`;
    case 'is-type':
      return `is-type ${test.type}`;
    default:
      return test.kind;
  }
}

/** What a test says of a value; null where the value alone does not decide it. */
export function testValue(test: Test, value: Value): boolean | null {
  switch (test.kind) {
    case 'present':
      return true;
    case 'equal':
      return keyOf(test.value) === keyOf(value);
    case 'at-most': {
      const ordered = orderOf(value);
      return ordered?.scale === test.scale ? ordered.amount <= test.bound : null;
    }
    case 'like':
      return typeof value === 'string' ? compilePattern(test.pattern)(value) : null;
    case 'contains':
      return value instanceof CedarSet ? value.has(test.value) : null;
    case 'empty':
      return value instanceof CedarSet ? value.elements.length === 0 : null;
    case 'within':
      return value instanceof EntityUid && value.key === test.uid.key ? true : null;
    case 'is-type':
      return value instanceof EntityUid ? value.type === test.type : null;
    case 'holds':
      return null;
  }
}

/** A value of an order as a whole number on its scale. */
export function orderOf(value: Value): { readonly scale: Scale; readonly amount: bigint } | null {
  if (isLong(value)) return { scale: 'long', amount: BigInt(value) };
  if (value instanceof Decimal) return { scale: 'decimal', amount: BigInt(value.tenThousandths) };
  if (value instanceof Datetime) return { scale: 'datetime', amount: BigInt(value.ms) };
  if (value instanceof Duration) return { scale: 'duration', amount: BigInt(value.ms) };
  return null;
}

export function valueOn(scale: Scale, amount: Long): Value {
  switch (scale) {
    case 'long':
      return amount;
    case 'decimal':
      return new Decimal(amount);
    case 'datetime':
      return new Datetime(amount);
    case 'duration':
      return new Duration(amount);
  }
}
