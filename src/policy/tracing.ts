// What every policy that can apply to an action came to, condition by condition: for coverage and for people
// who ask why. It reads the request as the engine does and decides nothing.

import type { PolicyQuery } from '../kernel/policy.ts';
import { traceConditions, untraced } from './cedar/trace.ts';
import type { PolicyTrace } from './cedar/trace.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { contextOf } from './engine-shell.ts';
import { createSceneReader } from './scene.ts';
import type { SchemaAction } from './schema.ts';
import { indexPolicies, slicePolicies } from './slice.ts';
import type { PolicyIndex } from './slice.ts';

/**
 * Traces a query over the policies whose head can match its action, in the order of the sources. Empty where
 * the request cannot be read (the engine's answer says why). Total.
 */
export type Trace = (query: PolicyQuery) => readonly PolicyTrace[];

export function createTracer(
  policies: readonly CompiledPolicy[],
  actions: ReadonlyMap<string, SchemaAction>,
): Trace {
  let index: PolicyIndex | null = null;
  const none: ReadonlySet<string> = new Set();
  return (query) => {
    const action = actions.get(query.action);
    if (action === undefined) return [];
    index ??= indexPolicies(policies);
    const { policies: sliced } = slicePolicies(index, action.id, action.groups);
    const slice = { action, policies: sliced, misfits: [] };
    const { context } = contextOf(slice, query, none);
    if (context === null) return [];
    const { principal, resource } = query;
    const question = { slice, lifted: none, principal, resource, context };
    const scene = createSceneReader(action).read(question);
    if (scene === null) return [];
    return sliced.map((policy) =>
      policy.misfit === null ? traceConditions(policy, scene) : untraced(policy.id, policy.effect),
    );
  };
}
