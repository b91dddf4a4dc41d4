// Expressions that are true or false: every operator and method of the language that answers a boolean.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { BOOLEAN, extension, LONG, makeExpr, makePattern, STRING } from './expression.ts';
import type { Writer } from './expression.ts';
import { makeLookalikeCondition } from './lookalikes.ts';
import { attributesOf } from './paths.ts';
import type { Path } from './paths.ts';
import { makeType } from './world.ts';
import type { FuzzType } from './world.ts';

type Make = (writer: Writer, depth: number) => Expr;

export function makeCondition(writer: Writer, depth: number): Expr {
  if (depth <= 0) return makeExpr(writer, BOOLEAN, 0);
  return writer.dice.pick(MAKERS)(writer, depth - 1);
}

function anyType({ dice, world, paths }: Writer): FuzzType {
  return paths.length > 0 && dice.chance(0.7)
    ? dice.pick(paths).type
    : makeType(dice, Object.keys(world.entityTypes), 1);
}

function entityType({ dice, world }: Writer): FuzzType & { type: 'Entity' } {
  const names = [...Object.keys(world.entityTypes), `${world.prefix}Action`];
  // The same name without a namespace is another type.
  return { type: 'Entity', name: dice.chance(0.9) ? dice.pick(names) : dice.pick(['User', 'Action', 'ser']) };
}

const connect: Make = (writer, depth) => {
  const left = makeCondition(writer, depth);
  const right = makeCondition(writer, depth);
  return writer.dice.chance(0.5) ? { '&&': { left, right } } : { '||': { left, right } };
};

const negate: Make = (writer, depth) => ({ '!': { arg: makeCondition(writer, depth) } });

const equate: Make = (writer, depth) => {
  const type = anyType(writer);
  const left = makeExpr(writer, type, depth);
  const right = makeExpr(writer, writer.dice.chance(0.9) ? type : anyType(writer), depth);
  return writer.dice.chance(0.6) ? { '==': { left, right } } : { '!=': { left, right } };
};

const compare: Make = (writer, depth) => {
  const { dice } = writer;
  const type = dice.pick([LONG, LONG, extension('datetime'), extension('duration')]);
  const other = dice.chance(0.95) ? type : dice.pick([LONG, extension('datetime'), extension('duration')]);
  const sides = { left: makeExpr(writer, type, depth), right: makeExpr(writer, other, depth) };
  const op = dice.pick(['<', '<=', '>', '>='] as const);
  return { [op]: sides } as unknown as Expr;
};

const compareDecimals: Make = (writer, depth) => {
  const part = (): Expr => makeExpr(writer, extension('decimal'), depth);
  const methods = ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'];
  return { [writer.dice.pick(methods)]: [part(), part()] };
};

const askAddress: Make = (writer, depth) => {
  const part = (): Expr => makeExpr(writer, extension('ipaddr'), depth);
  if (writer.dice.chance(0.4)) return { isInRange: [part(), part()] };
  return { [writer.dice.pick(['isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'])]: [part()] };
};

const askTime: Make = (writer, depth) => {
  const { dice } = writer;
  const part = (name: 'datetime' | 'duration'): Expr => makeExpr(writer, extension(name), depth - 1);
  const unit = dice.pick(['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays']);
  const sides = dice.pick<() => { left: Expr; right: Expr }>([
    () => ({ left: { [unit]: [part('duration')] }, right: { Value: dice.int(-2, 2) } }),
    () => ({ left: { toTime: [part('datetime')] }, right: part('duration') }),
    () => ({ left: { toDate: [part('datetime')] }, right: part('datetime') }),
    () => ({ left: { durationSince: [part('datetime'), part('datetime')] }, right: part('duration') }),
  ])();
  return { [dice.pick(['<', '<=', '==', '!='])]: sides } as unknown as Expr;
};

const isIn: Make = (writer, depth) => {
  const { dice } = writer;
  const left = makeExpr(writer, entityType(writer), depth);
  const one = (): Expr => makeExpr(writer, entityType(writer), depth);
  const right = dice.chance(0.5) ? one() : { Set: dice.many(0, 4, one) };
  if (dice.chance(0.6)) return { in: { left, right } };
  const { name } = entityType(writer);
  return { is: dice.chance(0.5) ? { left, entity_type: name } : { left, entity_type: name, in: right } };
};

const has: Make = (writer, depth) => {
  const { dice, paths, world, wildness } = writer;
  const holders = paths.filter(({ type }) => Object.keys(attributesOf(world, type)).length > 0);
  const holder: Path | undefined = holders.length > 0 ? dice.pick(holders) : undefined;
  const left = holder?.expr ?? makeExpr(writer, entityType(writer), depth);
  const names = Object.keys(holder === undefined ? {} : attributesOf(world, holder.type));
  const attr =
    dice.chance(wildness) || names.length === 0 ? dice.pick(['a', 'b', 'toString']) : dice.pick(names);
  const further = dice.some(['a', 'b', 'n', 's'], 0.25);
  const bare = [attr, ...further].every((name) => /^[A-Za-z_]\w*$/.test(name));
  return further.length > 0 && bare ? { has: { left, attr: [attr, ...further] } } : { has: { left, attr } };
};

const hasTag: Make = (writer, depth) => ({
  hasTag: { left: makeExpr(writer, entityType(writer), depth), right: makeExpr(writer, STRING, depth) },
});

const like: Make = (writer, depth) => ({
  like: { left: makeExpr(writer, STRING, depth), pattern: makePattern(writer.dice) },
});

const confuse: Make = ({ dice }) => makeLookalikeCondition(dice);

const askSet: Make = (writer, depth) => {
  const { dice } = writer;
  const element = anyType(writer);
  const set = (): Expr => makeExpr(writer, { type: 'Set', element }, depth);
  const left = set();
  if (dice.chance(0.2)) return { isEmpty: { arg: left } };
  if (dice.chance(0.4)) return { contains: { left, right: makeExpr(writer, element, depth) } };
  const sides = { left, right: set() };
  return dice.chance(0.5) ? { containsAll: sides } : { containsAny: sides };
};

const MAKERS: readonly Make[] = [
  connect,
  connect,
  negate,
  equate,
  equate,
  compare,
  compare,
  compareDecimals,
  askAddress,
  askTime,
  isIn,
  isIn,
  has,
  hasTag,
  like,
  askSet,
  askSet,
  confuse,
  confuse,
];
