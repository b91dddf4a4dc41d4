// Data of a type, in each of the JSON forms in which Cedar takes it, and now and then in none of them.

import type { CedarValueJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Dice } from './dice.ts';
import { IDS, makeExtensionText, makeNumber, makeText } from './texts.ts';
import { makeType } from './world.ts';
import type { FuzzRecord, FuzzType, World } from './world.ts';

export interface ValueRules {
  readonly world: World;
  /** How often a value is of another type, or of none. */
  readonly faults: number;
  /** Whether the short forms may be used that only a schema tells from strings and records. */
  readonly implicit: boolean;
}

const NONSENSE: readonly CedarValueJson[] = [
  null,
  1.5,
  2 ** 63,
  -(2 ** 63) - 2048,
  1e300,
  { __entity: { type: '', id: 'a' } },
  { __entity: { type: 'User', id: 'a' } },
  { __extn: { fn: 'nothing', arg: 'a' } },
  { __extn: { fn: 'decimal', arg: 1 } },
  { __extn: { fn: 'ip', arg: 'nowhere' } },
  { __extn: { fn: 'decimal', args: ['1.0'] } },
  { __extn: { fn: 'lessThan', args: [{ __extn: { fn: 'decimal', arg: '1.0' } }, 'x'] } },
  { __expr: 'User::"a"' },
  { __entity: { type: 'User' } },
  { __unknown: 'a' },
  { __entity: { type: 'Kind', id: 'c' } },
  nested(30),
];

function nested(depth: number): CedarValueJson {
  return depth === 0 ? 1 : [{ a: nested(depth - 1) }];
}

/** The function that makes a value of an extension type. */
export const CONSTRUCTORS = { decimal: 'decimal', ipaddr: 'ip', datetime: 'datetime', duration: 'duration' };

export function makeUid(dice: Dice, world: World, type: string): TypeAndId {
  const ids = world.entityTypes[type]?.ids;
  return { type, id: dice.pick(ids ?? (dice.chance(0.9) ? IDS.slice(0, 4) : IDS)) };
}

export function makeValue(dice: Dice, rules: ValueRules, type: FuzzType): CedarValueJson {
  const { world, faults, implicit } = rules;
  if (faults > 0 && dice.chance(faults)) {
    if (dice.chance(0.5)) return dice.pick(NONSENSE);
    return makeValue(dice, rules, makeType(dice, Object.keys(world.entityTypes), 1));
  }
  switch (type.type) {
    case 'Boolean':
      return dice.chance(0.5);
    case 'Long':
      return makeNumber(dice);
    case 'String':
      return makeText(dice);
    case 'Extension':
      return makeExtension(dice, rules, type);
    case 'Entity': {
      const uid = { ...makeUid(dice, world, type.name), ...(dice.chance(faults) ? { id: 'nobody' } : {}) };
      return implicit && dice.chance(0.5) ? uid : { __entity: uid };
    }
    case 'Set':
      return dice.many(0, 4, () => makeValue(dice, rules, type.element));
    case 'Record':
      return makeRecordValue(dice, rules, type);
  }
}

function makeExtension(
  dice: Dice,
  { faults, implicit }: ValueRules,
  { name }: FuzzType & { type: 'Extension' },
): CedarValueJson {
  const fn = CONSTRUCTORS[name];
  const arg = makeExtensionText(dice, name, faults);
  if (implicit && dice.chance(0.4)) return dice.chance(0.5) ? arg : { fn, arg };
  if (name === 'datetime' && dice.chance(0.1)) {
    const span = makeExtensionText(dice, 'duration', faults);
    return {
      __extn: { fn: 'offset', args: [{ __extn: { fn, arg } }, { __extn: { fn: 'duration', arg: span } }] },
    };
  }
  return { __extn: { fn, arg } };
}

export function makeRecordValue(
  dice: Dice,
  rules: ValueRules,
  { attributes }: FuzzRecord,
): Record<string, CedarValueJson> {
  const { faults } = rules;
  const entries = Object.entries(attributes).flatMap(([name, type]): [string, CedarValueJson][] =>
    dice.chance(type.required ? faults / 2 : 0.4) ? [] : [[name, makeValue(dice, rules, type)]],
  );
  if (faults > 0 && dice.chance(faults / 2)) entries.push(['surplus', makeText(dice)]);
  return Object.fromEntries(entries);
}
