// What each operator does with values that are there. A wrong type is a failure, never a conversion.

import { Datetime, Duration } from './datetime.ts';
import type { EntityStore } from './entity-store.ts';
import { MISSING, WRONG_TYPE } from './failure.ts';
import { add, isLong, multiply, negate, subtract } from './long.ts';
import type { Long } from './long.ts';
import { CedarSet, EntityUid, equals, isRecord } from './value.ts';
import type { CedarRecord, Value } from './value.ts';

export type Unary = (value: Value) => Value;
export type Binary = (left: Value, right: Value, entities: EntityStore) => Value;

export const UNARY: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ['!', (value) => !asBoolean(value)],
  ['neg', (value) => negate(asLong(value))],
  ['isEmpty', (value) => asSet(value).elements.length === 0],
]);

export const BINARY: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['==', equals],
  ['!=', (left, right) => !equals(left, right)],
  ['<', (left, right) => order(left, right, (a, b) => a < b)],
  ['<=', (left, right) => order(left, right, (a, b) => a <= b)],
  ['>', (left, right) => order(left, right, (a, b) => a > b)],
  ['>=', (left, right) => order(left, right, (a, b) => a >= b)],
  ['+', (left, right) => add(asLong(left), asLong(right))],
  ['-', (left, right) => subtract(asLong(left), asLong(right))],
  ['*', (left, right) => multiply(asLong(left), asLong(right))],
  ['in', (left, right, entities) => isIn(asEntity(left), right, entities)],
  ['contains', (left, right) => asSet(left).has(right)],
  ['containsAll', (left, right) => every(asSet(left).keys, asSet(right).keys)],
  ['containsAny', (left, right) => some(asSet(left).keys, asSet(right).keys)],
  ['getTag', (left, right, entities) => tag(asEntity(left), asString(right), entities)],
  ['hasTag', (left, right, entities) => hasTag(asEntity(left), asString(right), entities)],
]);

export function asBoolean(value: Value): boolean {
  if (typeof value !== 'boolean') throw WRONG_TYPE;
  return value;
}

export function asString(value: Value): string {
  if (typeof value !== 'string') throw WRONG_TYPE;
  return value;
}

export function asEntity(value: Value): EntityUid {
  if (!(value instanceof EntityUid)) throw WRONG_TYPE;
  return value;
}

function asLong(value: Value): Long {
  if (!isLong(value)) throw WRONG_TYPE;
  return value;
}

function asSet(value: Value): CedarSet {
  if (!(value instanceof CedarSet)) throw WRONG_TYPE;
  return value;
}

/** `value.name`: an attribute of a record or of an entity that is there. */
export function attribute(value: Value, name: string, entities: EntityStore): Value {
  const record = value instanceof EntityUid ? entities.get(value.key)?.attributes : asRecord(value);
  return own(record, name);
}

/** `value has name`: an entity that is not there has nothing. */
export function hasAttribute(value: Value, name: string, entities: EntityStore): boolean {
  const record = value instanceof EntityUid ? entities.get(value.key)?.attributes : asRecord(value);
  return record !== undefined && Object.hasOwn(record, name);
}

function asRecord(value: Value): CedarRecord {
  if (!isRecord(value)) throw WRONG_TYPE;
  return value;
}

function tag({ key }: EntityUid, name: string, entities: EntityStore): Value {
  return own(entities.get(key)?.tags, name);
}

function hasTag({ key }: EntityUid, name: string, entities: EntityStore): boolean {
  const tags = entities.get(key)?.tags;
  return tags !== undefined && Object.hasOwn(tags, name);
}

function own(record: CedarRecord | undefined, name: string): Value {
  const value = record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
  if (value === undefined) throw MISSING;
  return value;
}

/** Whether an entity is one of these or below one of them. */
export function isIn(uid: EntityUid, target: Value, entities: EntityStore): boolean {
  const isWithin = ({ key }: EntityUid): boolean => key === uid.key || entities.ancestors(uid.key).has(key);
  if (!(target instanceof CedarSet)) return isWithin(asEntity(target));
  return target.elements.map(asEntity).some(isWithin);
}

/** Integers, points in time and durations have an order, each among themselves. */
function order(left: Value, right: Value, holds: (left: Long, right: Long) => boolean): boolean {
  if (isLong(left) && isLong(right)) return holds(left, right);
  const isTime = left instanceof Datetime && right instanceof Datetime;
  if (!isTime && !(left instanceof Duration && right instanceof Duration)) throw WRONG_TYPE;
  return holds(left.ms, right.ms);
}

function every(keys: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  for (const key of wanted) if (!keys.has(key)) return false;
  return true;
}

function some(keys: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  for (const key of wanted) if (keys.has(key)) return true;
  return false;
}
