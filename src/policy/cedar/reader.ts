// One reader per declared type: what it lets through is of that type. Data that is already in the form of a
// value is passed on as it is, not copied.

import type { RecordType, Type } from '@cedar-policy/cedar-wasm/nodejs';
import { Datetime, Duration } from './datetime.ts';
import { Decimal } from './decimal.ts';
import { Refusal } from './failure.ts';
import { IpAddress } from './ip-address.ts';
import { isLong } from './long.ts';
import { CedarSet } from './value.ts';
import type { CedarRecord, Value } from './value.ts';
import { isObject, readExtension, readLong, readString, readUid, readValue } from './value-json.ts';
import type { JsonObject } from './value-json.ts';

/** Throws Refusal for what is not of the type. */
export type Read = (json: unknown) => Value;
export type ReadRecord = (json: unknown) => CedarRecord;

/** What the names of a schema stand for. */
export interface Names {
  /** The full name of an entity type. Throws Refusal for one that is not declared. */
  resolve(name: string, namespace: string): string;
  /** The ids of the types that list theirs. */
  readonly enums: ReadonlyMap<string, ReadonlySet<string>>;
}

const EXTENSIONS = new Map<string, readonly [string, abstract new (...parameters: never) => Value]>([
  ['decimal', ['decimal', Decimal]],
  ['ipaddr', ['ip', IpAddress]],
  ['datetime', ['datetime', Datetime]],
  ['duration', ['duration', Duration]],
]);

/** Makes the reader of a type. Throws Refusal for a type that is not known. */
export function createReader(type: Type<string>, names: Names, namespace: string): Read {
  const name = type.type.replace(/^__cedar::/, '');
  const extension = EXTENSIONS.get(name === 'Extension' && 'name' in type ? type.name : name);
  if (extension !== undefined) return extensionReader(...extension);
  if (name === 'String') return readText;
  if (name === 'Long') return readInteger;
  if (name === 'Boolean' || name === 'Bool') return readBoolean;
  if (name === 'Entity' && 'name' in type) return entityReader(names.resolve(type.name, namespace), names);
  if ('element' in type) return setReader(createReader(type.element, names, namespace));
  if (name === 'Record') return recordReader(type, names, namespace);
  throw new Refusal(`the type ${name} is not known`);
}

function readText(json: unknown): Value {
  if (typeof json !== 'string') throw new Refusal('no text');
  return readString(json);
}

function readInteger(json: unknown): Value {
  if (typeof json === 'number') return readLong(json);
  const value = readValue(json);
  if (!isLong(value)) throw new Refusal('no integer');
  return value;
}

function readBoolean(json: unknown): Value {
  const value = typeof json === 'boolean' ? json : readValue(json);
  if (typeof value !== 'boolean') throw new Refusal('no boolean');
  return value;
}

function extensionReader(constructor: string, type: abstract new (...parameters: never) => Value): Read {
  return (json) => {
    const value = readExtension(constructor, json);
    if (!(value instanceof type)) throw new Refusal('a value of another type');
    return value;
  };
}

function entityReader(type: string, { enums }: Names): Read {
  const ids = enums.get(type);
  return (json) => {
    const uid = readUid(json);
    if (uid.type !== type || ids?.has(uid.id) === false) throw new Refusal('an entity of another type');
    return uid;
  };
}

function setReader(read: Read): Read {
  return (json) => {
    if (!Array.isArray(json)) throw new Refusal('no set');
    return new CedarSet(json.map(read));
  };
}

/** Makes the reader of a record; of an empty one where there is no type. */
export function recordReader(type: Type<string> | undefined, names: Names, namespace: string): ReadRecord {
  const { attributes = {}, additionalAttributes = false } = (type ?? {}) as Partial<RecordType<string>>;
  if (additionalAttributes || (type !== undefined && type.type !== 'Record')) {
    throw new Refusal('a record whose attributes are not all declared');
  }
  const readers = new Map(
    Object.entries(attributes).map(([name, attribute]) => {
      const required = attribute.required !== false;
      return [name, { read: createReader(attribute, names, namespace), required }] as const;
    }),
  );
  const needed = [...readers.values()].filter(({ required }) => required).length;
  return (json) => {
    if (!isObject(json)) throw new Refusal('no record');
    return readAttributes(json, readers, needed);
  };
}

type Readers = ReadonlyMap<string, { readonly read: Read; readonly required: boolean }>;

function readAttributes(json: JsonObject, readers: Readers, needed: number): CedarRecord {
  let copy: { [name: string]: Value } | null = null;
  let missing = needed;
  for (const name in json) {
    const given = json[name];
    if (given === undefined) return readAttributes(withoutUndefined(json), readers, needed);
    const attribute = readers.get(name);
    if (attribute === undefined) throw new Refusal('an attribute that is not declared');
    if (attribute.required) missing -= 1;
    const value = attribute.read(given);
    if (value === given) continue;
    copy ??= { ...json } as { [name: string]: Value };
    copy[name] = value;
  }
  if (missing > 0) throw new Refusal('an attribute is missing');
  return copy ?? (json as CedarRecord);
}

/** What is undefined is not there, as in JSON. */
function withoutUndefined(json: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}
