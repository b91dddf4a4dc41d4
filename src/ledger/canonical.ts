// One value has one text (RFC 8785, JSON Canonicalization Scheme): hashes and signatures are over this text.

import { isWellFormed } from './bytes.ts';
import { LedgerFormatError } from './format-error.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Containers may be nested this deep, in canonical text and so in a record. */
export const MAX_CANONICAL_DEPTH = 128;

/** No text carries this member name: too many readers would take it for the object's prototype. */
export const FORBIDDEN_KEY = '__proto__';

type Path = (string | number)[];

/**
 * The canonical text of a JSON value: members sorted by UTF-16 code units (RFC 8785 §3.2.3), numbers and
 * strings as ECMAScript prints them (§3.2.2), nothing between tokens.
 *
 * Throws `not-canonical-value`, located by JSON pointer (RFC 6901), for what JSON cannot carry unchanged:
 * numbers that are not finite, undefined, functions, symbols, big integers, objects that are not plain, lone
 * surrogates, a member named `__proto__`, and more than 128 levels of containers (so also for cycles).
 */
export function canonicalize(value: unknown): string {
  return write(value, []);
}

function write(value: unknown, path: Path): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, path);
    case 'number':
      if (!Number.isFinite(value)) throw refusal('a number that is not finite', path);
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeContainer(value, path);
    default:
      throw refusal(`a value of type ${typeof value}`, path);
  }
}

function writeString(text: string, path: Path): string {
  if (!isWellFormed(text)) throw refusal('a lone surrogate', path);
  return JSON.stringify(text);
}

function writeContainer(value: object, path: Path): string {
  if (path.length >= MAX_CANONICAL_DEPTH) throw refusal('nested too deep, or a cycle', path);
  if (Array.isArray(value)) return `[${writeItems(value, path)}]`;
  if (!isPlain(value)) throw refusal('an object that is not plain', path);
  return `{${writeMembers(value as { readonly [key: string]: unknown }, path)}}`;
}

function writeItems(items: readonly unknown[], path: Path): string {
  let text = '';
  // A hole is read as undefined, and so refused.
  for (let index = 0; index < items.length; index++) {
    path.push(index);
    text += (index === 0 ? '' : ',') + write(items[index], path);
    path.pop();
  }
  return text;
}

function writeMembers(members: { readonly [key: string]: unknown }, path: Path): string {
  let text = '';
  for (const key of Object.keys(members).toSorted()) {
    path.push(key);
    if (key === FORBIDDEN_KEY) throw refusal('a forbidden member name', path);
    text += `${text === '' ? '' : ','}${writeString(key, path)}:${write(members[key], path)}`;
    path.pop();
  }
  return text;
}

/** Plain in any realm: made by a literal, or without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refusal(problem: string, path: Path): LedgerFormatError {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return new LedgerFormatError('not-canonical-value', problem, { location: `"${pointer}"` });
}
