// Bytes from outside mean one thing to every reader, or are refused: JSON (RFC 8259) as I-JSON (RFC 7493)
// narrows it. What JSON.parse would silently change (repeated members, long integers, lone surrogates) is
// an error.

import { isWellFormed, utf8 } from './bytes.ts';
import { FORBIDDEN_KEY, type JsonObject, type JsonValue } from './canonical.ts';
import { LedgerFormatError } from './format-error.ts';

export interface ParseLimits {
  /** Levels of containers; 64 unless told. */
  readonly maxDepth?: number;
  /** UTF-8 bytes of the whole text; 8 MiB unless told. */
  readonly maxBytes?: number;
}

interface Cursor {
  readonly text: string;
  readonly maxDepth: number;
  at: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * The value of one JSON text. Throws `not-strict-json`, with line, column and offset, for anything RFC 8259
 * refuses and for: a member name twice in an object, the name `__proto__`, lone surrogates, an integer or
 * number that this reader would change or cannot hold, nesting past `maxDepth`. Throws `too-large` past
 * `maxBytes`.
 */
export function parseStrict(text: string, limits: ParseLimits = {}): JsonValue {
  const { maxDepth = 64, maxBytes = 8 * 1024 * 1024 } = limits;
  if (text.length > maxBytes || (text.length * 3 > maxBytes && utf8(text).length > maxBytes)) {
    throw new LedgerFormatError('too-large', `more than ${maxBytes} bytes of JSON`);
  }
  const cursor: Cursor = { text, maxDepth, at: 0 };
  const value = readValue(cursor, 0);
  if (cursor.at < text.length) throw refusal(cursor, 'text after the value');
  return value;
}

/** Reads one value and the white space on both sides of it. */
function readValue(cursor: Cursor, depth: number): JsonValue {
  skipSpace(cursor);
  const value = readBareValue(cursor, depth);
  skipSpace(cursor);
  return value;
}

function readBareValue(cursor: Cursor, depth: number): JsonValue {
  const first = cursor.text.charAt(cursor.at);
  if (first === '"') return readString(cursor);
  if (first === '{' || first === '[') {
    if (depth >= cursor.maxDepth) throw refusal(cursor, `more than ${cursor.maxDepth} levels`);
    cursor.at++;
    return first === '{' ? readMembers(cursor, depth + 1) : readItems(cursor, depth + 1);
  }
  for (const [word, value] of WORDS) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length;
      return value;
    }
  }
  return readNumber(cursor);
}

function readMembers(cursor: Cursor, depth: number): JsonObject {
  const members: { [key: string]: JsonValue } = {};
  skipSpace(cursor);
  if (take(cursor, '}')) return members;
  do {
    skipSpace(cursor);
    const start = cursor.at;
    const key = readString(cursor);
    if (key === FORBIDDEN_KEY) throw refusal(cursor, 'a forbidden member name', start);
    if (Object.hasOwn(members, key)) throw refusal(cursor, 'a repeated member name', start);
    skipSpace(cursor);
    expect(cursor, ':');
    members[key] = readValue(cursor, depth);
  } while (take(cursor, ','));
  expect(cursor, '}');
  return members;
}

function readItems(cursor: Cursor, depth: number): JsonValue[] {
  const items: JsonValue[] = [];
  skipSpace(cursor);
  if (take(cursor, ']')) return items;
  do items.push(readValue(cursor, depth));
  while (take(cursor, ','));
  expect(cursor, ']');
  return items;
}

function readString(cursor: Cursor): string {
  const { text, at: start } = cursor;
  expect(cursor, '"');
  let escaped = false;
  for (let code = text.charCodeAt(cursor.at); code !== 0x22; code = text.charCodeAt(++cursor.at)) {
    // NaN at the end of the text is not at least 0x20 either.
    if (!(code >= 0x20)) throw refusal(cursor, 'a string that does not end, or a control character');
    if (code === 0x5c) {
      escaped = true;
      cursor.at++;
    }
  }
  cursor.at++;
  const value = escaped ? unescape(cursor, start) : text.slice(start + 1, cursor.at - 1);
  if (!isWellFormed(value)) throw refusal(cursor, 'a lone surrogate', start);
  return value;
}

function unescape(cursor: Cursor, start: number): string {
  try {
    return JSON.parse(cursor.text.slice(start, cursor.at)) as string;
  } catch {
    throw refusal(cursor, 'a string with an unknown escape', start);
  }
}

function readNumber(cursor: Cursor): number {
  NUMBER.lastIndex = cursor.at;
  const match = NUMBER.exec(cursor.text);
  if (match === null) throw refusal(cursor, 'no JSON value');
  const [literal, fraction, exponent] = match;
  const value = Number(literal);
  // 12345678901234567890 would be read as another number. Fractions are approximations by nature.
  const isInteger = fraction === undefined && exponent === undefined;
  if (!Number.isFinite(value) || (isInteger && literal.length > 15 && String(value) !== literal)) {
    throw refusal(cursor, 'a number beyond what a double holds');
  }
  cursor.at += literal.length;
  return value;
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at++;
  }
}

function take(cursor: Cursor, character: string): boolean {
  const taken = cursor.text.charAt(cursor.at) === character;
  if (taken) cursor.at++;
  return taken;
}

function expect(cursor: Cursor, character: string): void {
  if (!take(cursor, character)) throw refusal(cursor, `no ${character} where one must stand`);
}

function refusal(cursor: Cursor, problem: string, offset = cursor.at): LedgerFormatError {
  const before = cursor.text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const location = `line ${line}, column ${column}`;
  return new LedgerFormatError('not-strict-json', problem, { location, offset });
}
