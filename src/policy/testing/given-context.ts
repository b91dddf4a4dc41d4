// What a test says of the context is laid over the context that it starts from, by the type of each fact: a
// fact that no action has, or of another type, is an error in the test.

import { nearest } from '../../document/nearest.ts';
import { isObject } from '../../catalog/member.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { CedarType, RecordType } from '../cedar-type.ts';
import { mapInput } from '../map-value.ts';

/** What is wrong with a fact, at its path within the context. */
export interface FactProblem {
  readonly path: readonly string[];
  readonly message: string;
  readonly help: string | null;
}

/** A value in which nothing has happened: zero, false, empty; of a record what is required. */
export function neutralOf(type: CedarType): Json {
  switch (type.type) {
    case 'String':
      return '';
    case 'Long':
      return 0;
    case 'Boolean':
      return false;
    case 'Extension':
      return { __extn: { fn: 'decimal', arg: '0.0' } };
    case 'Set':
      return [];
    case 'Record':
      return neutralRecord(type);
  }
}

function neutralRecord({ attributes }: RecordType): JsonObject {
  const required = Object.entries(attributes).filter(([, attribute]) => attribute.required);
  return Object.fromEntries(required.map(([name, attribute]) => [name, neutralOf(attribute)]));
}

/**
 * Lays facts over a record, records within records. `null` takes an optional fact away.
 * What does not fit is told to `report` and left as it was.
 */
export function layOver(
  type: RecordType,
  base: JsonObject,
  given: JsonObject,
  report: (problem: FactProblem) => void,
  path: readonly string[] = [],
): JsonObject {
  const laid: { [name: string]: Json } = { ...base };
  for (const [name, value] of Object.entries(given)) {
    const here = [...path, name];
    const attribute = Object.hasOwn(type.attributes, name) ? type.attributes[name] : undefined;
    if (attribute === undefined) {
      const help = nearest(name, Object.keys(type.attributes), 'facts');
      report({ path: here, message: `the action has no such fact: ${name}`, help });
    } else if (value === null) {
      if (attribute.required) report({ path: here, message: 'is required', help: null });
      else delete laid[name];
    } else if (attribute.type === 'Record' && isObject(value)) {
      const inner = laid[name];
      const from = inner !== undefined && isObject(inner) ? inner : neutralRecord(attribute);
      laid[name] = layOver(attribute, from, value, report, here);
    } else {
      const mapped = mapInput({ type: 'Record', attributes: { [name]: attribute } }, { [name]: value }).value;
      const fact = mapped?.[name];
      if (fact === undefined) report({ path: here, message: `must be ${wordFor(attribute)}`, help: null });
      else laid[name] = fact;
    }
  }
  return laid;
}

function wordFor(type: CedarType): string {
  switch (type.type) {
    case 'String':
      return 'a text';
    case 'Long':
      return 'a whole number';
    case 'Boolean':
      return 'true or false';
    case 'Extension':
      return 'a number with at most 4 decimals';
    case 'Set':
      return `a list, each of it ${wordFor(type.element)}`;
    case 'Record':
      return 'a mapping';
  }
}
