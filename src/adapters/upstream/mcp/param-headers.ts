// Where a tool's schema asks for it, a parameter also stands in a header, with exactly the value of the body.

import type { Json, JsonObject } from '../../../kernel/json.ts';

/** RFC 9110 §5.1. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A field value that needs no encoding: printable ASCII and tab, no space at either end (RFC 9110 §5.5). */
const PLAIN = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const SENTINEL = /^=\?base64\?.*\?=$/;

/**
 * `Mcp-Param-…` headers for `x-mcp-header` annotations (MCP 2026-07-28, Streamable HTTP): strings, integers
 * and booleans on properties reachable through `properties` alone. An invalid annotation yields no header.
 */
export function paramHeadersOf(schema: Json | undefined, argument: Json | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  collect(schema, argument, headers);
  return headers;
}

function collect(schema: Json | undefined, value: Json | undefined, headers: Record<string, string>): void {
  if (!isObject(schema)) return;
  const name = schema['x-mcp-header'];
  const text = textOf(schema['type'], value);
  if (typeof name === 'string' && TOKEN.test(name) && text !== null)
    headers[`Mcp-Param-${name}`] = encode(text);
  const { properties } = schema;
  if (!isObject(properties) || !isObject(value)) return;
  for (const [key, child] of Object.entries(properties)) {
    if (Object.hasOwn(value, key)) collect(child, value[key], headers);
  }
}

function textOf(type: Json | undefined, value: Json | undefined): string | null {
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'boolean' && typeof value === 'boolean') return String(value);
  return type === 'integer' && typeof value === 'number' && Number.isSafeInteger(value)
    ? String(value)
    : null;
}

function encode(text: string): string {
  if (PLAIN.test(text) && !SENTINEL.test(text)) return text;
  return `=?base64?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
