// Values that are easily taken for one another, as literals: equal ones in other clothes, and unequal ones
// whose text or key is nearly the same.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import type { Dice } from './dice.ts';

const literal = (value: string | number | boolean): Expr => ({ Value: value });
const made = (fn: string, text: string): Expr => ({ [fn]: [literal(text)] });
const entity = (type: string, id: string): Expr => ({ Value: { __entity: { type, id } } });

const LOOKALIKES: readonly Expr[] = [
  ...[1, 0, -1, '1', '0', '', 'n1', 's1:a', 'a', 'true', true, false].map(literal),
  ...['User::"a"', 'i4:16909060/32', 'd10000', '[]', '{}'].map(literal),
  entity('User', 'a'),
  entity('NS::User', 'a'),
  entity('User', 'a"'),
  ...['1.0', '1.0000', '0.1', '0.0001', '-0.0', '0.0'].map((text) => made('decimal', text)),
  ...['1.2.3.4', '1.2.3.4/32', '1.2.3.4/24', '1.2.3.5/24', '::102:304', '::1.2.3.4'].map((text) =>
    made('ip', text),
  ),
  ...['1ms', '0ms', '-0ms', '24h', '1d', '86400s'].map((text) => made('duration', text)),
  ...['1970-01-01', '1970-01-02', '1970-01-01T00:00:00.001Z', '1970-01-01T23:59:00-0001'].map((text) =>
    made('datetime', text),
  ),
  { Set: [] },
  { Set: [literal(1)] },
  { Set: [literal(1), literal(1)] },
  { Set: [literal(1), literal('1')] },
  { Set: [literal('1'), literal(1)] },
  { Set: [{ Set: [] }] },
  { Set: [literal('a,b')] },
  { Set: [literal('a'), literal('b')] },
  { Record: {} },
  { Record: { a: literal(1), b: literal(2) } },
  { Record: { b: literal(2), a: literal(1) } },
  { Record: { a: literal('1'), b: literal(2) } },
  { Record: { 'a=n1,b': literal(2) } },
  { Record: { 'a=n1,1:b': literal(2) } },
];

export function makeLookalikeCondition(dice: Dice): Expr {
  // Those that are most alike stand together.
  const start = dice.int(0, LOOKALIKES.length - 1);
  const nearby = LOOKALIKES.slice(start, start + dice.pick([2, 4, LOOKALIKES.length]));
  const one = (): Expr => dice.pick(nearby);
  const set = (): Expr => ({ Set: dice.many(0, 5, one) });
  switch (dice.int(0, 6)) {
    case 0:
      return { '==': { left: one(), right: one() } };
    case 1:
      return { '==': { left: set(), right: set() } };
    case 2:
      return { containsAll: { left: set(), right: set() } };
    case 3:
      return { containsAny: { left: set(), right: set() } };
    case 4:
      return { in: { left: dice.pick([{ Var: 'principal' }, { Var: 'resource' }, one()]), right: set() } };
    case 5:
      return { '==': { left: makeFarOff(dice), right: makeFarOff(dice) } };
    default:
      return { contains: { left: set(), right: one() } };
  }
}

/** A point in time at one end of time, or just beyond it. */
function makeFarOff(dice: Dice): Expr {
  const start = dice.pick(['1970-01-01', '1970-01-02', '1969-12-31', '1970-01-01T00:00:00.001Z']);
  const span = dice.pick(['9223372036854775807ms', '-9223372036854775808ms']);
  return { offset: [made('datetime', start), made('duration', span)] };
}
