// What access two policy sets give, compared: every request whose answer differs lies in one of the changes
// told, or its action is listed as not compared.

import type { CompiledPolicy } from '../compiled-policy.ts';
import { keyOf as keyOfValue } from '../cedar/value.ts';
import type { PolicyCatalog } from '../schema.ts';
import { applyingIn } from './access.ts';
import type { Access } from './access.ts';
import { compareIn } from './compare-principals.ts';
import type { Compared, PolicyChange, Sides } from './compare.ts';
import { domainsOf, listSettings } from './domains.ts';
import type { DomainsOf } from './domains.ts';
import { atomsOf, formulaKey } from './formula.ts';
import { USUAL_EFFORT } from './satisfy.ts';
import type { Domain, Setting } from './setting.ts';
import type { Cube } from './theory.ts';

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

interface Limits {
  /** How much work at most is put into one kind of action. */
  readonly steps?: number;
  /** What is known of the context of each action; what the catalog says where nothing is given. */
  readonly domains?: DomainsOf;
  /** Is told how many kinds of questions are compared. */
  readonly tell?: (done: number, of: number) => void;
}

/** Compares two sets that fit one catalog. */
export function diffPolicies(
  before: readonly CompiledPolicy[],
  after: readonly CompiledPolicy[],
  catalog: PolicyCatalog,
  { steps = USUAL_EFFORT * 2, domains = domainsOf, tell = () => undefined }: Limits = {},
): PolicyDiff {
  const policies = changedPolicies(before, after);
  const changed = new Map(policies.map((change, place) => [change.id, { change, place }]));
  const found = new Map<string, Compared>();
  const access: AccessChange[] = [];
  const notCompared = new Set<string>();
  const settings = listSettings(catalog, domains);
  for (const [place, setting] of settings.entries()) {
    tell(place, settings.length);
    const sides = [applyingIn(before, setting), applyingIn(after, setting)] as const;
    if (!sides.flat().some(({ policy }) => changed.has(policy.id))) continue;
    const key = keyOf(setting, sides);
    const compared = found.get(key) ?? compareIn(setting, sides, changed, steps);
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
