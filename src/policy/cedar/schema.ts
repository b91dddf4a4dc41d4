// A Cedar schema in its JSON form as checks of data: entities and requests are read by it or refused, as
// strictly as the official engine does when it is told to validate requests.

import type { EntityType, NamespaceDefinition, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { EntityStore } from './entity-store.ts';
import type { Entity } from './entity-store.ts';
import { Refusal } from './failure.ts';
import { createReader, recordReader } from './reader.ts';
import type { Names, Read, ReadRecord } from './reader.ts';
import { EntityUid } from './value.ts';

export interface EntityRules {
  /** The ids there may be, where the type lists them. */
  readonly ids: ReadonlySet<string> | null;
  readonly attributes: ReadRecord;
  readonly tags: Read | null;
  /** The types that an entity may be in, at any distance. */
  readonly ancestors: ReadonlySet<string>;
}

export interface ActionRules {
  readonly principals: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  readonly context: ReadRecord;
}

export interface CedarSchema {
  readonly types: ReadonlyMap<string, EntityRules>;
  /** By the key of the action's uid. */
  readonly actions: ReadonlyMap<string, ActionRules>;
  readonly actionEntities: EntityStore;
}

/**
 * Reads a schema as the official parser gives it, names resolved. Throws Refusal for what is not understood:
 * named types and records with more attributes than are declared.
 */
export function readSchema(json: SchemaJson<string>): CedarSchema {
  const names = namesOf(json);
  const parents = new Map<string, readonly string[]>();
  forEachType(json, (name, type, namespace) => {
    parents.set(
      name,
      memberOf(type).map((parent) => names.resolve(parent, namespace)),
    );
  });
  const types = new Map<string, EntityRules>();
  forEachType(json, (name, type, namespace) => {
    types.set(name, entityRules(name, type, { names, namespace, parents }));
  });
  const actions = new Map<string, ActionRules>();
  const entities = new Map<string, Entity>();
  for (const [namespace, definition] of Object.entries(json)) {
    for (const [id, action] of Object.entries(definition.actions)) {
      const uid = new EntityUid(qualify('Action', namespace), id);
      const of = action.memberOf ?? [];
      const above = of.map((parent) => new EntityUid(parent.type ?? qualify('Action', namespace), parent.id));
      entities.set(uid.key, { uid, attributes: {}, tags: {}, parents: above });
      actions.set(uid.key, actionRules(action, names, namespace));
    }
  }
  return { types, actions, actionEntities: new EntityStore(entities) };
}

function namesOf(json: SchemaJson<string>): Names {
  const enums = new Map<string, ReadonlySet<string>>();
  const declared = new Set<string>();
  forEachType(json, (name, type) => {
    declared.add(name);
    if ('enum' in type) enums.set(name, new Set(type.enum));
  });
  const resolve = (name: string, namespace: string): string => {
    const found = [qualify(name, namespace), name].find((candidate) => declared.has(candidate));
    if (found === undefined) throw new Refusal(`the type ${name} is not declared`);
    return found;
  };
  return { resolve, enums };
}

function forEachType(
  json: SchemaJson<string>,
  see: (name: string, type: EntityType<string>, namespace: string) => void,
): void {
  for (const [namespace, { entityTypes }] of Object.entries(json)) {
    for (const [name, type] of Object.entries(entityTypes)) see(qualify(name, namespace), type, namespace);
  }
}

function qualify(name: string, namespace: string): string {
  return namespace === '' ? name : `${namespace}::${name}`;
}

function memberOf(type: EntityType<string>): readonly string[] {
  return 'enum' in type ? [] : (type.memberOfTypes ?? []);
}

interface Surroundings {
  readonly names: Names;
  readonly namespace: string;
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

function entityRules(
  name: string,
  type: EntityType<string>,
  { names, namespace, parents }: Surroundings,
): EntityRules {
  const ancestors = new Set(parents.get(name));
  for (const ancestor of ancestors) parents.get(ancestor)?.forEach((parent) => ancestors.add(parent));
  const { shape, tags } = 'enum' in type ? { shape: undefined, tags: undefined } : type;
  return {
    ids: names.enums.get(name) ?? null,
    attributes: recordReader(shape, names, namespace),
    tags: tags === undefined ? null : createReader(tags, names, namespace),
    ancestors,
  };
}

type Action = NamespaceDefinition<string>['actions'][string];

function actionRules({ appliesTo }: Action, names: Names, namespace: string): ActionRules {
  const resolve = (name: string): string => names.resolve(name, namespace);
  return {
    principals: new Set(appliesTo?.principalTypes.map(resolve)),
    resources: new Set(appliesTo?.resourceTypes.map(resolve)),
    context: recordReader(appliesTo?.context, names, namespace),
  };
}
