// What a tool takes is read from its schema whatever its shape: parts that refer to themselves end, and
// what is too much to read is said to be so.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { escapeStep, isObject, listOf, objectOf, textOf } from '../member.ts';
import { wordsOf } from '../words.ts';

/** A single value that is taken, or the items of a list of such. */
export interface Field {
  /** JSON pointer into the arguments; `*` stands for every item of a list. */
  readonly pointer: string;
  readonly name: string;
  /** Those of the name. */
  readonly words: readonly string[];
  /** Its own schema, or that of its items. */
  readonly schema: JsonObject;
  readonly description: string;
  /** What it may be, where it is one of some texts. */
  readonly choices: readonly string[];
}

export interface Fields {
  readonly fields: readonly Field[];
  /** Whether there is more than was read. */
  readonly isCut: boolean;
}

const MAX_DEPTH = 6;
/** Schemas that are looked at, whatever refers to what. */
const MAX_VISITS = 2_000;
const MAX_CHOICES = 200;
const MAX_REFERENCES = 8;

/** The fields of a schema, in its order; those of alternatives (`oneOf` and the like) all count. */
export function readFields(schema: Json | undefined): Fields {
  const found: Field[] = [];
  const root = objectOf(schema);
  let visits = 0;
  let isCut = false;

  const visit = (part: Json | undefined, pointer: string, name: string, depth: number): void => {
    visits += 1;
    if (depth > MAX_DEPTH || visits > MAX_VISITS) {
      isCut = true;
      return;
    }
    const here = follow(part, root);
    const alternatives = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(here[key]));
    for (const alternative of alternatives) visit(alternative, pointer, name, depth + 1);
    for (const [key, property] of Object.entries(objectOf(here['properties']))) {
      visit(property, `${pointer}/${escapeStep(key)}`, key, depth + 1);
      if (visits > MAX_VISITS) return;
    }
    if (isLeaf(here)) {
      if (pointer !== '' && (alternatives.length === 0 || choicesOf(here).length > 0)) {
        found.push(fieldOf(here, pointer, name));
      }
    } else if (here['items'] !== undefined) {
      const items = follow(here['items'], root);
      if (isLeaf(items) && pointer !== '' && !isComposed(items)) {
        found.push(fieldOf({ ...items, description: here['description'] ?? '' }, pointer, name));
      } else visit(items, `${pointer}/*`, name, depth + 1);
    }
  };

  visit(root, '', '', -1);
  return { fields: merge(found), isCut };
}

function isLeaf(schema: JsonObject): boolean {
  return schema['properties'] === undefined && schema['type'] !== 'object' && schema['items'] === undefined;
}

function isComposed(schema: JsonObject): boolean {
  return ['allOf', 'anyOf', 'oneOf'].some((key) => schema[key] !== undefined);
}

function fieldOf(schema: JsonObject, pointer: string, name: string): Field {
  const description = textOf(schema['description']);
  return { pointer, name, words: wordsOf(name), schema, description, choices: choicesOf(schema) };
}

function choicesOf(schema: JsonObject): string[] {
  const values = schema['const'] === undefined ? listOf(schema['enum']) : [schema['const']];
  return values.filter((value) => typeof value === 'string').slice(0, MAX_CHOICES);
}

/** What several alternatives say of one field is one field. */
function merge(found: readonly Field[]): Field[] {
  const fields = new Map<string, Field>();
  for (const field of found) {
    const before = fields.get(field.pointer);
    const choices = [...new Set([...(before?.choices ?? []), ...field.choices])].slice(0, MAX_CHOICES);
    fields.set(field.pointer, before === undefined ? field : { ...before, choices });
  }
  return [...fields.values()];
}

/** A schema with its references within the same document replaced (JSON Schema Core §8.2.3.1). */
function follow(part: Json | undefined, root: JsonObject): JsonObject {
  let here = objectOf(part);
  for (let round = 0; round < MAX_REFERENCES && typeof here['$ref'] === 'string'; round += 1) {
    const steps = here['$ref'].startsWith('#/') ? here['$ref'].slice(2).split('/') : [];
    let target: Json | undefined = steps.length === 0 ? undefined : root;
    for (const step of steps) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    }
    const { $ref: _, ...own } = here;
    here = { ...objectOf(target), ...own };
  }
  return here;
}
