// What arguments must be, value by value, as a person would say it; what that cannot say stands as it is.

import type { WorkflowView } from '../../../../src/surfaces/http/contract.ts';

type Shape = WorkflowView['scope']['allowances'][number]['arguments'];
type Fields = { readonly [name: string]: Shape };

const TYPES: { readonly [type: string]: string } = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

const KEYWORDS: { readonly [keyword: string]: (value: Shape) => string } = {
  pattern: (value) => `like ${value as string}`,
  format: (value) => `written as ${value as string}`,
  minLength: (value) => `of at least ${Number(value).toLocaleString()} characters`,
  maxLength: (value) => `of at most ${Number(value).toLocaleString()} characters`,
  minimum: (value) => `from ${Number(value).toLocaleString()}`,
  maximum: (value) => `to ${Number(value).toLocaleString()}`,
  enum: (value) => `one of ${(value as readonly Shape[]).map((one) => JSON.stringify(one)).join(', ')}`,
  const: (value) => `exactly ${JSON.stringify(value)}`,
};

/** A line for each value; null: it is no plain list of values. */
export function shapeLines(shape: Shape): readonly string[] | null {
  if (!isFields(shape)) return null;
  const { type, properties, required = [], ...rest } = shape;
  if (type !== 'object' || !isFields(properties ?? null) || Object.keys(rest).length > 0) return null;
  return Object.entries(properties as Fields).map(([name, value]) => {
    const left = (required as readonly string[]).includes(name) ? '' : ' (may be left out)';
    return `${name}${left}: ${valueWords(value)}`;
  });
}

function valueWords(shape: Shape): string {
  if (!isFields(shape)) return JSON.stringify(shape);
  const { type = null, ...rest } = shape;
  const word = typeof type === 'string' ? TYPES[type] : undefined;
  const isPlain = Object.keys(rest).every((keyword) => keyword in KEYWORDS);
  if (!isPlain || (type !== null && word === undefined)) return JSON.stringify(shape);
  const words = Object.entries(rest).map(([keyword, value]) => KEYWORDS[keyword]!(value));
  return [...(word === undefined ? [] : [word]), ...words].join(' ') || 'anything';
}

function isFields(shape: Shape): shape is Fields {
  return typeof shape === 'object' && shape !== null && !Array.isArray(shape);
}
