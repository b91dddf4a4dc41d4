// Expressions of a wanted type; a wild writer takes another type now and then, so that they go wrong.

import type { CedarValueJson, Expr, PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import type { Dice } from './dice.ts';
import { isSameType } from './paths.ts';
import type { Path } from './paths.ts';
import { makeExtensionText, makeText } from './texts.ts';
import { CONSTRUCTORS, makeUid } from './values.ts';
import { makeType } from './world.ts';
import type { ExtensionName, FuzzType, World } from './world.ts';

export interface Writer {
  readonly dice: Dice;
  readonly world: World;
  readonly paths: readonly Path[];
  /** How often a part is of another type than it should be, or asks for what may be missing. */
  readonly wildness: number;
  /** Makes what is true or false out of several parts (see condition.ts). */
  readonly makeCondition: (writer: Writer, depth: number) => Expr;
}

export const BOOLEAN: FuzzType = { type: 'Boolean' };
export const LONG: FuzzType = { type: 'Long' };
export const STRING: FuzzType = { type: 'String' };

export function extension(name: ExtensionName): FuzzType {
  return { type: 'Extension', name };
}

/**
 * Numbers that stand for the bounds of Cedar's integers, which JavaScript's JSON cannot hold: the text of a
 * policy gets the bound instead.
 */
export const STAND_INS: readonly (readonly [number, string])[] = [
  [9_007_199_254_740_001, '9223372036854775807'],
  [9_007_199_254_740_003, '9223372036854775808'],
];
/** Stands for a number that JSON rounds: a compiler that is given JSON must not take it. */
const ROUNDED: readonly [number, string] = [9_007_199_254_740_005, '9007199254740993'];

export function withoutStandIns(text: string): string {
  return [...STAND_INS, ROUNDED].reduce(
    (part, [standIn, meant]) => part.replaceAll(String(standIn), meant),
    text,
  );
}

export function makeExpr(writer: Writer, wanted: FuzzType, depth: number): Expr {
  const { dice, world, wildness } = writer;
  const type = dice.chance(wildness) ? makeType(dice, Object.keys(world.entityTypes), 1) : wanted;
  if (dice.chance(depth > 0 ? 0.3 : 0.7)) return makePath(writer, type);
  if (depth <= 0) return makeLiteral(writer, type);
  if (dice.chance(0.07)) {
    const [then, other] = [makeExpr(writer, type, depth - 1), makeExpr(writer, type, depth - 1)];
    return choose(writer.makeCondition(writer, depth - 1), then, other);
  }
  switch (type.type) {
    case 'Boolean':
      return writer.makeCondition(writer, depth);
    case 'Long':
      return makeSum(writer, depth);
    case 'Extension':
      return makeExtensionExpr(writer, type.name, depth);
    case 'Entity':
      return makeTag(writer, type, depth) ?? makePath(writer, type);
    case 'String':
      return makeTag(writer, type, depth) ?? makeLiteral(writer, type);
    case 'Set':
      return { Set: dice.many(0, 4, () => makeExpr(writer, type.element, depth - 1)) };
    case 'Record':
      return recordExpr(writer, type, (inner) => makeExpr(writer, inner, depth - 1));
  }
}

function makePath(writer: Writer, type: FuzzType): Expr {
  const { dice, paths, wildness } = writer;
  const fitting = paths.filter((path) => isSameType(path.type, type));
  if (fitting.length === 0) return makeLiteral(writer, type);
  const { expr, guards } = dice.pick(fitting);
  if (guards.length === 0 || dice.chance(wildness * 2)) return expr;
  const guard = guards.reduce((left, right) => ({ '&&': { left, right } }));
  return type.type === 'Boolean'
    ? { '&&': { left: guard, right: expr } }
    : choose(guard, expr, makeLiteral(writer, type));
}

function makeLiteral(writer: Writer, type: FuzzType): Expr {
  const { dice, world, wildness } = writer;
  const value = (literal: CedarValueJson): Expr => ({ Value: literal });
  switch (type.type) {
    case 'Boolean':
      return value(dice.chance(0.5));
    case 'Long':
      return value(makeNumber(dice));
    case 'String':
      return value(makeText(dice));
    case 'Extension':
      return { [CONSTRUCTORS[type.name]]: [value(makeExtensionText(dice, type.name, wildness))] };
    case 'Entity':
      return value({ __entity: makeUid(dice, world, type.name) });
    case 'Set':
      return { Set: dice.many(0, 3, () => makeLiteral(writer, type.element)) };
    case 'Record':
      return recordExpr(writer, type, (inner) => makeLiteral(writer, inner));
  }
}

function makeNumber(dice: Dice): number {
  if (dice.chance(0.75)) return dice.int(-5, 5);
  if (dice.chance(0.3)) return dice.pick([2 ** 32, 3_037_000_500, 9_007_199_254_740_991]);
  if (dice.chance(0.05)) return ROUNDED[0];
  const [most = 0, least = 0] = STAND_INS.map(([standIn]) => standIn);
  return dice.pick([most, -most, -least]);
}

function recordExpr(
  { dice }: Writer,
  type: FuzzType & { type: 'Record' },
  make: (type: FuzzType) => Expr,
): Expr {
  const entries = Object.entries(type.attributes).flatMap(([name, inner]): [string, Expr][] =>
    inner.required || dice.chance(0.6) ? [[name, make(inner)]] : [],
  );
  return { Record: Object.fromEntries(entries) };
}

function makeSum(writer: Writer, depth: number): Expr {
  const { dice } = writer;
  const part = (): Expr => makeExpr(writer, LONG, depth - 1);
  const method = dice.pick(['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays']);
  switch (dice.int(0, 5)) {
    case 0:
      return { '+': { left: part(), right: part() } };
    case 1:
      return { '-': { left: part(), right: part() } };
    case 2:
      return { '*': { left: part(), right: part() } };
    case 3:
      return { neg: { arg: part() } };
    case 4:
      return { [method]: [makeExpr(writer, extension('duration'), depth - 1)] };
    default:
      return makeTag(writer, LONG, depth) ?? part();
  }
}

function makeExtensionExpr(writer: Writer, name: ExtensionName, depth: number): Expr {
  const { dice } = writer;
  const part = (type: FuzzType): Expr => makeExpr(writer, type, depth - 1);
  const [datetime, duration] = [extension('datetime'), extension('duration')];
  if (dice.chance(0.15)) return { [CONSTRUCTORS[name]]: [part(STRING)] };
  if (name === 'datetime' && dice.chance(0.6)) {
    return dice.chance(0.6) ? { offset: [part(datetime), part(duration)] } : { toDate: [part(datetime)] };
  }
  if (name === 'duration' && dice.chance(0.6)) {
    const one = part(datetime);
    return dice.chance(0.6) ? { durationSince: [one, part(datetime)] } : { toTime: [one] };
  }
  return makeTag(writer, extension(name), depth) ?? makeLiteral(writer, extension(name));
}

/** A tag of an entity whose tags are of the type, asked for before or not. */
function makeTag(writer: Writer, type: FuzzType, depth: number): Expr | null {
  const { dice, world, wildness } = writer;
  const tagged = Object.entries(world.entityTypes).filter(([, { tags }]) => tags && isSameType(tags, type));
  if (tagged.length === 0 || dice.chance(0.5)) return null;
  const left = makePath(writer, { type: 'Entity', name: dice.pick(tagged)[0] });
  const right = dice.chance(0.7)
    ? { Value: dice.pick(['a', 'b', 'é', '']) }
    : makeExpr(writer, STRING, depth - 1);
  const tag: Expr = { getTag: { left, right } };
  if (dice.chance(wildness * 2)) return tag;
  return choose({ hasTag: { left, right } }, tag, makeLiteral(writer, type));
}

/** The branches by name: an object written with a `then` looks like a promise. */
function choose(...parts: readonly [Expr, Expr, Expr]): Expr {
  const named = ['if', 'then', 'else'].map((name, index) => [name, parts[index]] as const);
  return { 'if-then-else': Object.fromEntries(named) } as unknown as Expr;
}

export function makePattern(dice: Dice): PatternElem[] {
  const text = (): string =>
    dice.chance(0.7) ? dice.pick(['a', 'b', 'ab']) : dice.pick([...Array.from(makeText(dice)), '']);
  return dice.many(0, dice.pick([3, 4, 8]), () => (dice.chance(0.5) ? 'Wildcard' : { Literal: text() }));
}
