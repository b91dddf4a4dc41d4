// What two policy sets answer otherwise in one setting, and which of the changed policies are behind it.

import { regionsOf } from './access.ts';
import type { Access, Applying } from './access.ts';
import { EntityUid } from '../cedar/value.ts';
import { and } from './formula.ts';
import type { Formula, Literal } from './formula.ts';
import { needOf } from './need.ts';
import { effortOf, implies, models, satisfiable } from './satisfy.ts';
import type { Effort } from './satisfy.ts';
import type { Setting } from './setting.ts';
import type { Cube } from './theory.ts';

/** A policy that is not the same in both sets. */
export interface PolicyChange {
  readonly id: string;
  readonly how: 'added' | 'removed' | 'changed';
  /** Of what changed: whether only annotations did. */
  readonly onlyAnnotations: boolean;
}

/** The policies that are not the same, by id, in the order in which they are told. */
export type Changed = ReadonlyMap<string, { readonly change: PolicyChange; readonly place: number }>;

/** What applies before and after. */
export type Sides = readonly [readonly Applying[], readonly Applying[]];

/** Requests of one setting that are answered otherwise. */
export interface Change {
  readonly principal: Setting['principal'];
  readonly when: Cube;
  readonly before: Access;
  readonly after: Access;
  readonly because: readonly PolicyChange[];
}

export interface Compared {
  readonly changes: readonly Change[];
  readonly isComplete: boolean;
}

/** How much work is put into whether one policy is behind one change. */
const STEPS_OF_CAUSE = 1_000;

/** So many policies are asked whether they may be behind a change that none is surely behind. */
const MOST_CAUSES = 100;

/** Changes told of one action, before and after being given, unless they simply stand side by side. */
const MOST_CUBES = 12;

/** Compares the two in one setting. */
export function compareAlike(setting: Setting, sides: Sides, changed: Changed, effort: Effort): Compared {
  const [before, after] = sides.map((side) => regionsOf(side, setting, effort));
  const causes = causesIn(sides, changed, setting);
  const changes: Change[] = [];
  let isComplete = true;
  for (const old of before ?? []) {
    for (const next of after ?? []) {
      if (JSON.stringify(old.access) === JSON.stringify(next.access)) continue;
      const where = and(old.where, next.where);
      const found = sideBySide(where) ?? models(where, setting, { limit: MOST_CUBES, effort });
      isComplete &&= found.isComplete;
      for (const when of found.cubes) {
        const because = causes(when);
        changes.push({ principal: setting.principal, when, before: old.access, after: next.access, because });
      }
    }
  }
  return { changes, isComplete: isComplete && effort.left > 0 };
}

/** Many ways, each a few literals, are told as they stand; null where there is more to them. */
function sideBySide(where: Formula): ReturnType<typeof models> | null {
  if (where.kind !== 'or' || where.parts.length <= MOST_CUBES) return null;
  const cubes = where.parts.map((part) => (part.kind === 'and' ? part.parts : [part]));
  const isPlain = (cube: readonly Formula[]): cube is readonly Literal[] =>
    cube.every((part) => part.kind === 'literal');
  if (!cubes.every(isPlain)) return null;
  const byKey = new Map(
    cubes.map((cube) => [JSON.stringify(cube.map(({ atom, is }) => [atom.key, is])), cube]),
  );
  return { cubes: [...byKey.values()], isComplete: true };
}

/** The changed policies that apply where the answers differ; where none surely does, those that may. */
function causesIn(sides: Sides, changed: Changed, setting: Setting): (when: Cube) => readonly PolicyChange[] {
  const applying = sides.flat().filter(({ policy }) => changed.has(policy.id));
  const byNeed = new Map<string | null, Applying[]>();
  for (const one of applying) {
    const need = needOf(one.policy.json);
    const alike = byNeed.get(need) ?? [];
    alike.push(one);
    byNeed.set(need, alike);
  }
  const self = setting.subjects.get('principal')?.uid?.key ?? null;
  return (when) => {
    const where = and(...when);
    const named = when.flatMap(({ atom: { test } }) => {
      if (test.kind === 'within') return [test.uid.key];
      return test.kind === 'equal' && test.value instanceof EntityUid ? [test.value.key] : [];
    });
    const near = [...new Set([null, self, ...named])].flatMap((need) => byNeed.get(need) ?? []);
    const sure = near.filter(({ outcome: { yes } }) =>
      implies(where, yes, setting, effortOf(STEPS_OF_CAUSE)),
    );
    const behind =
      sure.length > 0
        ? sure
        : applying
            .slice(0, MOST_CAUSES)
            .filter(
              ({ outcome: { yes } }) =>
                satisfiable(and(where, yes), setting, effortOf(STEPS_OF_CAUSE)) !== 'no',
            );
    const found = new Set(behind.flatMap(({ policy }) => changed.get(policy.id) ?? []));
    return [...found].toSorted((a, b) => a.place - b.place).map(({ change }) => change);
  };
}
