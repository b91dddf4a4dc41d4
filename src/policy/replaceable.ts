// A set that nobody could replace any more is none to publish: asked of the people there are, by the kernel's
// own check; where they are not known, it is said where no organisation whatever could.

import { checkCandidate } from '../kernel/rules/candidate.ts';
import type { PolicyEngine } from '../kernel/policy.ts';
import type { Reason } from '../kernel/reason.ts';
import { applyingIn, verdictsOf } from './analysis/access.ts';
import { listSettings } from './analysis/domains.ts';
import { satisfiable } from './analysis/satisfy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import type { Organisation } from './lint/subject.ts';
import type { PolicyCatalog } from './schema.ts';

/** Why the set would not be taken as a proposal; empty where it would. */
export function checkReplaceable(
  candidate: PolicyEngine,
  { mode, operators }: Pick<Organisation, 'mode' | 'operators'>,
): readonly Reason[] {
  const people = operators.map((one) => [one.id, { ...one, publicKey: null, identity: null }] as const);
  const { digest } = candidate;
  return checkCandidate({ mode, operators: Object.fromEntries(people) }, { candidate, digest, errors: [] });
}

/** The verbs without which no set is ever replaced, of those that nobody at all is permitted. */
export function deadVerbs(policies: readonly CompiledPolicy[], catalog: PolicyCatalog): readonly string[] {
  const dead = listSettings(catalog)
    .filter(({ action: { id } }) => id === 'propose-policy' || id === 'publish-policy')
    .filter((setting) => {
      const { permitted } = verdictsOf(applyingIn(policies, setting));
      return satisfiable(permitted, setting) === 'no';
    });
  return dead.map(({ action: { id } }) => id);
}
