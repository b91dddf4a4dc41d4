// Which approvals are still missing. One person fills one place only, however many roles that person has:
// places and persons are matched exactly (Kuhn), so no order of approvals hides or fakes a quorum.

import { entryOf } from './lookup.ts';
import type { RoleQuorum } from './policy.ts';
import type { Ask, Hold } from './held.ts';
import type { OrgState } from './state.ts';

/**
 * A place for one person: the role asked for, and the policies whose asks the person must have been shown.
 */
interface Place {
  readonly role: string;
  readonly policies: readonly string[];
}

/** Who may approve, and whether one person alone may. */
export type Electorate = Pick<OrgState, 'mode' | 'operators'>;
type Approved = Pick<Hold, 'approvals'>;

interface Approver {
  readonly roles: readonly string[];
  readonly policies: ReadonlySet<string>;
}

/** What the asks, all of them together, still lack; empty where they are met. */
export function missingApprovals(org: Electorate, asks: readonly Ask[], hold: Approved | null): RoleQuorum[] {
  const approvers = hold === null ? [] : approversOf(org, hold);
  const places = placesOf(asks, approvers.length);
  const filled = org.mode === 'solo' ? fillAlone(places, approvers) : fillApart(places, approvers);
  return unionOf(asks)
    .map(({ role, quorum }) => ({ role, quorum: quorum - filled.filter((one) => one.role === role).length }))
    .filter(({ quorum }) => quorum > 0);
}

/** The most that any ask wants of each role. */
function unionOf(asks: readonly Ask[]): RoleQuorum[] {
  const most = new Map<string, number>();
  for (const { role, quorum } of asks.flatMap((ask) => ask.approvers)) {
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
    })),
  );
}

function wants(ask: Ask, role: string, atLeast: number): boolean {
  return ask.approvers.some((approver) => approver.role === role && approver.quorum >= atLeast);
}

/** Persons with the roles they have now: an approval counts only while its giver may give it. */
function approversOf(org: Electorate, { approvals }: Approved): Approver[] {
  return [...new Set(approvals.map(({ operator }) => operator))].map((id) => ({
    roles: entryOf(org.operators, id)?.roles ?? [],
    policies: new Set(
      approvals.filter(({ operator }) => operator === id).flatMap(({ policies }) => policies),
    ),
  }));
}

function fits({ role, policies }: Place, approver: Approver): boolean {
  return approver.roles.includes(role) && policies.every((digest) => approver.policies.has(digest));
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
