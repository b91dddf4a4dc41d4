// Cedar's JSON form of values: plain JSON, and the escapes `__entity` and `__extn` for what JSON has not.

import { EvaluationFailure, Refusal } from './failure.ts';
import { EXTENSION_FUNCTIONS } from './extension.ts';
import { longOf } from './long.ts';
import type { Long } from './long.ts';
import { CedarSet, EntityUid } from './value.ts';
import type { CedarRecord, Value } from './value.ts';

export type JsonObject = { readonly [name: string]: unknown };

/** Reads a value of unknown type. Throws Refusal for what is none. Integers may be given as bigints. */
export function readValue(json: unknown): Value {
  if (typeof json === 'boolean') return json;
  if (typeof json === 'string') return readString(json);
  if (typeof json === 'number' || typeof json === 'bigint') return readLong(json);
  if (Array.isArray(json)) return new CedarSet(json.map(readValue));
  if (!isObject(json)) throw new Refusal('null is no value');
  if (typeof json['__expr'] === 'string') throw new Refusal('expressions are no values');
  const { __entity: entity, __extn: extension } = json;
  if (isUid(entity)) return uidOf(entity);
  if (isCall(extension)) return readCall(extension);
  return recordOf(
    Object.entries(json).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, readValue(inner)]])),
  );
}

/** Each name as an own property, whatever it is. */
export function recordOf(entries: readonly (readonly [string, Value])[]): CedarRecord {
  return Object.fromEntries(entries);
}

/** Reads `{type, id}`, or the same within `__entity`. */
export function readUid(json: unknown): EntityUid {
  const inner = isObject(json) && isUid(json['__entity']) ? json['__entity'] : json;
  if (!isUid(inner)) throw new Refusal('no reference to an entity');
  return uidOf(inner);
}

/** Reads a value whose extension type is known: its function's text alone is enough. */
export function readExtension(constructor: string, json: unknown): Value {
  const inner = isObject(json) && isCall(json['__extn']) ? json['__extn'] : json;
  return isCall(inner) ? readCall(inner) : call(constructor, [readValue(json)]);
}

export function readString(json: string): string {
  if (SURROGATE.test(json)) throw new Refusal('a text is not Unicode');
  return json;
}

/** What the number is once written as JSON, for that is what Cedar's own reader sees of it. */
export function readLong(json: number | bigint): Long {
  if (Number.isSafeInteger(json)) return (json as number) + 0;
  const long = /^-?\d+$/.test(String(json)) ? longOf(BigInt(String(json))) : null;
  if (long === null) throw new Refusal('a number is no 64-bit integer');
  return long;
}

export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

const SURROGATE = /\p{Surrogate}/u;

interface Uid {
  readonly type: string;
  readonly id: string;
}

function isUid(json: unknown): json is Uid {
  return isObject(json) && typeof json['type'] === 'string' && typeof json['id'] === 'string';
}

function uidOf({ type, id }: Uid): EntityUid {
  return new EntityUid(readString(type), readString(id));
}

interface Call {
  readonly fn: string;
  readonly arg?: unknown;
  readonly args?: unknown;
}

function isCall(json: unknown): json is Call {
  return (
    isObject(json) &&
    typeof json['fn'] === 'string' &&
    (json['arg'] !== undefined || Array.isArray(json['args']))
  );
}

function readCall({ fn, arg, args }: Call): Value {
  const parameters = arg === undefined ? (args as readonly unknown[]) : [arg];
  return call(fn, parameters.map(readValue));
}

function call(name: string, parameters: readonly Value[]): Value {
  const extension = EXTENSION_FUNCTIONS.get(name);
  if (extension === undefined) throw new Refusal('an unknown extension function');
  try {
    return extension(parameters);
  } catch (error) {
    throw error instanceof EvaluationFailure ? new Refusal(error.message) : error;
  }
}
