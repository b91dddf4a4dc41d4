// A world is what a schema says: entity types, actions and their contexts, in names that policies use.

import type { ActionType, EntityType, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Dice } from './dice.ts';

export type ExtensionName = 'decimal' | 'ipaddr' | 'datetime' | 'duration';

/** Cedar's types, in Cedar's own JSON form of a schema. */
export type FuzzType =
  | { readonly type: 'Boolean' | 'Long' | 'String' }
  | { readonly type: 'Extension'; readonly name: ExtensionName }
  | { readonly type: 'Entity'; readonly name: string }
  | { readonly type: 'Set'; readonly element: FuzzType }
  | FuzzRecord;

export interface FuzzRecord {
  readonly type: 'Record';
  readonly attributes: { readonly [name: string]: FuzzType & { readonly required: boolean } };
}

export interface FuzzEntityType {
  readonly memberOfTypes: readonly string[];
  readonly shape: FuzzRecord;
  readonly tags: FuzzType | null;
  /** The only ids there are; null: any id. */
  readonly ids: readonly string[] | null;
}

export interface FuzzAction {
  readonly memberOf: readonly string[];
  /** Null: a group, which nobody can ask for. */
  readonly appliesTo: { readonly principals: string[]; readonly resources: string[] } | null;
  readonly context: FuzzRecord;
}

export interface World {
  /** `NS::` or nothing. */
  readonly prefix: string;
  /** By qualified name. */
  readonly entityTypes: { readonly [name: string]: FuzzEntityType };
  /** By id. */
  readonly actions: { readonly [id: string]: FuzzAction };
  /** Whether the schema names types without their namespace. */
  readonly bareNames: boolean;
}

const ATTRIBUTE_NAMES = ['a', 'b', 'n', 's', 'when', 'two words', 'é', '', '__proto__', 'constructor'];
const EXTENSIONS = ['decimal', 'ipaddr', 'datetime', 'duration'] as const;
export const EMPTY: FuzzRecord = { type: 'Record', attributes: {} };

export function makeWorld(dice: Dice): World {
  const prefix = dice.chance(0.3) ? 'NS::' : '';
  const names = ['User', 'Group', 'Doc', 'Kind'].map((name) => prefix + name);
  const [user = '', group = '', doc = '', kind = ''] = names;
  const parents: Record<string, string[]> = {
    [user]: [group],
    [group]: dice.some([group, kind], 0.7),
    [doc]: dice.some([doc, group], 0.6),
    [kind]: [],
  };
  const entityTypes = Object.fromEntries(
    names.map((name) => [name, makeEntityType(dice, names, parents[name] ?? [], name === kind)]),
  );
  return { prefix, entityTypes, actions: makeActions(dice, names), bareNames: dice.chance(0.3) };
}

function makeEntityType(
  dice: Dice,
  names: readonly string[],
  memberOfTypes: string[],
  isEnum: boolean,
): FuzzEntityType {
  if (isEnum) return { memberOfTypes: [], shape: EMPTY, tags: null, ids: ['a', 'b'] };
  const tags = dice.chance(0.5) ? makeType(dice, names, 1) : null;
  return { memberOfTypes, shape: makeRecord(dice, names, 2, 5), tags, ids: null };
}

function makeActions(dice: Dice, names: readonly string[]): { [id: string]: FuzzAction } {
  const group = (memberOf: string[]): FuzzAction => ({ memberOf, appliesTo: null, context: EMPTY });
  const leaf = (): FuzzAction => {
    const principals = [...new Set([names[0] ?? '', ...dice.some(names, 0.3)])];
    const resources = [...new Set([names[2] ?? '', ...dice.some(names, 0.3)])];
    const context = makeRecord(dice, names, 2, 5);
    return {
      memberOf: dice.some(['all', 'some', 'other'], 0.5),
      appliesTo: { principals, resources },
      context,
    };
  };
  return {
    all: group([]),
    some: group(dice.some(['all'], 0.7)),
    other: group(dice.some(['all', 'some'], 0.5)),
    read: leaf(),
    'write it': leaf(),
  };
}

function makeRecord(dice: Dice, names: readonly string[], depth: number, size: number): FuzzRecord {
  const attributes = dice.many(0, size, () => [
    dice.pick(ATTRIBUTE_NAMES),
    { ...makeType(dice, names, depth - 1), required: dice.chance(0.6) },
  ]);
  return { type: 'Record', attributes: Object.fromEntries(attributes) };
}

export function makeType(dice: Dice, names: readonly string[], depth: number): FuzzType {
  const kind = dice.int(0, depth > 0 ? 10 : 6);
  if (kind <= 0) return { type: 'Boolean' };
  if (kind <= 2) return { type: 'Long' };
  if (kind === 3) return { type: 'String' };
  if (kind <= 5) return { type: 'Extension', name: dice.pick(EXTENSIONS) };
  if (kind === 6) return { type: 'Entity', name: dice.pick(names) };
  if (kind <= 8) return { type: 'Set', element: makeType(dice, names, depth - 1) };
  return makeRecord(dice, names, depth, 3);
}

/** The world as Cedar reads it. */
export function schemaOf({ prefix, entityTypes, actions, bareNames }: World): SchemaJson<string> {
  const bare = (name: string): string => name.slice(prefix.length);
  const types = Object.entries(entityTypes).map(([name, { memberOfTypes, shape, tags, ids }]) => {
    const standard = { memberOfTypes: [...memberOfTypes], shape };
    const type: EntityType<string> =
      ids !== null ? { enum: [...ids] } : tags === null ? standard : { ...standard, tags };
    return [bare(name), type] as const;
  });
  const verbs = Object.entries(actions).map(([id, action]) => [id, actionOf(action)] as const);
  const definition = { entityTypes: Object.fromEntries(types), actions: Object.fromEntries(verbs) };
  const schema = { [prefix.slice(0, -2)]: definition };
  // Names in the same namespace may be given without it.
  return bareNames
    ? (JSON.parse(JSON.stringify(schema).replaceAll(`"${prefix}`, '"')) as typeof schema)
    : schema;
}

function actionOf({ memberOf, appliesTo, context }: FuzzAction): ActionType<string> {
  const groups = memberOf.map((id) => ({ id }));
  if (appliesTo === null) return { memberOf: groups };
  const { principals, resources } = appliesTo;
  return { memberOf: groups, appliesTo: { principalTypes: principals, resourceTypes: resources, context } };
}
