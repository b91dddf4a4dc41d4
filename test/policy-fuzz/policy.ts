// Policies and templates about what can be asked, most of them about the very thing, some about others.

import type {
  Clause,
  EntityUidJson,
  PolicyJson,
  TemplateLink,
  TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import { makeCondition } from './condition.ts';
import type { Dice } from './dice.ts';
import type { Writer } from './expression.ts';
import { findPaths } from './paths.ts';
import { pickAsked } from './store.ts';
import type { Asked } from './store.ts';
import { makeUid } from './values.ts';
import type { World } from './world.ts';

const MOST_POLICIES = 16;

export interface PolicyDrafts {
  readonly policies: { readonly [id: string]: PolicyJson };
  readonly templates: { readonly [id: string]: PolicyJson };
  readonly links: readonly TemplateLink[];
}

export function makePolicies(dice: Dice, world: World, wildness: number): PolicyDrafts {
  const about = pickAsked(dice, world);
  // Of one effect, each policy that is satisfied is seen; of two, only those that forbid.
  const effects = dice.pick<PolicyJson['effect'][]>([['permit'], ['forbid'], ['permit', 'permit', 'forbid']]);
  const write = (): PolicyJson => {
    const asked = dice.chance(0.8) ? about : pickAsked(dice, world);
    const writer = { dice, world, paths: findPaths(world, asked), wildness, makeCondition };
    const effect = dice.pick(effects);
    return dice.chance(0.5) ? makePolicy(writer, effect, asked) : makeProbe(writer, effect);
  };
  const policies = dice.many(1, MOST_POLICIES, (index) => [`p${index}`, write()] as const);
  const templates = dice.chance(0.3)
    ? dice.many(1, 2, (index) => makeTemplate(dice, `t${index}`, write()))
    : [];
  const links = templates.flatMap(({ id, slots }) =>
    dice.many(0, 3, (index) => ({
      templateId: id,
      newId: `${id}.${index}`,
      values: Object.fromEntries(slots.map((slot) => [slot, makeLinked(dice, world, about, slot)])),
    })),
  );
  return {
    policies: Object.fromEntries(policies),
    templates: Object.fromEntries(templates.map(({ id, template }) => [id, template])),
    links,
  };
}

function makePolicy(writer: Writer, effect: PolicyJson['effect'], asked: Asked): PolicyJson {
  const { dice, world } = writer;
  const conditions = dice.many(0, dice.int(1, 2), (): Clause => {
    const body = makeCondition(writer, dice.int(1, 4));
    return dice.chance(0.75) ? { kind: 'when', body } : { kind: 'unless', body };
  });
  return {
    effect,
    principal: makeParty(dice, world, asked.principal),
    action: makeVerb(dice, world, asked),
    resource: makeParty(dice, world, asked.resource),
    conditions,
  };
}

/** Applies to everything and asks one thing, mostly of literals, which sit on the edges. */
function makeProbe(writer: Writer, effect: PolicyJson['effect']): PolicyJson {
  const { dice } = writer;
  const body = makeCondition(dice.chance(0.7) ? { ...writer, paths: [] } : writer, dice.int(1, 2));
  const all = { op: 'All' } as const;
  return { effect, principal: all, action: all, resource: all, conditions: [{ kind: 'when', body }] };
}

function makeParty(dice: Dice, world: World, type: string): PolicyJson['principal'] {
  const names = Object.keys(world.entityTypes);
  const about = dice.chance(0.85) ? type : dice.pick(names);
  const parents = world.entityTypes[about]?.memberOfTypes ?? [];
  const above = (): EntityUidJson => makeUid(dice, world, dice.pick([about, ...parents, ...parents]));
  switch (dice.int(0, 15)) {
    case 0:
      return { op: '==', entity: makeUid(dice, world, about) };
    case 1:
    case 2:
      return { op: 'in', entity: above() };
    case 3:
    case 4:
      return { op: 'is', entity_type: about };
    case 5:
      return { op: 'is', entity_type: about, in: { entity: above() } };
    default:
      return { op: 'All' };
  }
}

function makeVerb(dice: Dice, world: World, asked: Asked): PolicyJson['action'] {
  const ids = Object.keys(world.actions);
  const uid = (id: string): TypeAndId => ({ type: `${world.prefix}Action`, id });
  switch (dice.int(0, 9)) {
    case 0:
      return { op: '==', entity: uid(dice.chance(0.8) ? asked.id : dice.pick(ids)) };
    case 1:
      return { op: 'in', entity: uid(dice.pick(ids)) };
    case 2:
      return { op: 'in', entities: dice.many(0, 3, () => uid(dice.pick(ids))) };
    default:
      return { op: 'All' };
  }
}

interface DraftTemplate {
  readonly id: string;
  readonly template: PolicyJson;
  readonly slots: readonly string[];
}

function makeTemplate(dice: Dice, id: string, policy: PolicyJson): DraftTemplate {
  const slots = dice.pick([['?principal'], ['?resource'], ['?principal', '?resource']]);
  const open = (slot: string, type: string): PolicyJson['principal'] => {
    if (dice.chance(0.4)) return { op: '==', slot };
    return dice.chance(0.5) ? { op: 'in', slot } : { op: 'is', entity_type: type, in: { slot } };
  };
  const typeOf = (head: PolicyJson['principal'], other: string): string =>
    head.op === 'is' ? head.entity_type : other;
  const { principal, resource } = policy;
  const template = {
    ...policy,
    principal: slots.includes('?principal') ? open('?principal', typeOf(principal, 'User')) : principal,
    resource: slots.includes('?resource') ? open('?resource', typeOf(resource, 'Doc')) : resource,
  };
  return { id, template, slots };
}

function makeLinked(dice: Dice, world: World, about: Asked, slot: string): TypeAndId {
  const type = slot === '?principal' ? about.principal : about.resource;
  return makeUid(dice, world, dice.pick([type, type, ...(world.entityTypes[type]?.memberOfTypes ?? [])]));
}
