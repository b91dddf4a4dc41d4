// Principals that policies name are compared one by one, and all others at once: a rule for each of many
// agents then costs as much as there are agents, and none of them stands in what is told of another.

import type { CompiledPolicy } from '../compiled-policy.ts';
import { EntityUid } from '../cedar/value.ts';
import { uidsIn } from '../lint/uid.ts';
import { applyingIn } from './access.ts';
import type { Applying } from './access.ts';
import { atomOf } from './atom.ts';
import { compareAlike } from './compare.ts';
import type { Change, Changed, Compared, Sides } from './compare.ts';
import type { Literal } from './formula.ts';
import { effortOf } from './satisfy.ts';
import type { Setting, Subject } from './setting.ts';
import { placeOf } from './term.ts';

/** How much work is added for each principal that is named. */
const STEPS_OF_ONE = 500;

/** With more principals times policies nobody is looked at alone. */
const MOST_PAIRS = 300_000;

/** More changes of one kind of question nobody reads: what is beyond them is not compared. */
const MOST_TOLD = 40_000;

/** The policies that name each principal. */
type Named = ReadonlyMap<string, { readonly uid: EntityUid; readonly policies: ReadonlySet<CompiledPolicy> }>;

const NOT_COMPARED: Compared = { changes: [], isComplete: false };

/** Compares two sets in one setting; each request that is answered otherwise lies in one of the changes. */
export function compareIn(setting: Setting, sides: Sides, changed: Changed, steps: number): Compared {
  const named = namedIn(sides, setting.principal);
  const others = settingOf(setting, null);
  const rest = restOf(sides, named, others);
  if (named.size === 0 || named.size * rest.flat().length > MOST_PAIRS) {
    return compareAlike(setting, sides, changed, effortOf(steps));
  }
  const effort = effortOf(steps + named.size * STEPS_OF_ONE);
  const usual = compareAlike(others, rest, changed, effort);
  const usually = new Map(
    usual.changes.map((change) => [keyOf(change), { change, except: [] as Literal[] }]),
  );
  const told: Change[] = [];
  let { isComplete } = usual;
  const own = ownOf(sides, named);
  for (const [key, { uid, policies }] of named) {
    const alone = settingOf(setting, uid);
    const here = mapSides(rest, (side, index) => [
      ...side.filter(({ policy }) => !policies.has(policy)),
      ...applyingIn(own.get(key)?.[index] ?? [], alone),
    ]);
    const isTooMuch = told.length >= MOST_TOLD;
    const compared = isTooMuch ? NOT_COMPARED : compareAlike(alone, here, changed, effort);
    isComplete &&= compared.isComplete;
    const [is, isNot] = [isPrincipal(setting, uid, 'true'), isPrincipal(setting, uid, 'false')];
    const byKey = new Map(compared.changes.map((change) => [keyOf(change), change]));
    for (const [each, change] of byKey) {
      if (!usually.has(each)) told.push({ ...change, when: [is, ...change.when] });
    }
    for (const [each, { except }] of usually) if (!byKey.has(each)) except.push(isNot);
  }
  const common = [...usually.values()].map(({ change, except }) => ({
    ...change,
    when: [...change.when, ...except],
  }));
  return { changes: [...common, ...told], isComplete };
}

/** What applies to those whom no policy names. */
function restOf(sides: Sides, named: Named, others: Setting): Sides {
  const naming = new Set([...named.values()].flatMap(({ policies }) => [...policies]));
  return mapSides(sides, (side) => {
    const again = side.flatMap(({ policy }) => (naming.has(policy) ? [policy] : []));
    return [...side.filter(({ policy }) => !naming.has(policy)), ...applyingIn(again, others)];
  });
}

function mapSides(
  sides: Sides,
  make: (side: readonly Applying[], index: 0 | 1) => readonly Applying[],
): Sides {
  return [make(sides[0], 0), make(sides[1], 1)];
}

function namedIn(sides: Sides, type: Setting['principal']): Named {
  const named = new Map<string, { uid: EntityUid; policies: Set<CompiledPolicy> }>();
  for (const { policy } of sides.flat()) {
    for (const { type: found, id } of uidsIn(policy.json)) {
      if (found !== type) continue;
      const uid = new EntityUid(found, id);
      const known = named.get(uid.key) ?? { uid, policies: new Set() };
      known.policies.add(policy);
      named.set(uid.key, known);
    }
  }
  return named;
}

/** The policies of each side that name a principal, in their order. */
function ownOf(sides: Sides, named: Named): ReadonlyMap<string, readonly (readonly CompiledPolicy[])[]> {
  const own = new Map<string, [CompiledPolicy[], CompiledPolicy[]]>();
  const namesOf = new Map<CompiledPolicy, string[]>();
  for (const [key, { policies }] of named) {
    own.set(key, [[], []]);
    for (const policy of policies) {
      const names = namesOf.get(policy) ?? [];
      names.push(key);
      namesOf.set(policy, names);
    }
  }
  for (const [index, side] of sides.entries()) {
    for (const { policy } of side) {
      for (const key of namesOf.get(policy) ?? []) own.get(key)?.[index]?.push(policy);
    }
  }
  return own;
}

/** The setting with one principal; null: with any that no policy names. */
function settingOf(setting: Setting, uid: EntityUid | null): Setting {
  const subject: Subject = setting.subjects.get('principal')!;
  const alone: Subject = uid === null ? { ...subject, isUnnamed: true } : { ...subject, uid };
  return { ...setting, subjects: new Map([...setting.subjects, ['principal', alone]]) };
}

function isPrincipal(setting: Setting, uid: EntityUid, is: 'true' | 'false'): Literal {
  const place = placeOf({ Var: 'principal' }, setting)!;
  return { kind: 'literal', atom: atomOf(place, { kind: 'equal', value: uid }), is };
}

/** Equal for changes that are told in the same words. */
function keyOf({ when, before, after, because }: Change): string {
  const cube = when.map(({ atom, is }) => [atom.key, is]);
  return JSON.stringify([cube, before, after, because.map(({ id }) => id)]);
}
