// The scene of a question about one action: what is the same in many questions is read once, and what does
// not fit the action's schema is refused.

import type { PolicyPrincipal } from '../kernel/policy.ts';
import type { Scene } from './cedar/expression.ts';
import { Refusal } from './cedar/failure.ts';
import { makeScene, readEntities } from './cedar/request.ts';
import { readSchema } from './cedar/schema.ts';
import type { CedarSchema } from './cedar/schema.ts';
import { EntityUid } from './cedar/value.ts';
import { readUid } from './cedar/value-json.ts';
import { principalEntity } from './engine-shell.ts';
import type { Question } from './engine-shell.ts';
import { actionSchema } from './schema.ts';
import type { SchemaAction } from './schema.ts';

export interface SceneReader {
  readonly action: EntityUid;
  /** Keys of all the groups that the action is in. */
  readonly groups: ReadonlySet<string>;
  /** Null where the request does not fit the schema. */
  read(question: Pick<Question, 'principal' | 'resource' | 'context'>): Scene | null;
}

type Asking = Pick<Scene, 'principal' | 'entities'>;

export function createSceneReader(asked: SchemaAction): SceneReader {
  const schema = readSchema(actionSchema(asked));
  const action = new EntityUid('Action', asked.id);
  // The same object is the same principal.
  const principals = new WeakMap<PolicyPrincipal, Asking>();
  const askingOf = (principal: PolicyPrincipal): Asking => {
    const known = principals.get(principal);
    if (known !== undefined) return known;
    const read = readPrincipal(schema, principal);
    principals.set(principal, read);
    return read;
  };
  let last = action;
  const resourceOf = (resource: Question['resource']): EntityUid => {
    if (resource.id !== last.id || resource.type !== last.type) last = readUid(resource);
    return last;
  };
  return {
    action,
    groups: schema.actionEntities.ancestors(action.key),
    read({ principal: asking, resource, context }) {
      try {
        const { principal, entities } = askingOf(asking);
        return makeScene(schema, { principal, action, resource: resourceOf(resource) }, context, entities);
      } catch (error) {
        if (error instanceof Refusal) return null;
        throw error;
      }
    },
  };
}

function readPrincipal(schema: CedarSchema, asking: PolicyPrincipal): Asking {
  const entity = principalEntity(asking);
  return { principal: readUid(entity.uid), entities: readEntities(schema, [entity]) };
}
