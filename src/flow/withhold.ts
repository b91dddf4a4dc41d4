// What is to be taken out of a value is taken out wherever it stands, or the value is not given at all.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Obligation } from '../kernel/policy.ts';

/** What a result is changed by. */
export interface Cut {
  /** JSON pointers (RFC 6901) from the value's root; `*` is every member. */
  readonly pointers: readonly (readonly string[])[];
  /** Names of members at any depth, in lower case. */
  readonly names: ReadonlySet<string>;
  /** No list is longer. */
  readonly rows: number;
  /** What stands there instead; absent: nothing does. */
  readonly mark?: string;
}

/** Null where no obligation changes a result. */
export function cutOf(obligations: readonly Obligation[]): Cut | null {
  const fields = obligations.flatMap((one) => (one.kind === 'redact' ? one.fields : []));
  const rows = obligations.flatMap((one) => (one.kind === 'cap-rows' ? [one.rows] : []));
  if (fields.length === 0 && rows.length === 0) return null;
  return {
    pointers: fields.filter(isPointer).map(partsOf),
    names: new Set(fields.filter((field) => !isPointer(field)).map((name) => name.toLowerCase())),
    rows: Math.min(Number.POSITIVE_INFINITY, ...rows),
  };
}

function isPointer(field: string): boolean {
  return field.startsWith('/');
}

/** The steps of a JSON pointer (RFC 6901 §4). */
export function partsOf(pointer: string): string[] {
  const parts = pointer.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value without the fields, its lists cut short. A pointer counts the items as they came. */
export function cutValue(value: Json, cut: Cut): Json {
  return cutAt(value, cut, cut.pointers);
}

function cutAt(value: Json, cut: Cut, pointers: Cut['pointers']): Json {
  if (typeof value === 'string') return cutWords(value, cut, pointers);
  if (typeof value !== 'object' || value === null) return value;
  const left = (name: string): Cut['pointers'] =>
    pointers.flatMap(([first, ...rest]) => (first === name || first === '*' ? [rest] : []));
  const isOut = (name: string): boolean => left(name).some(({ length }) => length === 0);
  const instead = cut.mark === undefined ? [] : [cut.mark];
  if (isList(value)) {
    const items = value.flatMap((item, index) =>
      isOut(String(index)) ? instead : [cutAt(item, cut, left(String(index)))],
    );
    return items.slice(0, cut.rows);
  }
  const members = Object.entries(value).flatMap(([name, member]) => {
    const isGone = cut.names.has(name.toLowerCase()) || isOut(name);
    return (isGone ? instead : [cutAt(member, cut, left(name))]).map((one) => [name, one] as const);
  });
  return Object.fromEntries(members);
}

/** A text that is JSON is cut as what it says, and stays a text; words are left as they are. */
function cutWords(text: string, cut: Cut, pointers: Cut['pointers']): string {
  const value = readJson(text);
  const says = typeof value === 'string' || isStructured(value);
  return says ? JSON.stringify(cutAt(value, cut, pointers)) : text;
}

/** The text of a JSON object or list, cut; null for any other text: what it says cannot be told apart. */
export function cutText(text: string, cut: Cut): string | null {
  const value = readJson(text);
  return isStructured(value) ? JSON.stringify(cutValue(value, cut)) : null;
}

/** Whether it is a text that does not say a JSON object or list. */
export function isWords(value: Json | undefined): boolean {
  return typeof value === 'string' && !isStructured(readJson(value));
}

function isStructured(value: Json): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null;
}

/** What a text that is JSON says; null for any other. */
export function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
