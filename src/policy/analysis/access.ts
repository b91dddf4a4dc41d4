// What a policy set answers in one setting, as regions: each has one verdict, with what it asks and what it
// comes with. A policy that fails denies, so where one does is part of the denial.

import type { Obligation } from '../../kernel/policy.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { and, negate, or } from './formula.ts';
import type { Formula } from './formula.ts';
import { outcomeOf } from './policy-formula.ts';
import { FAILS } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { satisfiable } from './satisfy.ts';
import type { Effort } from './satisfy.ts';
import type { Setting } from './setting.ts';

/** One answer, in comparable form. */
export interface Access {
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** What each hold asks: `finance:1`, or `finance:1, security:2` of one person each. Sorted. */
  readonly approvers: readonly string[];
  /** What a permit comes with, in words. Sorted. */
  readonly obligations: readonly string[];
}

export interface Region {
  readonly access: Access;
  readonly where: Formula;
}

export interface Applying {
  readonly policy: CompiledPolicy;
  readonly outcome: Outcome;
}

/** The policies that can have a say in a setting, with where they apply. */
export function applyingIn(policies: readonly CompiledPolicy[], setting: Setting): readonly Applying[] {
  const { id, groups } = setting.action;
  return policies
    .filter(({ actions }) => actions === null || [id, ...groups].some((name) => actions.includes(name)))
    .map((policy) => ({ policy, outcome: policy.misfit === null ? outcomeOf(policy, setting) : FAILS }))
    .filter(({ outcome }) => outcome.yes.kind !== 'never' || outcome.error.kind !== 'never');
}

/** Something an answer may carry, and where it does. */
interface Rider {
  readonly kind: 'approvers' | 'obligations';
  readonly words: string;
  readonly where: Formula;
}

/** More are not told apart: all that is said then is that it holds or permits. */
const MOST_RIDERS = 6;

/**
 * The regions of a policy set in a setting: they cover all requests and do not overlap. None of them was
 * proven empty.
 */
export function regionsOf(
  applying: readonly Applying[],
  setting: Setting,
  effort: Effort,
): readonly Region[] {
  const { permitted, held, denied } = verdictsOf(applying);
  const riders = ridersOf(applying);
  const told = riders.length <= MOST_RIDERS ? riders : [];
  const regions: Region[] = [{ access: { verdict: 'deny', approvers: [], obligations: [] }, where: denied }];
  for (const [verdict, base] of [
    ['permit', permitted],
    ['hold', held],
  ] as const) {
    const splits = told
      .filter(({ kind }) => verdict === 'hold' || kind === 'obligations')
      .reduce<readonly Split[]>(
        (all, rider) => all.flatMap((each) => splitBy(each, rider, setting, effort)),
        [{ where: base, riders: [] }],
      );
    regions.push(...splits.map(({ where, riders: borne }) => ({ access: accessOf(verdict, borne), where })));
  }
  return regions.filter(({ where }) => satisfiable(where, setting, effort) !== 'no');
}

/** Where the set permits, holds and denies. */
export function verdictsOf(applying: readonly Applying[]): Record<'permitted' | 'held' | 'denied', Formula> {
  const anyOf = (is: (policy: CompiledPolicy) => boolean): Formula =>
    or(...applying.filter(({ policy }) => is(policy)).map(({ outcome }) => outcome.yes));
  const fails = or(...applying.map(({ outcome }) => outcome.error));
  const permits = anyOf(({ effect }) => effect === 'permit');
  const forbids = anyOf(({ effect, hold }) => effect === 'forbid' && hold === null);
  const holds = anyOf(({ hold }) => hold !== null);
  const open = and(permits, negate(forbids), negate(fails));
  return { permitted: and(open, negate(holds)), held: and(open, holds), denied: negate(open) };
}

interface Split {
  readonly where: Formula;
  readonly riders: readonly Rider[];
}

function splitBy(split: Split, rider: Rider, setting: Setting, effort: Effort): readonly Split[] {
  const halves = [
    { where: and(split.where, rider.where), riders: [...split.riders, rider] },
    { where: and(split.where, negate(rider.where)), riders: split.riders },
  ];
  return halves.filter(({ where }) => satisfiable(where, setting, effort) !== 'no');
}

function ridersOf(applying: readonly Applying[]): readonly Rider[] {
  const riders = new Map<string, Rider>();
  const add = (kind: Rider['kind'], words: string, where: Formula): void => {
    const known = riders.get(`${kind} ${words}`)?.where;
    riders.set(`${kind} ${words}`, { kind, words, where: known === undefined ? where : or(known, where) });
  };
  for (const { policy, outcome } of applying) {
    if (policy.hold !== null) add('approvers', approversText(policy.hold.approvers), outcome.yes);
    if (policy.effect === 'forbid' && policy.hold === null) continue;
    for (const obligation of policy.obligations) add('obligations', obligationText(obligation), outcome.yes);
  }
  return [...riders.values()];
}

function accessOf(verdict: 'permit' | 'hold', riders: readonly Rider[]): Access {
  const words = (wanted: Rider['kind']): readonly string[] =>
    riders
      .filter(({ kind }) => kind === wanted)
      .map((rider) => rider.words)
      .toSorted();
  return { verdict, approvers: words('approvers'), obligations: words('obligations') };
}

export function approversText(
  approvers: readonly { readonly role: string; readonly quorum: number }[],
): string {
  return approvers.map(({ role, quorum }) => `${role}:${quorum}`).join(', ');
}

export function obligationText(obligation: Obligation): string {
  switch (obligation.kind) {
    case 'redact':
      return `redact ${obligation.fields.join(', ')}`;
    case 'cap-rows':
      return `at most ${obligation.rows} rows`;
    case 'notify':
      return `notify ${obligation.roles.join(', ')}`;
    case 'record-payload':
      return 'record the payload';
    case 'step-up':
      return `a proof of who asks within ${obligation.withinSeconds} s`;
    case 'other':
      return `${obligation.name}: ${obligation.value}`;
  }
}
