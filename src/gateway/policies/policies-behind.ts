// Policies are compiled once for a catalog: whoever looks at those in force takes what the engine that
// decides was built of.

import type { PolicyEngine } from '../../kernel/policy.ts';
import type { CompiledPolicies } from '../../policy/compile.ts';
import type { CompiledPolicy } from '../../policy/compiled-policy.ts';

const BEHIND = new WeakMap<PolicyEngine, readonly CompiledPolicy[]>();

export function keepPolicies(compiled: CompiledPolicies): CompiledPolicies {
  if ('engine' in compiled) BEHIND.set(compiled.engine, compiled.policies);
  return compiled;
}

/** Null: there is no set in force, so everything is denied. */
export function policiesBehind(engine: PolicyEngine | null): readonly CompiledPolicy[] | null {
  return engine === null ? null : (BEHIND.get(engine) ?? null);
}
