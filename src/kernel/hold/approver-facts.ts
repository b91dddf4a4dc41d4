// How somebody who decides about a hold stands to what waits: what policy may keep apart beyond what the
// rules keep apart already.

import { decidedLastHour } from './decided.ts';
import type { Hold } from './held.ts';
import type { JsonObject } from '../json.ts';
import { entryOf } from '../lookup.ts';
import { checkApprover } from '../rules/duty.ts';
import { beyondLimit } from './stakes.ts';
import { askedRoles } from './quorum.ts';
import type { Operator } from '../org/registered.ts';
import type { State, TaskState } from '../state.ts';

/**
 * What policy is told of a hold that somebody decides.
 *
 * @param able who could say yes, where that is known already
 */
export function contextOf(
  state: State,
  task: TaskState,
  hold: Hold,
  operator: string,
  at: number,
  able: readonly string[] = ableTo(state, task, hold),
): JsonObject {
  const { connector, tool, effects } = hold;
  return {
    hold: { connector, tool, effects },
    approver: { ...approverFacts(state, task, hold, operator, at), others: othersOf(able, operator).length },
  };
}

function approverFacts(state: State, task: TaskState, hold: Hold, operator: string, at: number): JsonObject {
  const { org, connectors } = state;
  return {
    ownsAgent: ownsAgent(state, task, operator),
    isRequester: task.requester === operator,
    admittedConnector: entryOf(connectors, hold.connector)?.admitted?.by === operator,
    publishedPolicy: org.policy?.by?.includes(operator) === true,
    editedArguments: hold.edited?.operator === operator,
    decidedLastHour: decidedLastHour(org, operator, at),
  };
}

/** Of this task's agent, or of one whose task set it off. */
function ownsAgent({ org }: State, { agent, above }: TaskState, operator: string): boolean {
  return [agent, ...(above?.agents ?? [])].some((id) => entryOf(org.agents, id)?.owner === operator);
}

/** Operators who could say yes: with a role that is asked for, and nothing that keeps them apart. */
export function ableTo(state: State, task: TaskState, hold: Hold): readonly string[] {
  const asked = askedRoles(hold);
  const isAble = ({ id, roles, limit }: Operator): boolean =>
    roles.some((role) => asked.includes(role)) &&
    beyondLimit(limit, hold).length === 0 &&
    checkApprover(state, task, id, hold).length === 0 &&
    !ownsAgent(state, task, id) &&
    hold.approvals.every((given) => given.operator !== id);
  return Object.values(state.org.operators)
    .filter(isAble)
    .map(({ id }) => id);
}

/** Those who could say yes instead of somebody. */
export function othersOf(able: readonly string[], operator: string): readonly string[] {
  return able.filter((id) => id !== operator);
}
