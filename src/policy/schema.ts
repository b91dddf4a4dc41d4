// The schema is made of what was admitted, so a rule about a tool or an argument that does not exist is an
// error when it is written, not a rule that never matches.

import { EFFECTS } from '../kernel/effect.ts';
import type { EntityType, SchemaJson, TypeOfAttribute } from '@cedar-policy/cedar-wasm/nodejs';
import type { ConnectorState, Tool } from '../kernel/state.ts';
import { EMPTY_RECORD, recordOf, setOf, STRING } from './cedar-type.ts';
import type { RecordType } from './cedar-type.ts';
import { ADMIT_CONTEXT, DECLASSIFY_CONTEXT, HOLD_CONTEXT, toolContext, VERB_CONTEXT } from './context.ts';
import { inputType } from './map-type.ts';
import { isWellFormed } from './well-formed.ts';

/** What a policy set is compiled against: the connectors as they stand; only what is admitted counts. */
export interface PolicyCatalog {
  readonly connectors: { readonly [id: string]: ConnectorState };
}

/** One action that can be asked about. */
export interface SchemaAction {
  readonly id: string;
  /** The action groups it is in. */
  readonly groups: readonly string[];
  readonly principals: readonly ('Agent' | 'Operator')[];
  readonly resource: 'Connector' | 'Organization';
  readonly context: RecordType;
  /** Type of `context.input`; null for the organisation's verbs. */
  readonly input: RecordType | null;
}

const VERBS = [
  'add-operator',
  'provision-operator',
  'delegate-duty',
  'add-passkey',
  'remove-passkey',
  'register-agent',
  'declare-destinations',
  'publish-workflow',
  'propose-policy',
  'publish-policy',
  'rollback-policy',
  'shadow-policy',
  'propose-connector',
  'admit-connector',
  'observe-connector',
  'open-task',
  'close-task',
  'declassify',
  'quarantine',
  'erase',
  'rotate-key',
  'kill',
  'lift-kill',
  'evaluate-access',
  'explain-access',
];
const AGENT_VERBS = ['open-task', 'close-task', 'declassify'];
/** The only one that waits for people. */
export const WAITING_VERB = 'declassify';
const HOLD_VERBS = ['approve', 'reject', 'reject-in-channel'];

/** Whether something can be asked of the organisation by that name. */
export function isVerb(name: string): boolean {
  return VERBS.includes(name) || HOLD_VERBS.includes(name);
}

const ENTITY_TYPES: { readonly [name: string]: EntityType<string> } = {
  Agent: {
    // Not in `Operator`: an agent would then be in a `Role`, for all that the validator knows.
    memberOfTypes: ['Group', 'Environment', 'Owner'],
    shape: cedarRecord(recordOf({ owner: STRING, environment: STRING })),
  },
  Group: {},
  Environment: {},
  Owner: {},
  Operator: { memberOfTypes: ['Role'], shape: cedarRecord(recordOf({ roles: setOf(STRING) })) },
  Role: {},
  Connector: {},
  Organization: {},
};

/** Every action there is: one per admitted tool, and the organisation's verbs. By id. */
export function listActions(catalog: PolicyCatalog): ReadonlyMap<string, SchemaAction> {
  const tools = Object.values(catalog.connectors).flatMap(({ id, admitted }) =>
    Object.values(admitted?.tools ?? {}).flatMap((tool) => toolAction(id, tool)),
  );
  const verbs = [
    ...VERBS.map((id) => verbAction(id, 'administer', contextOf(id))),
    ...HOLD_VERBS.map((id) => verbAction(id, 'decide-hold', HOLD_CONTEXT)),
  ];
  return new Map([...tools, ...verbs].map((action) => [action.id, action]));
}

function contextOf(verb: string): RecordType {
  if (verb === WAITING_VERB) return DECLASSIFY_CONTEXT;
  return verb === 'admit-connector' ? ADMIT_CONTEXT : VERB_CONTEXT;
}

/** None for a name that no policy could tell from another: such a tool stays unknown, hence denied. */
function toolAction(connector: string, tool: Tool): SchemaAction[] {
  const id = `${connector}/${tool.name}`;
  if (connector.includes('/') || tool.name === '*' || !isWellFormed(id)) return [];
  const input = inputType(tool.inputSchema);
  const groups = [...new Set(tool.effects), `${connector}/*`, 'tool'];
  return [{ id, groups, principals: ['Agent'], resource: 'Connector', context: toolContext(input), input }];
}

function verbAction(id: string, group: string, context: RecordType): SchemaAction {
  const principals = AGENT_VERBS.includes(id) ? (['Agent', 'Operator'] as const) : (['Operator'] as const);
  return { id, groups: [group], principals, resource: 'Organization', context, input: null };
}

/** The Cedar schema of all the actions: what sources are validated against. */
export function fullSchema(actions: Iterable<SchemaAction>): SchemaJson<string> {
  const listed = [...actions];
  const used = new Set(listed.flatMap(({ id, groups }) => [id, ...groups]));
  // A group without a tool is an action by itself, so that a rule about it is not called impossible.
  // (`approve` is a verb as well as an effect: Cedar lets one action be both.)
  const empty = [...EFFECTS, 'tool'].filter((group) => !used.has(group));
  return schemaOf([...listed, ...empty.map(emptyGroup)]);
}

/** The Cedar schema of one action and its groups: its cost does not grow with the catalog. */
export function actionSchema(action: SchemaAction): SchemaJson<string> {
  return schemaOf([action]);
}

function emptyGroup(id: string): SchemaAction {
  const context = toolContext(EMPTY_RECORD);
  return { id, groups: [], principals: ['Agent'], resource: 'Connector', context, input: EMPTY_RECORD };
}

function schemaOf(listed: readonly SchemaAction[]): SchemaJson<string> {
  const groups = new Set(listed.flatMap((action) => action.groups));
  const actions = Object.fromEntries([
    ...[...groups].map((group) => [group, {}] as const),
    ...listed.map((action) => [action.id, cedarAction(action)] as const),
  ]);
  return { '': { entityTypes: { ...ENTITY_TYPES }, actions } };
}

function cedarAction({ groups, principals, resource, context }: SchemaAction) {
  return {
    memberOf: groups.map((id) => ({ id })),
    appliesTo: {
      principalTypes: [...principals],
      resourceTypes: [resource],
      context: cedarRecord(context),
    },
  };
}

/** The same thing in the library's type, which does not know readonly. */
function cedarRecord(type: RecordType): TypeOfAttribute<string> {
  return type;
}
