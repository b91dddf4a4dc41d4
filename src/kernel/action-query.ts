// An action as policy sees it: the facts of this moment, said once for every policy engine. What is the same
// for many actions is the same object, so that an engine need not read it again.

import type { AdmittedTool, AskedAction } from './action.ts';
import { amountOf, countRoles } from './argument-role.ts';
import { approvedTools, decimalOf, describeChain } from './chain.ts';
import type { Json, JsonObject } from './json.ts';
import { levelOf } from './label.ts';
import type { Labels } from './label.ts';
import { entryOf } from './lookup.ts';
import type { PolicyQuery } from './policy.ts';
import { agentPrincipal } from './principal.ts';
import type { Agent, Hold, OrgState, TaskState, Tool, Usage } from './state.ts';
import { describeDestination, destinationsOf } from './trust.ts';

export function actionQuery(asked: AskedAction, { tool }: AdmittedTool): PolicyQuery {
  const { state, request, task, agent, preapproved } = asked;
  const action = `${request.connector}/${request.tool}`;
  const amount = amountOf(tool.profile, request.arguments);
  const context: { [name: string]: Json } = {
    input: request.arguments,
    task: describeTask(task, agent, request.at),
    data: describeData(task.data),
    args: describeArguments(asked, tool, amount),
    tool: describeTool(tool),
    chain: describeChain(task.usage, action, request.at, amount),
    approvals: describeApprovals(state.org, task.usage, asked.pending),
    scope: preapproved ? PREAPPROVED : NOT_PREAPPROVED,
  };
  const destinations = destinationsOf(request, tool.profile);
  const destination = describeDestination(state.org, task, tool.profile, destinations);
  if (destination !== null) context['destination'] = destination;
  const model = describeModel(agent, task);
  if (model !== null) context['model'] = model;
  const resource = { type: 'Connector', id: request.connector } as const;
  return { principal: principalOf(agent), action, resource, context };
}

const principalOf = remembering(agentPrincipal);

const PREAPPROVED = { preapproved: true };
const NOT_PREAPPROVED = { preapproved: false };

function describeTask(task: TaskState, { environment }: Agent, at: number): JsonObject {
  return {
    workflow: task.workflow.id,
    purpose: task.scope.purpose,
    environment,
    ageSeconds: Math.floor((at - task.openedAt) / 1_000),
    requester: task.requester,
    trigger: task.trigger,
    // No task has a parent yet.
    depth: 0,
  };
}

const describeTool = remembering(({ kind, effects, idempotent }: Tool) => ({ kind, effects, idempotent }));

/** What all that the task read carries. */
const describeData = remembering(({ sensitivity, categories, integrity }: Labels) => ({
  sensitivity: levelOf(sensitivity),
  categories,
  trusted: integrity === 'trusted',
}));

const NO_ARGUMENTS: JsonObject = {};

/** Where a value came from is not known yet, so none counts as seen. */
function describeArguments({ request }: AskedAction, { profile }: Tool, amount: number): JsonObject {
  const counts = countRoles(profile, request.arguments);
  if (counts.size === 0) return NO_ARGUMENTS;
  const described: { [role: string]: Json } = {};
  for (const [role, count] of counts) {
    const known = { count, grounding: 'unseen' };
    described[role] = role === 'amount' ? { ...known, sum: decimalOf(amount) } : known;
  }
  return described;
}

const approvedSoFar = remembering((usage: Usage) => approvedTools(usage));

const NONE: readonly string[] = [];

/** The approvals that wait to be used by this very action, and the tools whose calls people approved. */
function describeApprovals({ operators }: OrgState, usage: Usage, pending: Hold | null): JsonObject {
  const tools = approvedSoFar(usage);
  if (pending === null) return { count: 0, roles: NONE, tools };
  const approvers = [...new Set(pending.approvals.map(({ operator }) => operator))];
  const roles = approvers.flatMap((id) => entryOf(operators, id)?.roles ?? []);
  return { count: approvers.length, roles: [...new Set(roles)], tools };
}

/** Null where nobody ever said which model it is. It drifted where it is not what the task began with. */
function describeModel(agent: Agent, { model: then }: TaskState): JsonObject | null {
  const now = agent.model ?? null;
  const shown = now ?? then;
  if (shown === null) return null;
  const { provider, name } = shown;
  const drifted =
    now === null ||
    then === null ||
    now.fingerprint !== then.fingerprint ||
    now.provider !== then.provider ||
    now.name !== then.name;
  return { provider, name, drifted };
}

function remembering<Fact extends object, Described extends object>(
  describe: (fact: Fact) => Described,
): (fact: Fact) => Described {
  const known = new WeakMap<Fact, Described>();
  return (fact) => {
    const before = known.get(fact);
    if (before !== undefined) return before;
    const described = describe(fact);
    known.set(fact, described);
    return described;
  };
}
