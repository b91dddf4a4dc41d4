// A column's type as JSON Schema: what is not known of it may be anything.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { Column } from './ddl.ts';

/** By the first words of a type; the first that fits. */
const TYPES: readonly (readonly [RegExp, JsonObject])[] = [
  [/^(?:tiny|small|medium|big)?int(?:eger)?[248]?\b|^(?:small|big)?serial/, { type: 'integer' }],
  [/^(?:numeric|decimal|dec|real|float[48]?|double|number|money)\b/, { type: 'number' }],
  [/^bool(?:ean)?\b/, { type: 'boolean' }],
  [/^uuid\b/, { type: 'string', format: 'uuid' }],
  [/^date$/, { type: 'string', format: 'date' }],
  [/^(?:timestamp|timestamptz|datetime)\b/, { type: 'string' }],
  [/^(?:time|timetz|interval|year|inet|cidr|macaddr|xml|citext|name|enum|set)\b/, { type: 'string' }],
  [
    /^(?:n?var)?char\w*\b|^n?char(?:acter)?\b|^(?:tiny|medium|long)?text\b|^clob\b|^varchar2\b/,
    { type: 'string' },
  ],
];
const SHORT_TEXT = /^(?:n?var)?char|^character/;

/** As a value of that column. */
export function schemaOfColumn({ type, parameters, isList }: Column): Json {
  if (isList) return { type: 'array' };
  const schema = TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? {};
  if (type === 'enum') return { ...schema, enum: parameters };
  const length = SHORT_TEXT.test(type) ? Number(parameters[0]) : Number.NaN;
  return Number.isInteger(length) ? { ...schema, maxLength: length } : schema;
}
