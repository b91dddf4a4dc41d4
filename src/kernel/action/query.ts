// An action as policy sees it: the facts of this moment, said once for every policy engine. What is the same
// for many actions is the same object, so that an engine need not read it again.

import type { AdmittedTool, AskedAction } from './action.ts';
import { amountOf, countRoles } from './argument-role.ts';
import { approvedTools, decimalOf, describeChain } from '../chain/chain.ts';
import { labelsOfRole, labelsSent } from '../flow/declassified.ts';
import { unendedLike } from '../chain/may-have-run.ts';
import { describeExposure } from '../flow/exposure.ts';
import { doubtfulRoles, groundingOf, isAskedFor } from '../flow/grounding.ts';
import type { Json, JsonObject } from '../json.ts';
import { levelOf, SUSPICIOUS } from '../flow/label.ts';
import type { Labels } from '../flow/label.ts';
import { describeLeaving } from '../flow/leaving.ts';
import type { PolicyQuery } from '../policy.ts';
import { agentPrincipal } from '../principal.ts';
import { ownChange } from '../org/own-change.ts';
import { presentStep } from '../rules/step.ts';
import { isUpdated } from '../org/sighting.ts';
import type { ArgumentRole } from '../role.ts';
import { rolesGiven } from '../hold/lent.ts';
import type { Agent } from '../org/registered.ts';
import type { TaskState, Tool } from '../state.ts';
import { isUnheard } from '../flow/unheard.ts';
import type { Usage } from '../chain/used.ts';
import { describeDestination, destinationsOf } from '../flow/trust.ts';
import { usageOfChain } from '../chain/usage.ts';

export function actionQuery(asked: AskedAction, { tool, outcome }: AdmittedTool): PolicyQuery {
  const { state, request, task, agent, preapproved } = asked;
  const action = `${request.connector}/${request.tool}`;
  const destinations = destinationsOf(request, tool.profile);
  const amount = amountOf(tool.profile, request.arguments);
  const context: { [name: string]: Json } = {
    input: request.arguments,
    task: describeTask(task, agent, request.at),
    data: describeData(task.data),
    sent: describeData(labelsSent(asked)),
    leaving: describeLeaving(asked, destinations),
    args: describeArguments(asked, tool, amount),
    grounding: describeGrounding(asked, tool),
    tool: isUpdated(asked.connector, request.server ?? null) ? describeUpdated(tool) : describeTool(tool),
    outcome,
    chain: describeChain(chainOf(task), action, request.at, amount, {
      parties: request.parties,
      approvesOwn: ownChange(asked) !== 'none',
      above: task.inherited.destinations,
      mayHaveRun: unendedLike(state, task, request).length > 0,
    }),
    approvals: describeApprovals(asked),
    scope: preapproved ? PREAPPROVED : NOT_PREAPPROVED,
  };
  const destination = describeDestination(asked, tool.profile, destinations);
  if (destination !== null) context['destination'] = destination;
  const exposed = describeExposure(state, agent.id, request.at);
  if (exposed !== null) context['agent'] = exposed;
  const model = describeModel(agent, task);
  if (model !== null) context['model'] = model;
  const resource = { type: 'Connector', id: request.connector } as const;
  return { principal: principalOf(agent), action, resource, context };
}

const principalOf = remembering(agentPrincipal);

const PREAPPROVED = { preapproved: true };
const NOT_PREAPPROVED = { preapproved: false };

function describeTask(task: TaskState, { environment }: Agent, at: number): JsonObject {
  const step = presentStep(task);
  return {
    workflow: task.workflow.id,
    purpose: task.scope.purpose,
    environment,
    ageSeconds: Math.floor((at - task.openedAt) / 1_000),
    requester: task.requester,
    trigger: task.trigger,
    depth: task.depth,
    ...(step === null ? {} : { step: step.name }),
  };
}

const inheriting = remembering(usageOfChain);

function chainOf(task: TaskState): Usage {
  return task.depth === 0 ? task.usage : inheriting(task);
}

const describeTool = remembering((tool: Tool) => toolAs(tool, false));
/** Of a connector whose server is of another version than was admitted. */
const describeUpdated = remembering((tool: Tool) => toolAs(tool, true));

function toolAs({ kind, effects, idempotent }: Tool, serverUpdated: boolean) {
  return { kind, effects, idempotent, serverUpdated };
}

/** Labels as policy sees them. */
const describeData = remembering(({ sensitivity, categories, integrity }: Labels) => ({
  sensitivity: levelOf(sensitivity),
  categories,
  trusted: integrity === 'trusted',
  suspicious: categories.includes(SUSPICIOUS),
}));

const NO_ARGUMENTS: JsonObject = {};

/** By role, with the worst of where its values come from. */
function describeArguments(asked: AskedAction, tool: Tool, amount: number): JsonObject {
  const counts = countRoles(tool.profile, asked.request.arguments);
  const roles = rolesOf(asked, counts);
  if (roles.size === 0) return NO_ARGUMENTS;
  const described: { [role: string]: Json } = {};
  for (const role of roles) {
    const labels = describeData(labelsOfRole(asked, role));
    const known = { count: counts.get(role) ?? 0, ...groundingOf(role, asked.request.grounding), labels };
    described[role] = role === 'amount' ? { ...known, sum: decimalOf(amount) } : known;
  }
  return described;
}

function describeGrounding(asked: AskedAction, tool: Tool): JsonObject {
  const { grounding, arguments: input } = asked.request;
  const roles = rolesOf(asked, countRoles(tool.profile, input));
  const doubtful = doubtfulRoles(roles, grounding);
  return { asked: isAskedFor(grounding), doubtful, unheard: isUnheard(asked, tool.profile) };
}

/** Those that the tool's profile gives its arguments, and those that the shell found by looking at them. */
function rolesOf(
  { request }: AskedAction,
  counts: ReadonlyMap<ArgumentRole, number>,
): ReadonlySet<ArgumentRole> {
  return new Set([...counts.keys(), ...(request.grounding ?? []).map(({ role }) => role)]);
}

const approvedSoFar = remembering((usage: Usage) => approvedTools(usage));

const NONE: readonly string[] = [];

/** The approvals that wait to be used by this very action, and the tools whose calls people approved. */
function describeApprovals({ state: { org }, request, task, pending }: AskedAction): JsonObject {
  const tools = approvedSoFar(task.usage);
  if (pending === null) return { count: 0, roles: NONE, tools };
  const approvers = [...new Set(pending.approvals.map(({ operator }) => operator))];
  const roles = pending.approvals.flatMap((one) => rolesGiven(org, pending, one, request.at));
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
