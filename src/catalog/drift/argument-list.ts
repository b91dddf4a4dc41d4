// A schema is compared argument by argument, wherever its author put each: behind references and choices too.
// What is not compared in detail is kept as it is written, so that no change of it goes unseen.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { escapeStep, isObject, listOf, objectOf } from '../member.ts';
import { argumentOf, bothAsk, eitherAsks, MAX_FORMS, type Argument, type ByPointer } from './argument.ts';
import { resolveReference } from './reference.ts';
import { createWriter } from './writer.ts';

export interface ArgumentList {
  readonly byPointer: ByPointer;
  /** False: the schema is too large, too deep, or refers to what is not in it: a part is missing here. */
  readonly isWhole: boolean;
}

const MAX_DEPTH = 24;
const MAX_VISITS = 5_000;

/** All arguments of a schema. References into it are followed; a cycle ends where it closes. */
export function listArguments(schema: Json | undefined): ArgumentList {
  const writer = createWriter();
  const open = new Set<Json>();
  let visits = 0;
  let isRead = true;
  const byPointer = read(schema ?? {}, '', 0, true);
  const isCounted = [...byPointer.values()].every(({ forms }) => forms.length <= MAX_FORMS);
  return { byPointer, isWhole: isRead && isCounted && writer.isWhole() };

  function read(given: Json, pointer: string, depth: number, isRequired: boolean): ByPointer {
    visits += 1;
    const isTooMuch = visits > MAX_VISITS || depth > MAX_DEPTH;
    if (isTooMuch) isRead = false;
    const own = argumentOf(pointer, given, isRequired, writer.write);
    if (isTooMuch || !isObject(given) || open.has(given)) return new Map([[pointer, own]]);
    open.add(given);
    const parts = partsOf(given).map((choices) =>
      choices
        .map((choice) => read(choice, pointer, depth + 1, isRequired))
        .reduce((a, b) => eitherAsks(a, b, pointer)),
    );
    const found = [membersOf(given, own, depth), ...parts].reduce(bothAsk);
    open.delete(given);
    return found;
  }

  /** What holds beside its own keywords, each one of several choices. */
  function partsOf(given: JsonObject): (readonly Json[])[] {
    const { $ref: reference } = given;
    const target = typeof reference === 'string' ? resolveReference(reference, schema) : undefined;
    if (reference !== undefined && target === undefined) isRead = false;
    return [
      target === undefined ? [] : [target],
      ...listOf(given['allOf']).map((part) => [part]),
      listOf(given['anyOf']),
      listOf(given['oneOf']),
    ].filter((choices) => choices.length > 0);
  }

  function membersOf(given: JsonObject, own: Argument, depth: number): ByPointer {
    const required = new Set(listOf(given['required']));
    const properties = Object.entries(objectOf(given['properties'])).map(([name, property]) =>
      read(property, `${own.pointer}/${escapeStep(name)}`, depth + 1, required.has(name)),
    );
    const { items } = given;
    const isList = items !== undefined && !Array.isArray(items);
    const members = [...properties, ...(isList ? [read(items, `${own.pointer}/*`, depth + 1, false)] : [])];
    return new Map([[own.pointer, own], ...members.flatMap((part) => [...part])]);
  }
}
