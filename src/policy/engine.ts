// The reference engine: Cedar's own, asked so that whatever goes wrong denies. A policy that errors makes the
// whole answer an error (Cedar alone would skip it), and nothing that goes wrong says what an argument was.

import { statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type {
  AuthorizationError,
  CedarValueJson,
  Context,
  StatefulAuthorizationCall,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Json } from '../kernel/json.ts';
import type { PolicyAnswer, PolicyEngine, PolicyPrincipal, PolicyQuery } from '../kernel/policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { mapInput } from './map-value.ts';
import { actionSchema } from './schema.ts';
import type { SchemaAction } from './schema.ts';
import { indexPolicies, slicePolicies } from './slice.ts';
import { policySlots, schemaSlots } from './slots.ts';
import { isWellFormed } from './well-formed.ts';

/** SHA-256 (or as strong) over the canonical JSON of a value. */
export type Digest = (value: Json) => string;

interface Plan {
  readonly action: SchemaAction;
  readonly policies: readonly CompiledPolicy[];
  readonly policiesDigest: string;
  readonly schemaDigest: string;
}

interface CedarAnswer {
  readonly permitted: boolean;
  readonly reason: ReadonlySet<string>;
  readonly errors: readonly string[];
}

/** Builds the engine over policies and the actions that can be asked about. */
export function createEngine(
  policies: readonly CompiledPolicy[],
  actions: ReadonlyMap<string, SchemaAction>,
  setDigest: string,
  digest: Digest,
): PolicyEngine {
  const index = indexPolicies(policies);
  const plans = new Map<string, Plan>();
  const digestOf = (set: readonly CompiledPolicy[]): string =>
    digest(set.map((policy) => [policy.id, policy.digest]));

  const planFor = (action: SchemaAction): Plan => {
    const known = plans.get(action.id);
    if (known !== undefined) return known;
    const { policies: sliced } = slicePolicies(index, action.id, action.groups);
    const schemaDigest = digest(actionSchema(action) as unknown as Json);
    const plan = { action, policies: sliced, policiesDigest: digestOf(sliced), schemaDigest };
    plans.set(action.id, plan);
    return plan;
  };
  const planWithout = (action: SchemaAction, suspended: readonly string[]): Plan => {
    const plan = planFor(action);
    // Only what is liftable can be left out: a plain forbid wins over all.
    const kept = plan.policies.filter(({ id, hold }) => hold === null || !suspended.includes(id));
    return kept.length === plan.policies.length
      ? plan
      : { ...plan, policies: kept, policiesDigest: digestOf(kept) };
  };
  return {
    digest: setDigest,
    evaluate(query, suspended) {
      try {
        const action = actions.get(query.action);
        if (action === undefined) return denial(`${query.action} is no admitted tool and no verb`);
        return answer(planWithout(action, suspended), query);
      } catch {
        return denial('the policy engine failed');
      }
    },
  };
}

function denial(...errors: readonly string[]): PolicyAnswer {
  return { decision: 'deny', determining: [], errors };
}

function answer(plan: Plan, query: PolicyQuery): PolicyAnswer {
  const misfits = plan.policies.filter(({ misfit }) => misfit !== null);
  if (misfits.length > 0) {
    return denial(...misfits.map(({ id, misfit }) => `policy ${id} does not fit the catalog: ${misfit}`));
  }
  const { context, problem } = contextOf(plan, query);
  if (context === null) return denial(problem);
  const { permitted, reason, errors } = askCedar(plan, query, context);
  const determining = plan.policies
    .filter(({ id }) => reason.has(id))
    .map(({ id, digest, effect, hold }) => ({ id, digest, effect, hold }));
  return { decision: permitted && errors.length === 0 ? 'permit' : 'deny', determining, errors };
}

function contextOf(
  { action, policies }: Plan,
  { context }: PolicyQuery,
): { context: Context; problem: '' } | { context: null; problem: string } {
  if (action.input === null) return { context: context as Context, problem: '' };
  const { value, dropped } = mapInput(action.input, context['input']);
  if (value === null) {
    return { context: null, problem: 'a required argument is missing or does not fit its declared type' };
  }
  const unreadable = [...dropped].filter((name) => policies.some(({ reads }) => reads.has(name)));
  if (unreadable.length > 0) {
    return { context: null, problem: `a policy reads what Cedar cannot take over: ${unreadable.join(', ')}` };
  }
  return { context: { ...context, input: value } as Context, problem: '' };
}

function askCedar(plan: Plan, query: PolicyQuery, context: Context): CedarAnswer {
  const { principal, resource } = query;
  const call: StatefulAuthorizationCall = {
    principal: { type: principal.type, id: principal.id },
    action: { type: 'Action', id: plan.action.id },
    resource: { type: resource.type, id: resource.id },
    context,
    entities: [entityOf(principal)],
    validateRequest: true,
    preparsedPolicySetId: policySlots.acquire(plan.policiesDigest, () =>
      Object.fromEntries(plan.policies.map(({ id, text }) => [id, text])),
    ),
    preparsedSchemaName: schemaSlots.acquire(plan.schemaDigest, () => actionSchema(plan.action)),
  };
  if (!isWellFormed(call)) return failed('the request is not well-formed Unicode');
  const result = statefulIsAuthorized(call);
  if (result.type === 'failure') return failed(`the request does not fit the schema of ${plan.action.id}`);
  const { decision, diagnostics } = result.response;
  return {
    permitted: decision === 'allow',
    reason: new Set(diagnostics.reason),
    errors: diagnostics.errors.map(errorText),
  };
}

function failed(error: string): CedarAnswer {
  return { permitted: false, reason: new Set(), errors: [error] };
}

/** Cedar's own text may quote values, so only the kind of failure is kept. */
function errorText({ policyId, error }: AuthorizationError): string {
  const kind = error.message.startsWith('integer overflow')
    ? 'a sum went out of range'
    : 'it cannot be evaluated';
  return `policy ${policyId}: ${kind}`;
}

function entityOf({ type, id, parents, attributes }: PolicyPrincipal) {
  const parentType = type === 'Agent' ? 'Group' : 'Role';
  return {
    uid: { type, id },
    attrs: attributes as Record<string, CedarValueJson>,
    parents: parents.map((parent) => ({ type: parentType, id: parent })),
  };
}
