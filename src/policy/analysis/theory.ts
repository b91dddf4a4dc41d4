// When literals exclude each other. "Refuted" is a proof; what is not refuted may still be impossible, unless
// there is a witness: a value for every term, on which each test was tried.

import type { Literal } from './formula.ts';
import { orderOf, testValue, valueOn } from './atom.ts';
import type { Test } from './atom.ts';
import { MIN, rangeOf, valuesIn } from './range.ts';
import type { Range } from './range.ts';
import { areDisjoint, isAnything, isWithinPattern, samplesOf } from './pattern-theory.ts';
import type { Domain, Setting } from './setting.ts';
import { CedarSet, isRecord } from '../cedar/value.ts';
import type { Value } from '../cedar/value.ts';

/** Literals that hold together. */
export type Cube = readonly Literal[];

/** Whether a cube that is not refuted stays so with one more literal: false is a proof. */
export function mayHold(cube: Cube, added: Literal, setting: Setting): boolean {
  const { atom, is } = added;
  const isAbsence = (one: Literal): boolean => one.atom.test.kind === 'present' && one.is === 'false';
  for (const known of cube) {
    if (known.atom.key === atom.key && known.is !== is) return false;
    if (isAbsence(known) && needs(added, known.atom.term.text)) return false;
    if (isAbsence(added) && needs(known, atom.term.text)) return false;
  }
  if (isAbsence(added) || is === 'error') return true;
  const { text } = atom.term;
  const about = [...cube.filter((known) => known.atom.term.text === text && known.is !== 'error'), added];
  return !areRefuted(about, setting.domains.get(text) ?? null);
}

function needs({ atom }: Literal, text: string): boolean {
  return atom.needs.some((need) => need.text === text);
}

/** Whether a cube surely holds in some request: every term was given a value that passes its tests. */
export function hasWitness(cube: Cube, setting: Setting): boolean {
  const byTerm = new Map<string, Literal[]>();
  for (const one of cube) {
    const { term, isTotal } = one.atom;
    if (one.is === 'error' || !isTotal || term.path === null || isWhole(one)) return false;
    byTerm.set(term.text, [...(byTerm.get(term.text) ?? []), one]);
  }
  return [...byTerm].every(([text, about]) => witnessOf(about, setting.domains.get(text) ?? null) !== null);
}

/** A record as a whole has a say in the places inside it. */
function isWhole({ atom: { test } }: Literal): boolean {
  return test.kind === 'equal' && isRecord(test.value);
}

interface Split {
  readonly yes: readonly Test[];
  readonly no: readonly Test[];
}

function split(about: readonly Literal[]): Split {
  const tests = (is: string): Test[] => about.filter((one) => one.is === is).map(({ atom }) => atom.test);
  return { yes: tests('true'), no: tests('false') };
}

function areRefuted(about: readonly Literal[], domain: Domain | null): boolean {
  const tests = split(about);
  const listed = listedValues(tests, domain);
  if (listed !== null) return listed.every((value) => isRefutedBy(value, tests));
  const isKind = (kind: Test['kind']): boolean => tests.yes.some((test) => test.kind === kind);
  return patternsRefuted(tests) || (isKind('empty') && isKind('contains'));
}

/** All the values that are left to a term, where there are few; each still has to pass the tests. */
function listedValues(tests: Split, domain: Domain | null): readonly Value[] | null {
  if (domain !== null && 'values' in domain) return domain.values;
  for (const test of tests.yes) if (test.kind === 'equal') return [test.value];
  const range = rangeOf(tests.yes, tests.no, domain);
  if (range === null) return null;
  const holes = tests.no.filter(({ kind }) => kind === 'equal').length;
  return valuesIn(range, holes);
}

function isRefutedBy(value: Value, { yes, no }: Split): boolean {
  return (
    yes.some((test) => testValue(test, value) === false) || no.some((test) => testValue(test, value) === true)
  );
}

function patternsRefuted({ yes, no }: Split): boolean {
  const patterns = (tests: readonly Test[]) =>
    tests.flatMap((test) => (test.kind === 'like' ? [test.pattern] : []));
  const [matched, avoided] = [patterns(yes), patterns(no)];
  if (avoided.some(isAnything)) return true;
  return matched.some(
    (one, index) =>
      matched.slice(index + 1).some((other) => areDisjoint(one, other)) ||
      avoided.some((other) => isWithinPattern(one, other)),
  );
}

/** A value on which every test was tried. Null: whatever it is. */
export interface Witness {
  readonly value: Value | null;
}

/** A witness of a term's literals; null where none was found. */
export function witnessOf(about: readonly Literal[], domain: Domain | null): Witness | null {
  const tests = split(about);
  const kinds = new Set(about.map(({ atom }) => atom.test.kind));
  if (['within', 'is-type', 'holds'].some((kind) => kinds.has(kind as Test['kind']))) {
    // Groups are what somebody puts a principal into; a condition of its own is not looked into.
    return kinds.has('holds') || kinds.has('is-type') ? null : groupWitness(tests);
  }
  if (kinds.size === 1 && kinds.has('present')) return { value: null };
  const passes = (value: Value): boolean =>
    tests.yes.every((test) => testValue(test, value) === true) &&
    tests.no.every((test) => testValue(test, value) === false);
  const value = candidates(tests, domain).find(passes);
  return value === undefined ? null : { value };
}

/** Nobody in particular, put into the groups and out of the others; of somebody in particular nothing. */
function groupWitness({ yes }: Split): Witness | null {
  return yes.every(({ kind }) => kind === 'within' || kind === 'present') ? { value: null } : null;
}

function candidates(tests: Split, domain: Domain | null): readonly Value[] {
  const listed = listedValues(tests, domain);
  if (listed !== null) return listed;
  const all = [...tests.yes, ...tests.no];
  const range: Range | null = rangeOf(tests.yes, tests.no, domain);
  const holes = all.flatMap((test) => (test.kind === 'equal' ? [test.value] : []));
  if (range !== null) return edges(range, holes.length);
  const scale = holes.map(orderOf).find((order) => order !== null)?.scale;
  if (scale !== undefined)
    return holes
      .map((_, index) => index)
      .concat(holes.length)
      .map((amount) => valueOn(scale, amount));
  const elements = tests.yes.flatMap((test) => (test.kind === 'contains' ? [test.value] : []));
  const isSet = all.some(({ kind }) => kind === 'contains' || kind === 'empty');
  if (isSet) return [new CedarSet(elements), new CedarSet(['?'])];
  const patterns = all.flatMap((test) => (test.kind === 'like' ? [test.pattern] : []));
  return [true, false, ...samplesOf(patterns, holes.length)];
}

/** The ends of a range, first the one that somebody set. */
function edges({ scale, min, max }: Range, holes: number): readonly Value[] {
  const steps = Array.from({ length: holes + 1 }, (_, index) => BigInt(index));
  const [up, down] = [steps.map((step) => min + step), steps.map((step) => max - step)];
  const isOpenBelow = min === MIN;
  const amounts = isOpenBelow ? [...down, ...up] : [...up, ...down];
  return amounts.map((amount) => valueOn(scale, longFor(amount)));
}

function longFor(amount: bigint): number | bigint {
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : amount;
}
