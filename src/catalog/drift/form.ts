// What a value may be is a list of forms: it is looser where a new form is within none of the old ones.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { listOf } from '../member.ts';

/** One way a value may be. A null bounds nothing. */
export interface Form {
  readonly types: ReadonlySet<string> | null;
  /** Allowed values as JSON in small letters: case is wording. */
  readonly values: ReadonlySet<string> | null;
  /** By keyword. */
  readonly bounds: ReadonlyMap<string, number>;
  /** What else holds, such as its format. */
  readonly facts: ReadonlySet<string>;
}

export const ANY: Form = { types: null, values: null, bounds: new Map(), facts: new Set() };
export const NOTHING: Form = { ...ANY, values: new Set() };

const CEILINGS = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'];
const FLOORS = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'];
const BOUNDS = [...CEILINGS, ...FLOORS];
const FACTS = ['format', 'multipleOf', 'uniqueItems'];

/** Whether a form says what the keyword says; a bound that is no number is none. */
export function isRead(keyword: string, value: Json): boolean {
  if (BOUNDS.includes(keyword)) return typeof value === 'number';
  return ['type', 'enum', 'const', ...FACTS].includes(keyword);
}

/** Of the keywords that a schema has itself. @param write JSON, the same for the same value */
export function formOf(schema: JsonObject, write: (value: Json) => string): Form {
  const types = typeof schema['type'] === 'string' ? [schema['type']] : listOf(schema['type']);
  const allowed = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  const bounds = BOUNDS.flatMap((keyword): [string, number][] => {
    const value = schema[keyword];
    return typeof value === 'number' ? [[keyword, value]] : [];
  });
  const facts = FACTS.flatMap((keyword) =>
    schema[keyword] === undefined || schema[keyword] === false ? [] : `${keyword}: ${write(schema[keyword])}`,
  );
  return {
    types: types.length === 0 ? null : new Set(types.map(String)),
    values: Array.isArray(allowed) ? new Set(listOf(allowed).map((one) => write(one).toLowerCase())) : null,
    bounds: new Map(bounds),
    facts: new Set(facts),
  };
}

/** What both allow. */
export function bothOf(a: Form, b: Form): Form {
  const bounds = new Map(a.bounds);
  for (const [keyword, bound] of b.bounds) {
    const known = bounds.get(keyword) ?? bound;
    bounds.set(keyword, CEILINGS.includes(keyword) ? Math.min(known, bound) : Math.max(known, bound));
  }
  return {
    types: narrower(a.types, b.types, isOfType),
    values: narrower(a.values, b.values, (all, one) => all.has(one)),
    bounds,
    facts: new Set([...a.facts, ...b.facts]),
  };
}

function narrower(
  a: ReadonlySet<string> | null,
  b: ReadonlySet<string> | null,
  has: (all: ReadonlySet<string>, one: string) => boolean,
): ReadonlySet<string> | null {
  if (a === null || b === null) return a ?? b;
  return new Set([...[...a].filter((one) => has(b, one)), ...[...b].filter((one) => has(a, one))]);
}

function isOfType(types: ReadonlySet<string>, type: string): boolean {
  return types.has(type) || (type === 'integer' && types.has('number'));
}

/** In what ways some new form allows more than each of the old ones; empty where none does. */
export function looserWays(before: readonly Form[], after: readonly Form[]): string[] {
  const ways = after.map((form) => {
    const beside = before.map((known) => waysBeyond(known, form));
    return beside.reduce((best, one) => (one.length < best.length ? one : best), beside[0] ?? []);
  });
  return [...new Set(ways.flat())];
}

/** Whether values are allowed that were not; `unlisted`: any are. */
export function hasOtherValues(
  before: readonly Form[],
  after: readonly Form[],
  how: 'other' | 'unlisted',
): boolean {
  return after.some(({ values: now }) =>
    before.every(
      ({ values }) => values !== null && (now === null || (how === 'other' && isWidened(values, now))),
    ),
  );
}

function waysBeyond(before: Form, after: Form): string[] {
  if (after.types?.size === 1 && after.types.has('null')) return [];
  const isListed = before.values !== null && !isWidened(before.values, after.values);
  return [
    ...(!isListed && isOtherType(before.types, after.types) ? ['of other types'] : []),
    ...(before.values !== null && !isListed ? ['beyond the values listed'] : []),
    ...Array.from(before.bounds)
      .filter(([keyword, bound]) => isBeyond(keyword, bound, after.bounds.get(keyword)))
      .map(([keyword]) => `beyond its ${keyword}`),
    ...[...before.facts]
      .filter((fact) => !after.facts.has(fact))
      .map((fact) => `without its ${fact.split(':')[0]}`),
  ];
}

function isWidened(before: ReadonlySet<string>, after: ReadonlySet<string> | null): boolean {
  return after === null || [...after].some((one) => !before.has(one) && one !== 'null');
}

function isOtherType(before: ReadonlySet<string> | null, after: ReadonlySet<string> | null): boolean {
  if (before === null) return false;
  return after === null || [...after].some((type) => type !== 'null' && !isOfType(before, type));
}

function isBeyond(keyword: string, before: number, after: number | undefined): boolean {
  if (after === undefined) return true;
  return CEILINGS.includes(keyword) ? after > before : after < before;
}
