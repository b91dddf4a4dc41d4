// Cedar's own answer to a case; the two evaluators are compared by outcomes.

import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicySet } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarCase } from './draft.ts';

export interface Answer {
  readonly decision: 'allow' | 'deny';
  /** Ids of the policies that determined it, and of those that went wrong and how; sorted. */
  readonly reason: readonly string[];
  readonly errors: readonly string[];
}

/** What comes of one request. */
export type Outcome = { readonly refused: true } | Answer;

export const REFUSED: Outcome = { refused: true };

/** An outcome for each request; null where the policies or the schema do not parse: then nothing is asked. */
export function askReference(asked: CedarCase): readonly Outcome[] | null {
  const { schema, entities, requests } = asked;
  if (schema !== null && preparseSchema('fuzz', schema).type === 'failure') return null;
  if (preparsePolicySet('fuzz', policySetOf(asked)).type === 'failure') return null;
  return requests.map((request) => {
    const result = statefulIsAuthorized({
      ...request,
      ...(schema === null ? {} : { preparsedSchemaName: 'fuzz', validateRequest: true }),
      preparsedPolicySetId: 'fuzz',
      entities: [...entities],
    });
    if (result.type === 'failure') return REFUSED;
    const { decision, diagnostics } = result.response;
    const errors = diagnostics.errors.map(({ policyId, error }) =>
      error.message.startsWith('integer overflow') ? `${policyId}: overflow` : policyId,
    );
    return { decision, reason: diagnostics.reason.toSorted(), errors: errors.toSorted() };
  });
}

export function policySetOf({ policies, templates, links }: CedarCase): PolicySet {
  return { staticPolicies: { ...policies }, templates: { ...templates }, templateLinks: [...links] };
}
