// An argument stays where it belongs: whatever it holds, it is one value of one parameter, and can become no
// other part of the request.

import type { Binding } from '../../../catalog/intake/openapi/operation.ts';
import type { Json } from '../../../kernel/json.ts';

/** An argument that no request can carry. Says which, and never what it was. */
export class ArgumentFault extends Error {
  readonly code = 'argument-unfit';
}

type Pair = readonly [name: string, value: string];

const SEPARATORS: { readonly [style: string]: string } = { spaceDelimited: '%20', pipeDelimited: '%7C' };
/** RFC 9110 §5.5, without what is beyond ASCII. */
const FIELD_VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;

/** Everything but unreserved characters is encoded (RFC 3986 §2.3). Throws `ArgumentFault`. */
export function encodePart(text: string): string {
  try {
    return encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw new ArgumentFault('a text holds half a character');
  }
}

/** A path segment's part. Throws `ArgumentFault`. */
export function pathText(binding: Binding, value: Json): string {
  return joined(binding, value, encodePart);
}

/** Names and values of the query, encoded. Throws `ArgumentFault`. */
export function queryPairs(binding: Binding, value: Json): Pair[] {
  const { name, style, explode, argument } = binding;
  const own = encodePart(name);
  if (style === 'deepObject') {
    if (!isObject(value)) throw new ArgumentFault(`${argument} has to be an object`);
    return Object.entries(value).map(([key, one]) => [
      `${own}%5B${encodePart(key)}%5D`,
      encodePart(textOf(one, argument)),
    ]);
  }
  if (style === 'form' && explode && Array.isArray(value)) {
    return (value as readonly Json[]).map((one) => [own, encodePart(textOf(one, argument))]);
  }
  if (style === 'form' && explode && isObject(value)) {
    return Object.entries(value).map(([key, one]) => [encodePart(key), encodePart(textOf(one, argument))]);
  }
  return [[own, joined(binding, value, encodePart, SEPARATORS[style] ?? ',')]];
}

/** A header's value. Throws `ArgumentFault` where no header may hold it (RFC 9110 §5.5). */
export function headerText(binding: Binding, value: Json): string {
  const text = joined(binding, value, (part) => part);
  if (FIELD_VALUE.test(text)) return text;
  throw new ArgumentFault(`${binding.argument} holds what no header can`);
}

/** Its scalars in one text: a list by commas, an object as `k,v` or, exploded, `k=v`. */
function joined(
  { style, explode, argument }: Binding,
  value: Json,
  encode: (text: string) => string,
  separator = ',',
): string {
  if (style === 'json') return encode(JSON.stringify(value));
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((one) => encode(textOf(one, argument))).join(separator);
  }
  if (!isObject(value)) return encode(textOf(value, argument));
  const between = explode ? '=' : separator;
  return Object.entries(value)
    .map(([key, one]) => `${encode(key)}${between}${encode(textOf(one, argument))}`)
    .join(separator);
}

/** A scalar as it stands in a request. */
export function textOf(value: Json, argument: string): string {
  if (typeof value === 'object' && value !== null) throw new ArgumentFault(`${argument} is nested too deep`);
  return value === null ? '' : String(value);
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
