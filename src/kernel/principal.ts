// How agents, operators and asked-for actions look to policy, said once.

import type { AdmittedTool, AskedAction } from './action.ts';
import type { PolicyPrincipal, PolicyQuery } from './policy.ts';
import { isReason } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Request } from './request.ts';
import { findAgent, findOperator } from './rules/identity.ts';
import type { Agent, Operator, State, Usage } from './state.ts';

/** The asking agent or operator; a system actor is neither. */
export function findPrincipal(state: State, request: Request): PolicyPrincipal | Reason {
  if (request.actor.kind === 'agent') {
    const agent = findAgent(state, request);
    return isReason(agent) ? agent : agentPrincipal(agent);
  }
  const operator = findOperator(state, request);
  return isReason(operator) ? operator : operatorPrincipal(operator);
}

export function operatorPrincipal({ id, roles }: Operator): PolicyPrincipal {
  return { type: 'Operator', id, parents: roles, attributes: { roles } };
}

export function agentPrincipal({ id, groups, owner, environment }: Agent): PolicyPrincipal {
  return { type: 'Agent', id, parents: groups, attributes: { owner, environment } };
}

export function actionQuery(asked: AskedAction, { tool }: AdmittedTool): PolicyQuery {
  const { request, task, agent, preapproved } = asked;
  return {
    principal: agentPrincipal(agent),
    action: `${request.connector}/${request.tool}`,
    resource: { type: 'Connector', id: request.connector },
    context: {
      input: request.arguments,
      task: {
        workflow: task.workflow.id,
        purpose: task.scope.purpose,
        environment: agent.environment,
        ageSeconds: Math.floor((request.at - task.openedAt) / 1_000),
        requester: task.requester,
      },
      tool: { kind: tool.kind, effects: tool.effects, idempotent: tool.idempotent },
      chain: chainOf(task.usage),
      scope: { preapproved },
    },
  };
}

/** What the task has done so far. */
function chainOf({ calls, denials, holds, byEffect }: Usage): { [count: string]: number } {
  return {
    calls,
    denials,
    holds,
    reads: byEffect['read'] ?? 0,
    writes: byEffect['write'] ?? 0,
    deletes: byEffect['delete'] ?? 0,
    sends: byEffect['send'] ?? 0,
    spends: byEffect['spend'] ?? 0,
    executes: byEffect['execute'] ?? 0,
  };
}
