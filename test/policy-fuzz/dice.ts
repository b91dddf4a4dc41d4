// All chance comes through here, so that a seed is a case.

export interface Dice {
  /** A whole number between the two, both included. */
  int(min: number, max: number): number;
  /** True with the probability given. */
  chance(probability: number): boolean;
  /** One of the items; there must be one. */
  pick<T>(items: readonly T[]): T;
  /** Some of the items, each with the probability given, in their order. */
  some<T>(items: readonly T[], probability: number): T[];
  /** As many results as a number between the two says. */
  many<T>(min: number, max: number, make: (index: number) => T): T[];
}

const FINE = 1_000_000;

export function diceOf(int: (min: number, max: number) => number): Dice {
  const dice: Dice = {
    int,
    chance: (probability) => int(0, FINE - 1) < probability * FINE,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    some: (items, probability) => items.filter(() => dice.chance(probability)),
    many: (min, max, make) => Array.from({ length: int(min, max) }, (_, index) => make(index)),
  };
  return dice;
}
