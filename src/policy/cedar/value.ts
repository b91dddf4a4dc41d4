// Values of Cedar and when two are equal. A canonical key decides for what is not a scalar, so that sets
// compare in linear time whatever they hold.

import type { Long } from './long.ts';

export type Value = boolean | string | Long | EntityUid | CedarSet | Extension | CedarRecord;

/** A plain object; only its own properties are attributes. */
export interface CedarRecord {
  readonly [name: string]: Value;
}

export class EntityUid {
  readonly type: string;
  readonly id: string;
  /** Equal for equal uids only: a type's name has no quote in it. */
  readonly key: string;

  constructor(type: string, id: string) {
    this.type = type;
    this.id = id;
    this.key = `${type}::"${id}"`;
  }
}

/** A decimal, IP address, datetime or duration. */
export abstract class Extension {
  /** Equal for equal values of one type only. */
  abstract readonly key: string;
}

export class CedarSet {
  readonly elements: readonly Value[];
  #keys: ReadonlySet<string> | null = null;

  /** @param elements may hold equal ones. */
  constructor(elements: readonly Value[]) {
    this.elements = elements;
  }

  /** The canonical keys of the elements. */
  get keys(): ReadonlySet<string> {
    this.#keys ??= new Set(this.elements.map(keyOf));
    return this.#keys;
  }

  has(value: Value): boolean {
    return this.keys.has(keyOf(value));
  }
}

export function isRecord(value: Value): value is CedarRecord {
  if (typeof value !== 'object') return false;
  // Nearly all are plain, and that is soonest asked.
  return (
    Object.getPrototypeOf(value) === Object.prototype ||
    !(value instanceof EntityUid || value instanceof CedarSet || value instanceof Extension)
  );
}

export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  return typeof left === 'object' && typeof right === 'object' && keyOf(left) === keyOf(right);
}

/** Equal keys mean equal values and the other way round, across all types. */
export function keyOf(value: Value): string {
  if (typeof value === 'string') return `s${value.length}:${value}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object') return `n${value}`;
  if (value instanceof EntityUid) return `e${value.key.length}:${value.key}`;
  if (value instanceof Extension) return value.key;
  if (value instanceof CedarSet) return `[${[...value.keys].toSorted().join(',')}]`;
  const entries = Object.entries(value).map(([name, inner]) => `${name.length}:${name}=${keyOf(inner)}`);
  return `{${entries.toSorted().join(',')}}`;
}
