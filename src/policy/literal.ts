// A value is written as Cedar reads it, whatever stands in it: no text ends its own quotes.

import { isObject } from '../catalog/member.ts';
import type { Json } from '../kernel/json.ts';

/** The condition that what stands at a place is the value. */
export function sameAs(place: string, value: Json): string {
  // A literal without items has no type.
  if (Array.isArray(value) && value.length === 0) return `${place}.isEmpty()`;
  return `${place} == ${literal(value)}`;
}

/** Of a value as Cedar sees it. */
export function literal(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => literal(item)).join(', ')}]`;
  const { __extn: extension, ...members } = value as { readonly [name: string]: Json };
  if (isObject(extension)) return `decimal(${literal(extension['arg']!)})`;
  return `{${Object.entries(members)
    .map(([name, member]) => `${quote(name)}: ${literal(member)}`)
    .join(', ')}}`;
}

/** A text as Cedar writes it; whatever is not plain ASCII is shown as its number. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]|[^ -~]/gu, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
