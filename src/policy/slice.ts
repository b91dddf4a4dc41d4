// A decision touches only the policies whose head can match its action: unrelated ones cost nothing.

import type { CompiledPolicy } from './compiled-policy.ts';

/** Policies found by what their head says of the action. */
export interface PolicyIndex {
  readonly byAction: ReadonlyMap<string, readonly CompiledPolicy[]>;
  readonly anyAction: readonly CompiledPolicy[];
  /** Place of each policy among all. */
  readonly order: ReadonlyMap<CompiledPolicy, number>;
}

export interface Slice {
  /** The policies that can apply, in the order of the sources. */
  readonly policies: readonly CompiledPolicy[];
  /** How many index entries were looked at. */
  readonly examined: number;
}

export function indexPolicies(policies: readonly CompiledPolicy[]): PolicyIndex {
  const byAction = new Map<string, CompiledPolicy[]>();
  for (const policy of policies) {
    for (const action of new Set(policy.actions ?? [])) {
      const entry = byAction.get(action);
      if (entry === undefined) byAction.set(action, [policy]);
      else entry.push(policy);
    }
  }
  const anyAction = policies.filter((policy) => policy.actions === null);
  return { byAction, anyAction, order: new Map(policies.map((policy, index) => [policy, index])) };
}

/** The policies whose head can match an action that is in the given groups. */
export function slicePolicies(index: PolicyIndex, action: string, groups: readonly string[]): Slice {
  const found = [index.anyAction, ...[action, ...groups].map((id) => index.byAction.get(id) ?? [])].flat();
  const place = (policy: CompiledPolicy): number => index.order.get(policy) ?? 0;
  const policies = [...new Set(found)].toSorted((a, b) => place(a) - place(b));
  return { policies, examined: found.length };
}
