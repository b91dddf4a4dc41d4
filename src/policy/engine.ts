// The reference engine: Cedar's own, asked so that whatever goes wrong denies. A policy that errors makes the
// whole answer an error (Cedar alone would skip it), and nothing that goes wrong says what an argument was.

import { statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import type { Json } from '../kernel/json.ts';
import type { PolicyEngine } from '../kernel/policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { createShell, misfitOf, NOT_UNICODE, principalEntity } from './engine-shell.ts';
import type { Ask, Digest, Question } from './engine-shell.ts';
import { actionSchema } from './schema.ts';
import type { SchemaAction } from './schema.ts';
import { policySlots, schemaSlots } from './slots.ts';
import { isWellFormed } from './well-formed.ts';

/** Builds the reference engine over policies and the actions that can be asked about. */
export function createEngine(
  policies: readonly CompiledPolicy[],
  actions: ReadonlyMap<string, SchemaAction>,
  setDigest: string,
  digest: Digest,
): PolicyEngine {
  return createShell(policies, actions, setDigest, askReference(digest));
}

/** Asks the official engine, which parses a set of policies or a schema once while it is in use. */
export function askReference(digest: Digest): Ask {
  const policyDigests = new WeakMap<readonly CompiledPolicy[], string>();
  const schemaDigests = new WeakMap<SchemaAction, string>();
  const digestOf = (set: readonly CompiledPolicy[]): string =>
    remembered(policyDigests, set, () => digest(set.map((policy) => [policy.id, policy.digest])));
  const schemaDigestOf = (action: SchemaAction): string =>
    remembered(schemaDigests, action, () => digest(actionSchema(action) as unknown as Json));
  return (question) => {
    const { lifted } = question;
    const { action, policies } = question.slice;
    const kept = lifted.size === 0 ? policies : policies.filter(({ id }) => !lifted.has(id));
    const call = callOf(question);
    if (!isWellFormed(call)) return NOT_UNICODE;
    const result = statefulIsAuthorized({
      ...call,
      preparsedPolicySetId: policySlots.acquire(digestOf(kept), () =>
        Object.fromEntries(kept.map(({ id, text }) => [id, text])),
      ),
      preparsedSchemaName: schemaSlots.acquire(schemaDigestOf(action), () => actionSchema(action)),
    });
    if (result.type === 'failure') return misfitOf(action);
    const { decision, diagnostics } = result.response;
    const failures = diagnostics.errors.map(({ policyId, error }) => ({
      policy: policyId,
      isOverflow: error.message.startsWith('integer overflow'),
    }));
    return { permitted: decision === 'allow', reason: diagnostics.reason, failures };
  };
}

function remembered<Key extends object>(known: WeakMap<Key, string>, key: Key, make: () => string): string {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function callOf({
  slice,
  principal,
  resource,
  context,
}: Question): Omit<StatefulAuthorizationCall, 'preparsedPolicySetId'> {
  return {
    principal: { type: principal.type, id: principal.id },
    action: { type: 'Action', id: slice.action.id },
    resource: { type: resource.type, id: resource.id },
    context,
    entities: [principalEntity(principal)],
    validateRequest: true,
  };
}
