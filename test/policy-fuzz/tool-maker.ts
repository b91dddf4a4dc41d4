// Catalogs of tools with inputs described by JSON Schema, and arguments that fit them or just do not.

import { connectorOf, toolOf } from '../../src/policy/engine.contract.ts';
import type { PolicyCatalog } from '../../src/policy/schema.ts';
import type { Json, JsonObject } from '../../src/kernel/json.ts';
import type { Effect } from '../../src/kernel/effect.ts';
import type { Dice } from './dice.ts';
import { makeText } from './texts.ts';

const EFFECTS: readonly Effect[] = ['read', 'write', 'send', 'spend', 'delete', 'approve', 'unknown'];
const NAMES = ['a', 'b', 'n', 'amount', 'two words', 'é', '__entity', 'constructor'];
const SCALARS = ['string', 'integer', 'number', 'boolean'];

export function makeCatalog(dice: Dice): PolicyCatalog {
  const connectors = ['a', 'b'].slice(0, dice.int(1, 2)).map((id) => {
    const tools = ['pay', 'look'].map((name) =>
      toolOf(name, dice.some(EFFECTS, 0.3), makeObjectSchema(dice, 2)),
    );
    return [id, connectorOf(id, tools)] as const;
  });
  return { connectors: Object.fromEntries(connectors) };
}

function makeObjectSchema(dice: Dice, depth: number): JsonObject {
  const names = [...new Set(dice.many(0, 5, () => dice.pick(NAMES)))];
  const properties = names.map((name) => [name, makeSchema(dice, depth - 1)] as const);
  return { type: 'object', properties: Object.fromEntries(properties), required: dice.some(names, 0.4) };
}

function makeSchema(dice: Dice, depth: number): Json {
  switch (dice.int(0, depth > 0 ? 9 : 6)) {
    case 0:
      return { type: [dice.pick(SCALARS), 'null'] };
    case 1:
      return dice.pick([{}, true, { enum: ['a', 'b'] }, { type: ['string', 'integer'] }, { enum: ['a', 1] }]);
    case 7:
    case 8:
      return { type: 'array', items: makeSchema(dice, depth - 1) };
    case 9:
      return makeObjectSchema(dice, depth);
    default:
      return { type: dice.pick(SCALARS) };
  }
}

/** @param faults how often a value is not what its schema says */
export function makeArgument(dice: Dice, schema: Json, faults: number): Json {
  const { type, items, properties } = (typeof schema === 'object' ? schema : {}) as JsonObject;
  if (dice.chance(faults))
    return dice.pick<Json>([null, 'a', 'a\ud800', 1, 2 ** 53, 1.23456, 1e300, -0, [], {}, [1, 'a']]);
  switch (Array.isArray(type) ? dice.pick(type as readonly Json[]) : type) {
    case 'string':
      return makeText(dice);
    case 'integer':
      return dice.chance(0.8) ? dice.int(-5, 5) : dice.pick([9_007_199_254_740_991, -9_007_199_254_740_991]);
    case 'number':
      return dice.pick([0, 1, -1.5, 12.3456, 922_337_203_685_476, dice.int(-50_000, 50_000) / 10_000]);
    case 'boolean':
      return dice.chance(0.5);
    case 'array':
      return dice.many(0, 3, () => makeArgument(dice, items ?? true, faults));
    case 'object':
      return makeArguments(dice, (properties ?? {}) as JsonObject, faults);
    default:
      return dice.pick<Json>(['a', 'b', 1, null]);
  }
}

function makeArguments(dice: Dice, properties: JsonObject, faults: number): JsonObject {
  const given = Object.entries(properties).filter(() => dice.chance(faults > 0 ? 0.85 : 1));
  const entries = given.map(([name, inner]) => [name, makeArgument(dice, inner ?? true, faults)] as const);
  return Object.fromEntries(dice.chance(0.2) ? [...entries, ['surplus', 1]] : entries);
}
