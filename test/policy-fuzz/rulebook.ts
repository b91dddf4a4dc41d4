// What an engine is asked: policies with annotations over the schema of a catalog, and queries to them.

import { policyToText } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { JsonObject } from '../../src/kernel/json.ts';
import type { PolicyPrincipal, PolicyQuery } from '../../src/kernel/policy.ts';
import { fullSchema, listActions } from '../../src/policy/schema.ts';
import type { PolicyCatalog, SchemaAction } from '../../src/policy/schema.ts';
import type { Dice } from './dice.ts';
import { makePolicies } from './policy.ts';
import { IDS } from './texts.ts';
import { makeArgument, makeCatalog } from './tool-maker.ts';
import { makeRecordValue } from './values.ts';
import { EMPTY } from './world.ts';
import type { FuzzAction, FuzzEntityType, FuzzRecord, World } from './world.ts';

export interface Rulebook {
  readonly catalog: PolicyCatalog;
  /** Whether policies that do not fit the catalog are kept: they deny what they may apply to. */
  readonly misfits: boolean;
  readonly policies: readonly PolicyJson[];
  readonly queries: readonly { readonly query: PolicyQuery; readonly suspended: readonly string[] }[];
}

const QUERIES = 6;

export function makeRulebook(dice: Dice): Rulebook {
  const catalog = makeCatalog(dice);
  const world = worldOf(catalog);
  const wildness = dice.pick([0, 0, 0.01]);
  const drafts = dice.many(1, 2, () => Object.values(makePolicies(dice, world, wildness).policies)).flat();
  const forbids = dice.pick([0, 0.1, 0.3]);
  const policies = drafts.map((policy, index) => {
    const effect = dice.chance(forbids) ? 'forbid' : 'permit';
    return annotated(dice, { ...policy, effect }, `p${index}`);
  });
  const ids = policies.map((_, index) => `p${index}`);
  const faults = dice.chance(0.7) ? 0 : 0.05;
  const queries = dice.many(QUERIES, QUERIES, () => ({
    query: makeQuery(dice, catalog, world, faults),
    suspended: dice.chance(0.5) ? [] : dice.some([...ids, 'nothing'], 0.5),
  }));
  return { catalog, misfits: dice.chance(0.15), policies, queries };
}

/** The project's own schema as a world, so that policies are written as for any other. */
function worldOf(catalog: PolicyCatalog): World {
  const actions = listActions(catalog);
  const { entityTypes = {} } = fullSchema(actions.values())[''] ?? {};
  const types = Object.entries(entityTypes).map(([name, type]): [string, FuzzEntityType] => {
    const { memberOfTypes = [], shape = EMPTY } = 'enum' in type ? {} : type;
    return [name, { memberOfTypes, shape: shape as FuzzRecord, tags: null, ids: null }];
  });
  const groups = [...actions.values()].flatMap((action) => action.groups);
  const verbs: [string, FuzzAction][] = [
    ...groups.map((id): [string, FuzzAction] => [id, { memberOf: [], appliesTo: null, context: EMPTY }]),
    ...[...actions.values()].map((action): [string, FuzzAction] => [action.id, actionOf(action)]),
  ];
  return {
    prefix: '',
    entityTypes: Object.fromEntries(types),
    actions: Object.fromEntries(verbs),
    bareNames: false,
  };
}

function actionOf({ groups, principals, resource, context }: SchemaAction): FuzzAction {
  const appliesTo = { principals: [...principals], resources: [resource] };
  return { memberOf: groups, appliesTo, context };
}

function annotated(dice: Dice, policy: PolicyJson, id: string): PolicyJson {
  if (policy.effect === 'permit' || dice.chance(0.3)) return { ...policy, annotations: { id } };
  const expiry = dice.chance(0.5) ? { expires: '5m' } : {};
  return { ...policy, annotations: { id, hold: `why ${id}`, approvers: 'one:1, two:2', ...expiry } };
}

function makeQuery(dice: Dice, catalog: PolicyCatalog, world: World, faults: number): PolicyQuery {
  const tools = Object.values(catalog.connectors).flatMap(({ id, admitted }) =>
    Object.values(admitted?.tools ?? {}).map((tool) => ({
      action: `${id}/${tool.name}`,
      connector: id,
      tool,
    })),
  );
  const rules = { world, faults, implicit: false };
  if (dice.chance(0.75)) {
    const { action, connector, tool } = dice.pick(tools);
    const context = makeRecordValue(dice, rules, world.actions[action]?.context ?? EMPTY) as JsonObject;
    const input = makeArgument(dice, tool.inputSchema, faults);
    return {
      principal: makePrincipal(dice, dice.chance(faults) ? 'Operator' : 'Agent', faults),
      action: dice.chance(faults) ? 'a/nothing' : action,
      resource: { type: dice.chance(faults) ? 'Organization' : 'Connector', id: connector },
      context: { ...context, input },
    };
  }
  const action = dice.pick(['approve', 'reject', 'open-task', 'kill', 'publish-policy']);
  const type =
    action === 'open-task' || dice.chance(faults) ? dice.pick(['Agent', 'Operator'] as const) : 'Operator';
  const context = makeRecordValue(dice, rules, world.actions[action]?.context ?? EMPTY) as JsonObject;
  return {
    principal: makePrincipal(dice, type, faults),
    action,
    resource: { type: 'Organization', id: 'a' },
    context,
  };
}

function makePrincipal(dice: Dice, type: 'Agent' | 'Operator', faults: number): PolicyPrincipal {
  const parents = dice.some(IDS, 0.3);
  // No text: a half of a pair.
  const ids = dice.chance(faults) ? ['\ud800'] : IDS;
  const attributes: JsonObject =
    type === 'Agent' ? { owner: dice.pick(['a', 'ab', '*']), environment: 'b' } : { roles: parents };
  const odd = dice.pick<JsonObject>([
    {},
    { ...attributes, surplus: 1 },
    { roles: 1 },
    { owner: null },
    { owner: '\udc00' },
  ]);
  return { type, id: dice.pick(ids), parents, attributes: dice.chance(faults) ? odd : attributes };
}

/** Text of each policy that can be written; the id annotation names it. */
export function textsOf({ policies }: Rulebook): readonly string[] {
  return policies.flatMap((policy) => {
    const written = policyToText(policy);
    return written.type === 'success' ? [written.text] : [];
  });
}
