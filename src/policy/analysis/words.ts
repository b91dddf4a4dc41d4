// Literals in words: as close to Cedar as people who write policies expect, and true to what they mean.

import { Datetime, Duration } from '../cedar/datetime.ts';
import { Decimal } from '../cedar/decimal.ts';
import type { Long } from '../cedar/long.ts';
import { CedarSet, EntityUid, Extension } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';
import { valueOn } from './atom.ts';
import type { Atom } from './atom.ts';
import type { Literal } from './formula.ts';
import type { Cube } from './theory.ts';

/** Writes a value of a policy or a request; whoever may not see some writes those in another way. */
export type Show = (value: Value) => string;

export function wordsOf({ atom, is }: Literal): string {
  if (is === 'error') return `${atom.term.text} cannot be evaluated`;
  return is === 'true' ? affirmed(atom) : denied(atom);
}

/** All literals of a cube, what is about the principal first; null where there are none. */
export function wordsOfCube(cube: Cube): string | null {
  const rank = ({ atom }: Literal): number => (atom.term.text.startsWith('principal') ? 0 : 1);
  const sorted = cube.toSorted((a, b) => rank(a) - rank(b));
  const excluded = new Map<string, string[]>();
  for (const { lead, name } of sorted.flatMap((one) => exclusionOf(one) ?? [])) {
    const names = excluded.get(lead) ?? [];
    names.push(name);
    excluded.set(lead, names);
  }
  const words = sorted.map((one) => {
    const lead = exclusionOf(one)?.lead ?? '';
    const names = excluded.get(lead) ?? [];
    return names.length < SEVERAL ? wordsOf(one) : `${lead} ${listOf(names)}`;
  });
  return words.length === 0 ? null : [...new Set(words)].join(' and ');
}

/** So many exclusions of one term are told as one. */
const SEVERAL = 3;

/** What a literal rules out by its name; null where it does no such thing. */
function exclusionOf({ atom: { term, test }, is }: Literal): { lead: string; name: string } | null {
  if (is !== 'false') return null;
  if (test.kind === 'within') return { lead: `the ${term.text} is in none of`, name: showValue(test.uid) };
  if (test.kind !== 'equal' || test.value === true) return null;
  return { lead: `${term.text} is none of`, name: showValue(test.value) };
}

/** All of a few; of many the first and how many more. */
export function listOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more < 2 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}

const MOST_NAMES = 6;

function affirmed({ term: { text }, test }: Atom): string {
  switch (test.kind) {
    case 'present':
      return `${text} is given`;
    case 'equal':
      return test.value === true ? text : `${text} == ${showValue(test.value)}`;
    case 'at-most':
      return `${text} <= ${showBound(test)}`;
    case 'like':
      return `${text} like ${patternText(test.pattern)}`;
    case 'contains':
      return `${text} contains ${showValue(test.value)}`;
    case 'empty':
      return `${text} is empty`;
    case 'within':
      return `the ${text} is in ${showValue(test.uid)}`;
    case 'is-type':
      return `${text} is ${test.type}`;
    case 'holds':
      return text;
  }
}

function denied(atom: Atom): string {
  const { test, term } = atom;
  const { text } = term;
  switch (test.kind) {
    case 'present':
      return `${text} is absent`;
    case 'equal':
      return test.value === true ? `${text} is false` : `${text} != ${showValue(test.value)}`;
    case 'at-most':
      return `${text} > ${showBound(test)}`;
    case 'like':
      return `${text} not like ${patternText(test.pattern)}`;
    case 'contains':
      return `${text} does not contain ${showValue(test.value)}`;
    case 'empty':
      return `${text} is not empty`;
    case 'within':
      return `the ${text} is not in ${showValue(test.uid)}`;
    case 'is-type':
      return `${text} is no ${test.type}`;
    case 'holds':
      return `not (${text})`;
  }
}

function showBound({ scale, bound }: Extract<Atom['test'], { kind: 'at-most' }>): string {
  const number = Number(bound);
  return showValue(valueOn(scale, Number.isSafeInteger(number) ? number : bound));
}

function patternText(pattern: Extract<Atom['test'], { kind: 'like' }>['pattern']): string {
  return JSON.stringify(pattern.map((part) => (part === 'Wildcard' ? '*' : part.Literal)).join(''));
}

export function showValue(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof EntityUid) return `${value.type}::${JSON.stringify(value.id)}`;
  if (value instanceof Decimal) return decimalText(value.tenThousandths);
  if (value instanceof Datetime) return `datetime(${value.ms} ms)`;
  if (value instanceof Duration) return `duration(${value.ms} ms)`;
  if (value instanceof CedarSet) return `[${value.elements.map(showValue).join(', ')}]`;
  if (value instanceof Extension) return value.key;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}: ${showValue(inner)}`)
    .join(', ')}}`;
}

/** Ten-thousandths without needless zeros. */
function decimalText(amount: Long): string {
  const digits = (amount < 0 ? -BigInt(amount) : BigInt(amount)).toString().padStart(5, '0');
  const fraction = digits.slice(-4).replace(/0+$/, '');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}`;
}
