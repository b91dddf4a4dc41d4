// What an expression can reach from the four variables, with its type and what must be asked before.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import type { Asked } from './store.ts';
import type { FuzzRecord, FuzzType, World } from './world.ts';

export interface Path {
  readonly expr: Expr;
  readonly type: FuzzType;
  /** Each true where the path leads somewhere, if asked in this order. */
  readonly guards: readonly Expr[];
}

const MAX_STEPS = 3;

/** Every path of up to three steps that a policy about what is asked can take. */
export function findPaths(world: World, { principal, resource, action }: Asked): Path[] {
  const entity = (name: 'principal' | 'resource', type: string): Path => ({
    expr: { Var: name },
    type: { type: 'Entity', name: type },
    guards: [],
  });
  const actionType: FuzzType = { type: 'Entity', name: `${world.prefix}Action` };
  const roots: Path[] = [
    entity('principal', principal),
    entity('resource', resource),
    { expr: { Var: 'action' }, type: actionType, guards: [] },
    { expr: { Var: 'context' }, type: action.context, guards: [] },
  ];
  const found = [...roots];
  let last = roots;
  for (let step = 0; step < MAX_STEPS && found.length < 200; step += 1) {
    last = last.flatMap((path) => stepsFrom(world, path));
    found.push(...last);
  }
  return found;
}

function stepsFrom(world: World, path: Path): Path[] {
  const attributes = attributesOf(world, path.type);
  return Object.entries(attributes).map(([attr, type]) => ({
    expr: { '.': { left: path.expr, attr } },
    type,
    guards: type.required ? path.guards : [...path.guards, { has: { left: path.expr, attr } }],
  }));
}

export function attributesOf({ entityTypes }: World, type: FuzzType): FuzzRecord['attributes'] {
  if (type.type === 'Record') return type.attributes;
  return type.type === 'Entity' ? (entityTypes[type.name]?.shape.attributes ?? {}) : {};
}

export function isSameType(one: FuzzType, other: FuzzType): boolean {
  if (one.type === 'Set') return other.type === 'Set' && isSameType(one.element, other.element);
  if (one.type !== 'Record') return nameOf(one) === nameOf(other);
  if (other.type !== 'Record') return false;
  const names = Object.keys(one.attributes);
  return (
    names.length === Object.keys(other.attributes).length &&
    names.every((name) => {
      const mine = one.attributes[name];
      // Names are such as objects inherit, too.
      const yours = Object.hasOwn(other.attributes, name) ? other.attributes[name] : undefined;
      return mine !== undefined && yours !== undefined && isSameType(mine, yours);
    })
  );
}

function nameOf(type: FuzzType): string {
  return 'name' in type ? `${type.type} ${type.name}` : type.type;
}
