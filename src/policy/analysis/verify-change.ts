// A proposed change is put to the engine before it is told, where a request can be made of it.

import type { PolicyEngine, PolicyQuery } from '../../kernel/policy.ts';
import type { EntityUid } from '../cedar/value.ts';
import { approversText } from './access.ts';
import { withFacts, withMembership } from './fact.ts';
import type { Assignment } from './fact.ts';
import type { Literal } from './formula.ts';
import type { Setting } from './setting.ts';
import { witnessOf } from './theory.ts';
import type { Cube, Witness } from './theory.ts';

export interface Verified {
  readonly isPermitted: boolean;
  /** Who must approve first; sorted. */
  readonly approvals: readonly string[];
}

/** What the engine answers where the cube holds; null where no request could be made. */
export function verify(
  engine: PolicyEngine,
  query: PolicyQuery,
  cube: Cube,
  setting: Setting,
): Verified | null {
  const changed = changedQuery(query, cube, setting);
  if (changed === null) return null;
  const first = engine.evaluate(changed, []);
  if (first.errors.length > 0) return { isPermitted: false, approvals: [] };
  if (first.decision === 'permit') return { isPermitted: true, approvals: [] };
  const asks = first.determining.filter(({ hold }) => hold !== null);
  const second = engine.evaluate(
    changed,
    asks.map(({ id }) => id),
  );
  const approvals = new Set(
    asks.flatMap(({ hold }) => (hold === null ? [] : [approversText(hold.approvers)])),
  );
  const isPermitted = second.decision === 'permit' && second.errors.length === 0;
  return { isPermitted, approvals: [...approvals].toSorted() };
}

function changedQuery(query: PolicyQuery, cube: Cube, setting: Setting): PolicyQuery | null {
  const byTerm = new Map<string, readonly Literal[]>();
  let changed = query;
  for (const one of cube) {
    const { term, test } = one.atom;
    const uid: EntityUid | null = test.kind === 'within' ? test.uid : null;
    if (uid === null) byTerm.set(term.text, [...(byTerm.get(term.text) ?? []), one]);
    else if (term.text === 'principal') changed = withMembership(changed, uid, one.is === 'true');
    else return null;
  }
  const assignments: Assignment[] = [];
  for (const [text, about] of byTerm) {
    const [first] = about;
    if (first === undefined || about.some(({ is }) => is === 'error')) return null;
    const witness = isAbsent(about) ? ABSENT : witnessOf(about, setting.domains.get(text) ?? null);
    // Which value a place is to have, where any would do, is nothing to put to the engine.
    if (witness === null || (witness.value === null && witness !== ABSENT)) return null;
    assignments.push({ atom: first.atom, value: witness.value });
  }
  return withFacts(changed, assignments);
}

const ABSENT: Witness = { value: null };

function isAbsent(about: readonly Literal[]): boolean {
  return about.some(({ atom, is }) => atom.test.kind === 'present' && is === 'false');
}
