// What access two policy sets give, compared: every request whose answer differs lies in one of the changes
// told, or its action is listed as not compared.

import type { CompiledPolicy } from '../compiled-policy.ts';
import { keyOf as keyOfValue } from '../cedar/value.ts';
import type { PolicyCatalog } from '../schema.ts';
import { applyingIn, regionsOf } from './access.ts';
import type { Access, Applying } from './access.ts';
import { domainsOf, listSettings } from './domains.ts';
import type { DomainsOf } from './domains.ts';
import { and, atomsOf, formulaKey } from './formula.ts';
import type { Formula } from './formula.ts';
import { effortOf, implies, models, satisfiable, USUAL_EFFORT } from './satisfy.ts';
import type { Domain, Setting } from './setting.ts';
import type { Cube } from './theory.ts';

/** A policy that is not the same in both sets. */
export interface PolicyChange {
  readonly id: string;
  readonly how: 'added' | 'removed' | 'changed';
  /** Of what changed: whether only annotations did. */
  readonly onlyAnnotations: boolean;
}

/** A class of requests that is answered otherwise. */
export interface AccessChange {
  readonly principal: 'Agent' | 'Operator';
  /** Ids of the actions, sorted; all of them change alike. */
  readonly actions: readonly string[];
  /** What must hold of a request, in all. */
  readonly when: Cube;
  readonly before: Access;
  readonly after: Access;
  readonly because: readonly PolicyChange[];
}

export interface PolicyDiff {
  readonly policies: readonly PolicyChange[];
  readonly access: readonly AccessChange[];
  /** Ids of actions about which not everything is told: there was too much. */
  readonly notCompared: readonly string[];
}

/** How much work is put into whether one policy is behind one change. */
const STEPS_OF_CAUSE = 1_000;

/** Changes told of one action, before and after being given. */
const MOST_CUBES = 12;

interface Limits {
  /** How much work at most is put into one kind of action. */
  readonly steps?: number;
  /** What is known of the context of each action; what the catalog says where nothing is given. */
  readonly domains?: DomainsOf;
}

/** Compares two sets that fit one catalog. */
export function diffPolicies(
  before: readonly CompiledPolicy[],
  after: readonly CompiledPolicy[],
  catalog: PolicyCatalog,
  { steps = USUAL_EFFORT * 2, domains = domainsOf }: Limits = {},
): PolicyDiff {
  const policies = changedPolicies(before, after);
  const ids = new Set(policies.map(({ id }) => id));
  const changed = [...before, ...after].filter(({ id }) => ids.has(id));
  const found = new Map<string, Compared>();
  const access: AccessChange[] = [];
  const notCompared = new Set<string>();
  for (const setting of listSettings(catalog, domains)) {
    if (applyingIn(changed, setting).length === 0) continue;
    const sides = [applyingIn(before, setting), applyingIn(after, setting)] as const;
    const key = keyOf(setting, sides);
    const compared = found.get(key) ?? compareIn(setting, sides, policies, steps);
    found.set(key, compared);
    if (!compared.isComplete) notCompared.add(setting.action.id);
    access.push(...compared.changes.map((change) => ({ ...change, actions: [setting.action.id] })));
  }
  return { policies, access: joinActions(access), notCompared: [...notCompared].toSorted() };
}

function changedPolicies(
  before: readonly CompiledPolicy[],
  after: readonly CompiledPolicy[],
): readonly PolicyChange[] {
  const old = new Map(before.map((policy) => [policy.id, policy]));
  const ids = new Set(after.map(({ id }) => id));
  const removed = before
    .filter(({ id }) => !ids.has(id))
    .map(({ id }): PolicyChange => ({ id, how: 'removed', onlyAnnotations: false }));
  const others = after.flatMap((policy): PolicyChange[] => {
    const { id } = policy;
    const earlier = old.get(id);
    if (earlier === undefined) return [{ id, how: 'added', onlyAnnotations: false }];
    if (earlier.digest === policy.digest) return [];
    return [{ id, how: 'changed', onlyAnnotations: bodyOf(earlier) === bodyOf(policy) }];
  });
  return [...removed, ...others];
}

function bodyOf({ json: { annotations: _, ...body } }: CompiledPolicy): string {
  return JSON.stringify(body);
}

type Sides = readonly [readonly Applying[], readonly Applying[]];

interface Compared {
  readonly changes: readonly Omit<AccessChange, 'actions'>[];
  readonly isComplete: boolean;
}

/** Settings of one key are answered alike: the same policies, formulas and known values of what they read. */
function keyOf({ principal, domains }: Setting, sides: Sides): string {
  const all = sides.flat().flatMap(({ outcome }) => [outcome.yes, outcome.error]);
  const terms = new Set(all.flatMap(atomsOf).map(({ term }) => term.text));
  const known = [...domains]
    .filter(([text]) => terms.has(text))
    .map(([text, domain]) => [text, domainKey(domain)]);
  const parts = sides.map((side) => side.map(({ policy }) => policy.digest));
  return JSON.stringify([principal, known, parts, all.map(formulaKey)]);
}

function domainKey(domain: Domain): string {
  return 'values' in domain ? domain.values.map(keyOfValue).join() : `${domain.min} ${domain.max}`;
}

function compareIn(
  setting: Setting,
  sides: Sides,
  policies: readonly PolicyChange[],
  steps: number,
): Compared {
  const effort = effortOf(steps);
  const [before, after] = sides.map((side) => regionsOf(side, setting, effort));
  const changes: Omit<AccessChange, 'actions'>[] = [];
  let isComplete = true;
  for (const old of before ?? []) {
    for (const next of after ?? []) {
      if (JSON.stringify(old.access) === JSON.stringify(next.access)) continue;
      const where = and(old.where, next.where);
      const found = models(where, setting, { limit: MOST_CUBES, effort });
      isComplete &&= found.isComplete;
      for (const when of found.cubes) {
        const because = causesOf(and(...when), sides, policies, setting);
        changes.push({ principal: setting.principal, when, before: old.access, after: next.access, because });
      }
    }
  }
  return { changes, isComplete: isComplete && effort.left > 0 };
}

/** The changed policies that apply where the answers differ; where none surely does, those that may. */
function causesOf(
  where: Formula,
  sides: Sides,
  policies: readonly PolicyChange[],
  setting: Setting,
): readonly PolicyChange[] {
  const applies = (surely: boolean) => {
    return ({ id }: PolicyChange): boolean =>
      sides.flat().some(({ policy, outcome: { yes } }) => {
        if (policy.id !== id) return false;
        const effort = effortOf(STEPS_OF_CAUSE);
        if (surely) return implies(where, yes, setting, effort);
        return satisfiable(and(where, yes), setting, effort) !== 'no';
      });
  };
  const sure = policies.filter(applies(true));
  return sure.length > 0 ? sure : policies.filter(applies(false));
}

/** One change of many actions instead of many of one. */
function joinActions(changes: readonly AccessChange[]): readonly AccessChange[] {
  const joined = new Map<string, AccessChange>();
  for (const change of changes) {
    const { principal, when, before, after, because } = change;
    const key = JSON.stringify([
      principal,
      when.map(({ atom, is }) => [atom.key, is]),
      before,
      after,
      because,
    ]);
    const known = joined.get(key);
    const actions = [...new Set([...(known?.actions ?? []), ...change.actions])].toSorted();
    joined.set(key, { ...change, actions });
  }
  return [...joined.values()];
}
