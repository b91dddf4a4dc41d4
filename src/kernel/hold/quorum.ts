// Which approvals are still missing. One person fills one place only, however many roles that person has:
// places and persons are matched exactly (Kuhn), so no order of approvals hides or fakes a quorum.

import type { RoleQuorum } from '../policy.ts';
import { rolesGiven } from './lent.ts';
import type { Ask, Hold } from './held.ts';
import type { OrgState } from '../state.ts';

/**
 * A place for one person: the role asked for, and the policies whose asks the person must have been shown.
 */
interface Place {
  readonly role: string;
  readonly policies: readonly string[];
  /** Roles that may fill it too, as it was missing for long. */
  readonly standIns: readonly string[];
}

/** Who may approve, and whether one person alone may. */
export type Electorate = Pick<OrgState, 'mode' | 'operators'> & Partial<Pick<OrgState, 'delegations'>>;
type Approved = Pick<Hold, 'approvals' | 'tended' | 'stakes' | 'asked'>;

/** What one person gave: each time with the roles of then that they still have. */
type Approver = readonly { readonly roles: readonly string[]; readonly policies: readonly string[] }[];

/**
 * What the asks, all of them together, still lack; empty where they are met.
 *
 * @param at Unix milliseconds: what is lent until then counts; never, where nobody says
 */
export function missingApprovals(
  org: Electorate,
  asks: readonly Ask[],
  hold: Approved | null,
  at = Number.POSITIVE_INFINITY,
): RoleQuorum[] {
  const approvers = hold === null ? [] : approversOf(org, hold, at);
  const fill = org.mode === 'solo' ? fillAlone : fillApart;
  let places = placesOf(asks, approvers.length);
  let filled = fill(places, approvers);
  for (const { role } of hold?.tended?.includes('escalated') === true ? escalationOf(asks) : []) {
    places = openTo(role, places, filled, asks);
    filled = fill(places, approvers);
  }
  return unionOf(asks)
    .map(({ role, quorum }) => ({ role, quorum: quorum - filled.filter((one) => one.role === role).length }))
    .filter(({ quorum }) => quorum > 0);
}

/** An ask that names nobody is met by nobody. */
export function isAskable(asks: readonly Ask[]): boolean {
  return asks.every((ask) => ask.approvers.some(({ quorum }) => quorum >= 1));
}

/** Who may fill places that are missing for long. */
export function escalationOf(asks: readonly Ask[]): RoleQuorum[] {
  return mostOfEach(asks.flatMap(({ escalate }) => escalate?.approvers ?? []));
}

/** Whose yes can count: the roles that are asked, and once it was missing for long those that stand in. */
export function askedRoles({ asks, tended }: Pick<Hold, 'asks' | 'tended'>): string[] {
  const late = tended?.includes('escalated') === true ? escalationOf(asks) : [];
  return [...unionOf(asks), ...late].map(({ role }) => role);
}

/** The missing places that such people may fill: of each ask no more than it lets, whatever others let. */
function openTo(
  role: string,
  places: readonly Place[],
  filled: readonly Place[],
  asks: readonly Ask[],
): Place[] {
  const left = new Map(asks.map((ask) => [ask.policyDigest, standInsOf(ask, role)]));
  return places.map((place) => {
    const { policies, standIns } = place;
    const isLet = policies.every((digest) => left.get(digest)! > 0);
    if (filled.includes(place) || !isLet) return place;
    for (const digest of policies) left.set(digest, left.get(digest)! - 1);
    return { ...place, standIns: [...standIns, role] };
  });
}

function standInsOf({ escalate }: Ask, role: string): number {
  return escalate?.approvers.find((one) => one.role === role)?.quorum ?? 0;
}

/** The most that any ask wants of each role. */
function unionOf(asks: readonly Ask[]): RoleQuorum[] {
  return mostOfEach(asks.flatMap((ask) => ask.approvers));
}

function mostOfEach(quorums: readonly RoleQuorum[]): RoleQuorum[] {
  const most = new Map<string, number>();
  for (const { role, quorum } of quorums) {
    most.set(role, Math.max(quorum, most.get(role) ?? 0));
  }
  return [...most].map(([role, quorum]) => ({ role, quorum }));
}

/**
 * The `n`th place of a role serves every ask that wants at least `n`. More than `most` + 1 cannot be
 * filled.
 */
function placesOf(asks: readonly Ask[], most: number): Place[] {
  return unionOf(asks).flatMap(({ role, quorum }) =>
    Array.from({ length: Math.min(quorum, most + 1) }, (_, n) => ({
      role,
      policies: asks.filter((ask) => wants(ask, role, n + 1)).map((ask) => ask.policyDigest),
      standIns: [],
    })),
  );
}

function wants(ask: Ask, role: string, atLeast: number): boolean {
  return ask.approvers.some((approver) => approver.role === role && approver.quorum >= atLeast);
}

/** Persons with the roles they have now: an approval counts only while its giver may give it. */
function approversOf(org: Electorate, hold: Approved, at: number): Approver[] {
  const { approvals } = hold;
  return [...new Set(approvals.map(({ operator }) => operator))].map((id) =>
    approvals
      .filter(({ operator }) => operator === id)
      .map((one) => ({ roles: rolesGiven(org, hold, one, at), policies: one.policies })),
  );
}

function fits({ role, policies, standIns }: Place, approver: Approver): boolean {
  const shown = approver
    .filter(({ roles }) => [role, ...standIns].some((one) => roles.includes(one)))
    .flatMap((one) => one.policies);
  return policies.every((digest) => shown.includes(digest));
}

function fillAlone(places: readonly Place[], approvers: readonly Approver[]): Place[] {
  return places.filter((place) => approvers.some((approver) => fits(place, approver)));
}

function fillApart(places: readonly Place[], approvers: readonly Approver[]): Place[] {
  const taken = new Map<Approver, Place>();
  const seat = (place: Place, tried: Set<Approver>): boolean => {
    for (const approver of approvers) {
      if (tried.has(approver) || !fits(place, approver)) continue;
      tried.add(approver);
      const sitting = taken.get(approver);
      if (sitting !== undefined && !seat(sitting, tried)) continue;
      taken.set(approver, place);
      return true;
    }
    return false;
  };
  for (const place of places) seat(place, new Set());
  return [...taken.values()];
}
