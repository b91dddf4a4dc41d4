// The compiled engine answers as the reference engine does, faster. What it cannot compile it hands to the
// reference engine, with everything that the question touches: no policy is ever left out of a decision.

import type { PolicyEngine } from '../kernel/policy.ts';
import { createCedar } from './cedar/cedar.ts';
import type { Scene } from './cedar/expression.ts';
import { Refusal } from './cedar/failure.ts';
import { readEntities, readScene } from './cedar/request.ts';
import { readSchema } from './cedar/schema.ts';
import type { CedarSchema } from './cedar/schema.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { askReference } from './engine.ts';
import { createShell, misfitOf, NOT_UNICODE, principalEntity } from './engine-shell.ts';
import type { Digest, Question, Verdict } from './engine-shell.ts';
import { actionSchema } from './schema.ts';
import type { SchemaAction } from './schema.ts';
import { isWellFormed } from './well-formed.ts';

/** A policy that the reference engine evaluates, and why. */
export interface Uncompiled {
  readonly id: string;
  readonly why: string;
}

/** Builds the compiled engine over policies and the actions that can be asked about. */
export function createCompiledEngine(
  policies: readonly CompiledPolicy[],
  actions: ReadonlyMap<string, SchemaAction>,
  setDigest: string,
  digest: Digest,
): { readonly engine: PolicyEngine; readonly uncompiled: readonly Uncompiled[] } {
  const { cedar, refused } = createCedar(policies);
  const uncompiled = new Set(refused.map(({ id }) => id));
  const elsewhere = askReference(digest);
  const schemas = new Map<string, CedarSchema>();
  const schemaOf = (action: SchemaAction): CedarSchema => {
    const schema = schemas.get(action.id) ?? readSchema(actionSchema(action));
    schemas.set(action.id, schema);
    return schema;
  };
  const ask = (question: Question): Verdict => {
    if (uncompiled.size > 0 && question.slice.policies.some(({ id }) => uncompiled.has(id))) {
      return elsewhere(question);
    }
    const { action } = question.slice;
    const scene = sceneOf(schemaOf(action), question);
    if (scene === null) {
      return isWellFormed([question.principal, question.resource, question.context])
        ? misfitOf(action)
        : NOT_UNICODE;
    }
    const { decision, reason, errors } = cedar.isAuthorized(scene, question.lifted);
    const failures = errors.map(({ policy, kind }) => ({ policy, isOverflow: kind === 'overflow' }));
    return { permitted: decision === 'allow', reason, failures };
  };
  return { engine: createShell(policies, actions, setDigest, ask), uncompiled: refused };
}

/** Null where the request does not fit the schema. */
function sceneOf(schema: CedarSchema, { slice, principal, resource, context }: Question): Scene | null {
  try {
    const entities = readEntities(schema, [principalEntity(principal)]);
    const request = { principal, action: { type: 'Action', id: slice.action.id }, resource, context };
    return readScene(schema, request, entities);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
