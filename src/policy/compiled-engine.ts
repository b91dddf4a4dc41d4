// The compiled engine answers as the reference engine does, faster. What it cannot compile it hands to the
// reference engine, with everything that the question touches: no policy is ever left out of a decision.

import type { PolicyEngine } from '../kernel/policy.ts';
import { createCedar } from './cedar/cedar.ts';
import type { Cedar } from './cedar/cedar.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { askReference } from './engine.ts';
import { createShell, misfitOf, NOT_UNICODE } from './engine-shell.ts';
import type { Digest, Question, Verdict } from './engine-shell.ts';
import { createSceneReader } from './scene.ts';
import type { SceneReader } from './scene.ts';
import type { SchemaAction } from './schema.ts';
import { isWellFormed } from './well-formed.ts';

/** A policy that the reference engine evaluates, and why. */
export interface Uncompiled {
  readonly id: string;
  readonly why: string;
}

/** What is the same in every question about one action. */
interface Asker {
  readonly reader: SceneReader;
  /** The rules that can apply to the action. */
  readonly rules: Pick<Cedar, 'isAuthorized'>;
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
  const byAction = new Map<string, Asker>();
  const askerOf = (action: SchemaAction): Asker => {
    const asker = byAction.get(action.id) ?? createAsker(action, cedar);
    byAction.set(action.id, asker);
    return asker;
  };
  const ask = (question: Question): Verdict => {
    if (uncompiled.size > 0 && question.slice.policies.some(({ id }) => uncompiled.has(id))) {
      return elsewhere(question);
    }
    const { action } = question.slice;
    const { rules, reader } = askerOf(action);
    const scene = reader.read(question);
    if (scene === null) {
      return isWellFormed([question.principal, question.resource, question.context])
        ? misfitOf(action)
        : NOT_UNICODE;
    }
    const { decision, reason, errors } = rules.isAuthorized(scene, question.lifted);
    const failures = errors.map(({ policy, kind }) => ({ policy, isOverflow: kind === 'overflow' }));
    return { permitted: decision === 'allow', reason, failures };
  };
  return { engine: createShell(policies, actions, setDigest, ask), uncompiled: refused };
}

function createAsker(action: SchemaAction, cedar: Cedar): Asker {
  const reader = createSceneReader(action);
  return { reader, rules: cedar.forAction(reader.action, reader.groups) };
}
