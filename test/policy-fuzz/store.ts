// Entity stores and requests: hierarchies with diamonds, entities that are missing, and some that may not be.

import type { Context, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Dice } from './dice.ts';
import { IDS } from './texts.ts';
import { makeRecordValue, makeUid, makeValue } from './values.ts';
import type { ValueRules } from './values.ts';
import type { FuzzAction, FuzzEntityType, World } from './world.ts';

export interface FuzzRequest {
  readonly principal: TypeAndId;
  readonly action: TypeAndId;
  readonly resource: TypeAndId;
  readonly context: Context;
}

/** @param withActions whether the action groups must stand in the store, as where there is no schema */
export function makeStore(dice: Dice, rules: ValueRules, withActions: boolean): EntityJson[] {
  const { world } = rules;
  const entities = Object.entries(world.entityTypes).flatMap(([type, definition]) =>
    (definition.ids ?? IDS.slice(0, 5)).flatMap((id, index) =>
      dice.chance(0.7) ? [makeEntity(dice, rules, { type, id }, definition, index)] : [],
    ),
  );
  const stored = withActions ? [...entities, ...actionEntities(world)] : entities;
  if (dice.chance(0.05)) stored.push(makeOdd(dice, world, stored));
  return dice.chance(0.5) ? stored : stored.toReversed();
}

function makeEntity(
  dice: Dice,
  rules: ValueRules,
  uid: TypeAndId,
  { memberOfTypes, shape, tags }: FuzzEntityType,
  index: number,
): EntityJson {
  const { world, faults } = rules;
  // Upwards only, so that there is no circle; but for a fault.
  const upwards = IDS.slice(index + 1, 6);
  const parents = memberOfTypes.flatMap((type) =>
    dice
      .some(dice.chance(faults) ? IDS : (world.entityTypes[type]?.ids ?? upwards), 0.35)
      .map((id) => ({ type, id })),
  );
  if (dice.chance(faults * 2)) parents.push(makeUid(dice, world, dice.pick(Object.keys(world.entityTypes))));
  const entity = {
    uid: dice.chance(0.8) ? uid : { __entity: uid },
    attrs: makeRecordValue(dice, rules, shape),
    parents: dice.chance(0.8) ? parents : parents.map((parent) => ({ __entity: parent })),
  };
  if (tags === null) return entity;
  const names = dice.some(['a', 'b', 'é', '', '__proto__'], 0.4);
  const tagged = names.map((name) => [name, makeValue(dice, rules, tags)] as const);
  return { ...entity, tags: Object.fromEntries(tagged) };
}

function actionEntities({ prefix, actions }: World): EntityJson[] {
  const type = `${prefix}Action`;
  return Object.entries(actions).map(([id, { memberOf }]) => ({
    uid: { type, id },
    attrs: {},
    parents: memberOf.map((group) => ({ type, id: group })),
  }));
}

/** One that is there already, the same or another with its name; one of no declared type; an action. */
function makeOdd(dice: Dice, world: World, stored: readonly EntityJson[]): EntityJson {
  const stray: EntityJson = { uid: { type: `${world.prefix}Stray`, id: 'a' }, attrs: { n: 1 }, parents: [] };
  const actions = actionEntities(world);
  const twin = dice.pick(stored.length === 0 ? [stray] : stored);
  const akin = stored.filter((entity) => typeOf(entity) === typeOf(twin));
  const action = dice.pick(actions);
  return dice.pick([
    twin,
    { ...twin, parents: [] },
    { ...twin, parents: twin.parents.toReversed() },
    { ...twin, attrs: dice.pick([...akin, stray]).attrs },
    { ...twin, tags: dice.pick([...akin, stray]).tags ?? {} },
    stray,
    action,
    { ...action, parents: dice.pick(actions).parents },
    { ...action, uid: { type: `${world.prefix}Action`, id: 'unheard of' } },
    { ...action, attrs: { n: 1 } },
  ]);
}

function typeOf({ uid }: EntityJson): string {
  return '__entity' in uid ? uid['__entity'].type : uid.type;
}

export interface Asked {
  readonly id: string;
  readonly action: FuzzAction;
  readonly principal: string;
  readonly resource: string;
}

/** An action that can be asked for, and of what types. */
export function pickAsked(dice: Dice, { actions }: World): Asked {
  const askable = Object.entries(actions).filter(([, { appliesTo }]) => appliesTo !== null);
  const [id, action] = dice.pick(askable);
  const { principals = [], resources = [] } = action.appliesTo ?? {};
  return { id, action, principal: dice.pick(principals), resource: dice.pick(resources) };
}

export function makeRequest(dice: Dice, rules: ValueRules): FuzzRequest {
  const { world, faults } = rules;
  const { id, action, principal, resource } = pickAsked(dice, world);
  const types = [...Object.keys(world.entityTypes), `${world.prefix}Stray`];
  const oneOf = (type: string): TypeAndId =>
    dice.chance(faults * 5) ? { type: dice.pick(types), id: 'c' } : makeUid(dice, world, type);
  const asked = dice.chance(faults) ? dice.pick(['all', 'some', 'nothing']) : id;
  return {
    principal: oneOf(principal),
    action: { type: `${world.prefix}Action`, id: asked },
    resource: oneOf(resource),
    context: makeRecordValue(dice, rules, action.context),
  };
}
