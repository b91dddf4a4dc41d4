// A test asks what the kernel would ask: the same facts, built by the same functions, of a task that was just
// opened and did nothing, unless the test says otherwise.

import { toDestinations } from '../../catalog/destination.ts';
import { nearest } from '../../document/nearest.ts';
import { gather } from '../../kernel/action/act.ts';
import { actionQuery } from '../../kernel/action/query.ts';
import { countRoles, valuesOf } from '../../kernel/action/argument-role.ts';
import { emptyTask } from '../../kernel/access/empty-task.ts';
import { initialState } from '../../kernel/evolve.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { PolicyPrincipal, PolicyQuery } from '../../kernel/policy.ts';
import { agentPrincipal, operatorPrincipal } from '../../kernel/principal.ts';
import type { Act } from '../../kernel/request.ts';
import { enforceOnAction, enforceOnVerb } from '../../kernel/rules/obligation.ts';
import type { Enforce } from '../../kernel/rules/obligation.ts';
import { verbQuery } from '../../kernel/rules/policy.ts';
import type { Agent } from '../../kernel/org/registered.ts';
import type { ConnectorState, OrgState, State, Tool, ToolProfile } from '../../kernel/state.ts';
import type { PolicyCatalog, SchemaAction } from '../schema.ts';
import type { TestCase, TestFile } from './format.ts';
import { layOver, neutralOf } from './given-context.ts';
import type { FactProblem } from './given-context.ts';

/** One question of a test, as the engine is asked, and who carries out what a permit comes with. */
export interface TestQuestion {
  readonly query: PolicyQuery;
  readonly enforce: Enforce;
}

/** What tests are asked against. */
export interface TestWorld {
  readonly catalog: PolicyCatalog;
  readonly actions: ReadonlyMap<string, SchemaAction>;
  readonly destinations: OrgState['destinations'];
}

type Defaults = TestFile['defaults'];
type Given = Pick<TestCase, 'agent' | 'operator' | 'action' | 'input' | 'context'>;

/**
 * No scope bounds what a test asks: policy alone is tested. What a tool sets off with some arguments only, it
 * sets off with any.
 */
const NO_CONSTRAINTS = { check: () => ['# schema: is not looked at'] };
/** When a test asks, Unix milliseconds. Nothing has a past unless the test says so. */
const NOW = 0;

/** The question of a test; problems come with the path within the test. */
export function questionOf(
  world: TestWorld,
  defaults: Defaults,
  given: Given,
): TestQuestion | { readonly problems: readonly FactProblem[] } {
  const action = world.actions.get(given.action);
  if (action === undefined) {
    const help = nearest(given.action, [...world.actions.keys()], 'actions');
    return { problems: [{ path: ['action'], message: 'is no admitted tool and no verb', help }] };
  }
  const misplaced = checkAsker(action, given);
  if (misplaced !== null) return { problems: [misplaced] };
  const { query, enforce } =
    action.input === null ? askVerb(world, defaults, given, action) : askTool(world, defaults, given);
  const problems: FactProblem[] = [];
  const { input, ...rest } = query.context;
  let context: JsonObject = rest;
  for (const facts of [defaults.context ?? {}, given.context ?? {}]) {
    const report = ({ path, message, help }: FactProblem): void =>
      void problems.push({ path: ['context', ...path], message, help });
    context = layOver(withoutInput(action), context, facts, report);
  }
  if (problems.length > 0) return { problems };
  return { query: { ...query, context: input === undefined ? context : { ...context, input } }, enforce };
}

/** The arguments are said under `input`. */
function withoutInput({ context }: SchemaAction): SchemaAction['context'] {
  const attributes = Object.entries(context.attributes).filter(([name]) => name !== 'input');
  return { type: 'Record', attributes: Object.fromEntries(attributes) };
}

function checkAsker({ id, principals, input }: SchemaAction, given: Given): FactProblem | null {
  if (input === null && given.input !== undefined) {
    return { path: ['input'], message: `${id} is a verb and takes no arguments`, help: null };
  }
  if (given.operator !== undefined && !principals.includes('Operator')) {
    return { path: ['operator'], message: `only an agent asks for ${id}`, help: null };
  }
  if (given.agent !== undefined && !principals.includes('Agent')) {
    return { path: ['agent'], message: `only an operator asks for ${id}`, help: null };
  }
  return null;
}

function agentOf({ agent: before }: Defaults, { agent }: Given): Agent {
  const { model = null, ...rest } = { ...before, ...agent };
  return {
    id: 'agent',
    owner: 'owner',
    environment: 'production',
    groups: [],
    identity: null,
    ...rest,
    ...(model === null ? {} : { model }),
  };
}

function askTool({ catalog, destinations }: TestWorld, defaults: Defaults, given: Given): TestQuestion {
  const agent = agentOf(defaults, given);
  const [connector, tool] = admitted(catalog, given.action);
  const input = given.input ?? {};
  const state: State = { ...stateWith(destinations), connectors: catalog.connectors };
  const act: Act = {
    kind: 'act',
    id: 'req_test',
    at: NOW,
    actor: { kind: 'agent', id: agent.id },
    task: '',
    connector: connector.id,
    tool: tool.name,
    arguments: input,
    argumentsCommitment: 'kept',
    digest: '',
    observed: tool.definition,
    owner: '',
    // Nothing was addressed before, so none of them is known by its commitment.
    destinations: toDestinations(valuesOf(tool.profile, 'destination', input), () => ''),
    grounding: said(tool.profile, input),
  };
  const asked = gather(state, act, agent, emptyTask(agent, NOW), connector);
  return { query: actionQuery(asked, asked.admitted!), enforce: enforceOnAction(act) };
}

/** As long as a test says nothing else, a person said what the call is given. */
function said(profile: ToolProfile, input: Json): ArgumentGrounding[] {
  const known = { pointer: '', level: 'person', match: 'exact', sources: [], instructed: false } as const;
  return Array.from(countRoles(profile, input).keys(), (role) => ({ ...known, role }));
}

function stateWith(destinations: OrgState['destinations']): State {
  const state = initialState(NO_CONSTRAINTS);
  return { ...state, org: { ...state.org, mode: 'separated', destinations } };
}

function admitted({ connectors }: PolicyCatalog, action: string): readonly [ConnectorState, Tool] {
  const slash = action.indexOf('/');
  const connector = connectors[action.slice(0, slash)];
  const tool = connector?.admitted?.tools[action.slice(slash + 1)];
  if (connector === undefined || tool === undefined) throw new Error('an action of the schema is no tool');
  return [connector, tool];
}

function askVerb(world: TestWorld, defaults: Defaults, given: Given, action: SchemaAction): TestQuestion {
  const isAgent = given.agent !== undefined || !action.principals.includes('Operator');
  const { id = 'operator', roles = [], provedSecondsAgo } = { ...defaults.operator, ...given.operator };
  const principal: PolicyPrincipal = isAgent
    ? agentPrincipal(agentOf(defaults, given))
    : operatorPrincipal({ id, roles, publicKey: null, identity: null });
  const neutral = neutralOf(action.context) as JsonObject;
  const { org } = stateWith(world.destinations);
  const proved = provedSecondsAgo === undefined ? {} : { provedAt: NOW - provedSecondsAgo * 1_000 };
  const actor = { kind: isAgent ? 'agent' : 'operator', id: principal.id } as const;
  return {
    query: verbQuery(org, principal, given.action, neutral),
    enforce: enforceOnVerb({ actor, at: NOW, ...proved }),
  };
}
