// One policy as it is after reading: what the engine and the explanations know of it.

import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Obligation, PolicyHold } from '../kernel/policy.ts';

export interface CompiledPolicy {
  readonly id: string;
  /** Name of the source it stands in, and the line it starts on. */
  readonly source: string;
  readonly line: number;
  readonly effect: 'permit' | 'forbid';
  /** What `@reason` says. */
  readonly reason: string | null;
  readonly hold: PolicyHold | null;
  readonly obligations: readonly Obligation[];
  /** Digest of its JSON form, annotations included: comments and layout do not change it. */
  readonly digest: string;
  readonly json: PolicyJson;
  readonly text: string;
  /** Where the text starts in its source, in UTF-16 units. */
  readonly start: number;
  /** Ids of the actions and groups its head names; null: any action. */
  readonly actions: readonly string[] | null;
  /** Names of the attributes it reads. */
  readonly reads: ReadonlySet<string>;
  /** Why it does not fit the catalog of today: whatever it may apply to is denied. Null: it fits. */
  readonly misfit: string | null;
}

/** Ids in the action constraint of a policy's head; null where it is unconstrained. */
export function actionsOf({ action }: PolicyJson): readonly string[] | null {
  if (action.op === 'All') return null;
  const named = 'entities' in action ? action.entities : 'entity' in action ? [action.entity] : [];
  // The parser answers with the plain form, `{type, id}`; were it another, the rule must still be found.
  const ids = named.flatMap((uid) => ('id' in uid ? [uid.id] : []));
  return ids.length === named.length ? ids : null;
}

/** Names of all the attributes that a policy accesses, tests for or compares with. */
export function readsOf({ conditions }: PolicyJson): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'attr') [value].flat().forEach((name) => names.add(String(name)));
      if (key === 'Record') Object.keys(value as object).forEach((name) => names.add(name));
      visit(value);
    }
  };
  visit(conditions);
  return names;
}
