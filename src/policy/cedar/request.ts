// Requests and entities in Cedar's JSON form, read by a schema: all of it fits, or all is refused.

import { EntityStore } from './entity-store.ts';
import type { Entity } from './entity-store.ts';
import type { Scene } from './expression.ts';
import { Refusal } from './failure.ts';
import type { CedarSchema } from './schema.ts';
import { CedarSet, keyOf } from './value.ts';
import type { CedarRecord, EntityUid } from './value.ts';
import { isObject, readString, readUid, recordOf } from './value-json.ts';
import type { JsonObject } from './value-json.ts';

/** A request as `isAuthorized` of the official engine takes it. */
export interface RequestJson {
  readonly principal: unknown;
  readonly action: unknown;
  readonly resource: unknown;
  readonly context: unknown;
}

/** Reads a request and validates it. Throws Refusal. */
export function readScene(schema: CedarSchema, request: RequestJson, entities: EntityStore): Scene {
  const principal = readUid(request.principal);
  const action = readUid(request.action);
  const resource = readUid(request.resource);
  return makeScene(schema, { principal, action, resource }, request.context, entities);
}

/** Validates a request whose entities are read already. Throws Refusal. */
export function makeScene(
  schema: CedarSchema,
  { principal, action, resource }: Pick<Scene, 'principal' | 'action' | 'resource'>,
  context: unknown,
  entities: EntityStore,
): Scene {
  const rules = schema.actions.get(action.key);
  if (rules === undefined) throw new Refusal('the action is not declared');
  checkId(schema, principal);
  checkId(schema, resource);
  if (!rules.principals.has(principal.type) || !rules.resources.has(resource.type)) {
    throw new Refusal('the action does not apply to such a principal and resource');
  }
  return { principal, action, resource, context: rules.context(context), entities };
}

/** Reads entities and validates them. Throws Refusal. */
export function readEntities(schema: CedarSchema, json: readonly unknown[]): EntityStore {
  const entities = new Map<string, Entity>();
  for (const each of json) {
    const entity = readEntity(schema, each);
    const twin = entities.get(entity.uid.key);
    if (twin !== undefined && !isSame(twin, entity)) throw new Refusal('an entity is given twice');
    entities.set(entity.uid.key, entity);
  }
  const store = new EntityStore(entities, schema.actionEntities);
  for (const { uid } of entities.values()) {
    if (store.ancestors(uid.key).has(uid.key)) throw new Refusal('an entity is within itself');
    if (isAction(uid)) checkAction(schema, uid, new EntityStore(entities));
  }
  return store;
}

function readEntity(schema: CedarSchema, json: unknown): Entity {
  if (!isObject(json) || !isObject(json['attrs']) || !Array.isArray(json['parents'])) {
    throw new Refusal('no entity');
  }
  const uid = readUid(json['uid']);
  const parents = json['parents'].map(readUid);
  const { attrs, tags = {} } = json;
  if (!isObject(tags)) throw new Refusal('no tags');
  if (isAction(uid)) {
    if (Object.keys(attrs).length + Object.keys(tags).length > 0)
      throw new Refusal('an action with attributes');
    return { uid, attributes: {}, tags: {}, parents };
  }
  const rules = checkId(schema, uid);
  for (const parent of parents) {
    checkId(schema, parent);
    if (!rules.ancestors.has(parent.type)) throw new Refusal('a parent of another type');
  }
  return { uid, attributes: rules.attributes(attrs), tags: readTags(schema, uid, tags), parents };
}

/** The rules of an entity's type. Throws Refusal where there is no such type, or no such id in it. */
function checkId({ types }: CedarSchema, { type, id }: EntityUid) {
  const rules = types.get(type);
  if (rules === undefined || rules.ids?.has(id) === false) throw new Refusal('no such entity');
  return rules;
}

function readTags({ types }: CedarSchema, { type }: EntityUid, json: JsonObject): CedarRecord {
  const read = types.get(type)?.tags ?? null;
  return recordOf(
    Object.entries(json)
      .filter(([, tag]) => tag !== undefined)
      .map(([name, tag]) => {
        if (read === null) throw new Refusal('a tag where there are none');
        return [readString(name), read(tag)];
      }),
  );
}

function isAction({ type }: EntityUid): boolean {
  return type === 'Action' || type.endsWith('::Action');
}

/** An action that is given must be as the schema declares it. */
function checkAction({ actions, actionEntities }: CedarSchema, { key }: EntityUid, given: EntityStore): void {
  const [declared, found] = [actionEntities.ancestors(key), given.ancestors(key)];
  const isEqual = declared.size === found.size && [...found].every((ancestor) => declared.has(ancestor));
  if (!actions.has(key) || !isEqual) throw new Refusal('an action is not as the schema declares it');
}

function isSame(one: Entity, other: Entity): boolean {
  const [first, second] = [one, other].map(({ attributes, tags, parents }) =>
    keyOf({ attributes, tags, parents: new CedarSet(parents) }),
  );
  return first === second;
}
