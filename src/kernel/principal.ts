// How agents and operators look to policy, said once.

import type { PolicyPrincipal } from './policy.ts';
import { isReason } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Request } from './request.ts';
import { findAgent, findOperator } from './rules/identity.ts';
import type { Agent, Operator } from './org/registered.ts';
import type { State } from './state.ts';

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
