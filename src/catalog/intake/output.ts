// Who can have written what a tool answers: where nothing tells, anyone.

import type { Json, JsonObject } from '../../kernel/json.ts';
import type { FieldWriter } from '../../kernel/flow/label.ts';
import { isObject, textOf } from '../member.ts';
import { classesOf } from '../lexicon/data-classes.ts';
import type { DataClass } from '../lexicon/data-classes.ts';
import { wordSet } from '../words.ts';
import { readFields } from './fields.ts';
import type { Field } from './fields.ts';

export interface OutputField {
  /** JSON pointer into the result. */
  readonly pointer: string;
  readonly writer: FieldWriter;
  readonly classes: readonly DataClass[];
}

/** What systems count, name and date by themselves. */
const MADE_BY_SYSTEMS = wordSet(
  `id ids uuid count total amount balance price size length status state code created updated
    deleted at timestamp date time version success ok error page limit offset cursor duration
    quantity rate score latitude longitude exit`,
);
const SET_BY_OWNER = wordSet('preference preferences setting settings timezone locale language plan theme');
const FIXED_TYPES = wordSet('boolean integer number');

/** The fields of what a tool says that it answers, by its `outputSchema` or a list called `returns`. */
export function readOutput(definition: JsonObject): OutputField[] {
  const { fields } = readFields(definition['outputSchema'] ?? schemaOfReturns(definition['returns']));
  return fields.map((field) => ({
    pointer: field.pointer,
    writer: writerOf(field),
    classes: classesOf(field.words),
  }));
}

function writerOf({ words, schema, choices }: Field): FieldWriter {
  const last = words.at(-1) ?? '';
  if (FIXED_TYPES.has(textOf(schema['type'])) || choices.length > 0) return 'organisation';
  if (textOf(schema['format']).startsWith('date')) return 'organisation';
  if (MADE_BY_SYSTEMS.has(last)) return 'organisation';
  return words.some((word) => SET_BY_OWNER.has(word)) ? 'owner' : 'anyone';
}

/** `[{ name, type, description }]` as the properties of an object. */
function schemaOfReturns(returns: Json | undefined): JsonObject {
  const listed = Array.isArray(returns) ? (returns as readonly Json[]).filter((one) => isObject(one)) : [];
  return { properties: Object.fromEntries(listed.map((one) => [textOf(one['name']), one])) };
}
