// A value gets the Cedar type its schema declares, or none: Cedar never sees one of another type.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Attribute, CedarType, RecordType } from './cedar-type.ts';
import { isWellFormed } from './well-formed.ts';

/** The arguments as Cedar sees them. */
export interface MappedInput {
  /** Cedar's JSON form; null where a required argument is missing or does not fit its declared type. */
  readonly value: JsonObject | null;
  /** Names of arguments that were given, are declared and could not be taken over. */
  readonly dropped: ReadonlySet<string>;
}

/** The largest whole number whose every four-digit fraction is a Cedar decimal. */
const MAX_DECIMAL = 922_337_203_685_476;
const FOUR_DIGITS = /^-?\d+(\.\d{1,4})?$/;

/** Maps the arguments of a call to the type that `inputType` gave its tool. */
export function mapInput(type: RecordType, input: Json | undefined): MappedInput {
  const dropped = new Set<string>();
  const value = mapRecord(type, input, dropped) ?? null;
  return { value, dropped };
}

function mapRecord(type: RecordType, value: Json | undefined, dropped: Set<string>): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as JsonObject;
  // No declared name has a meaning of its own, such as `__proto__`: see map-type.ts.
  const record: { [name: string]: Json } = {};
  for (const name in type.attributes) {
    const attribute = type.attributes[name] as Attribute;
    const argument = Object.hasOwn(given, name) ? given[name] : undefined;
    const mapped = mapValue(attribute, argument, dropped);
    if (mapped !== undefined) record[name] = mapped;
    else if (attribute.required) return undefined;
    else if (argument !== undefined && argument !== null) dropped.add(name);
  }
  return record;
}

function mapValue(type: CedarType, value: Json | undefined, dropped: Set<string>): Json | undefined {
  switch (type.type) {
    case 'String':
      return typeof value === 'string' && isWellFormed(value) ? value : undefined;
    case 'Long':
      // The sum turns -0 into 0.
      return Number.isSafeInteger(value) ? (value as number) + 0 : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Extension':
      return typeof value === 'number' ? decimalOf(value) : undefined;
    case 'Set':
      return mapSet(type.element, value, dropped);
    case 'Record':
      return mapRecord(type, value, dropped);
  }
}

function mapSet(element: CedarType, value: Json | undefined, dropped: Set<string>): Json | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = (value as readonly Json[]).map((item) => mapValue(element, item, dropped));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** Never rounded: a rounded amount could pass a bound that the amount itself breaks. */
function decimalOf(value: number): Json | undefined {
  const text = String(value);
  if (!FOUR_DIGITS.test(text) || Math.abs(value) > MAX_DECIMAL) return undefined;
  return { __extn: { fn: 'decimal', arg: text.includes('.') ? text : `${text}.0` } };
}
