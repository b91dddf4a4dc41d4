// Entities as policies name them, in their heads and in their conditions.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

export interface Uid {
  readonly type: string;
  readonly id: string;
}

/** The parser writes an entity in the plain form or the escaped one. */
export function uidOf(entity: object): Uid {
  const { __entity: inner = entity } = entity as { readonly __entity?: object };
  return inner as Uid;
}

/** Ids of the actions and groups that a head names; none where it names none. */
export function idsOf(constraint: PolicyJson['action']): readonly string[] {
  if ('entities' in constraint) return constraint.entities.map((entity) => uidOf(entity).id);
  return 'entity' in constraint ? [uidOf(constraint.entity).id] : [];
}

/** The entity that a constraint on principal or resource names; null where it names none. */
export function entityOf(constraint: PolicyJson['principal'] | PolicyJson['resource']): Uid | null {
  if (constraint.op === 'All') return null;
  const named = constraint.op === 'is' ? constraint.in : constraint;
  return named !== undefined && 'entity' in named ? uidOf(named.entity) : null;
}

/** Every entity that a policy names anywhere. */
export function uidsIn({ principal, action, resource, conditions }: PolicyJson): readonly Uid[] {
  const found: Uid[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('__entity' in node) found.push(uidOf(node));
    Object.values(node).forEach(visit);
  };
  visit(conditions);
  const inHead = [entityOf(principal), entityOf(resource)].flatMap((uid) => uid ?? []);
  return [...idsOf(action).map((id) => ({ type: 'Action', id })), ...inHead, ...found];
}
