// The organisation's part of the state. Every record of its stream moves the epoch by one.

import type { Event, EventOf, KillTarget } from './event.ts';
import type { Operator, OrgState } from './state.ts';

export function evolveOrg(org: OrgState, event: Event): OrgState {
  return event.stream === 'org' ? { ...apply(org, event), epoch: org.epoch + 1 } : org;
}

function apply(org: OrgState, event: Event): OrgState {
  switch (event.type) {
    case 'founded': {
      const { mode, origin, vkey, operator } = event.body;
      const operators = { [operator.id]: withoutName(operator) };
      return { ...org, mode, origin, vkey, keyRecord: event.id, operators };
    }
    case 'operator-added': {
      const { operator } = event.body;
      return { ...org, operators: { ...org.operators, [operator.id]: withoutName(operator) } };
    }
    case 'agent-registered': {
      const { agent } = event.body;
      return { ...org, agents: { ...org.agents, [agent.id]: agent } };
    }
    case 'workflow-published': {
      const workflow = { ...event.body.workflow, record: event.id };
      return { ...org, workflows: { ...org.workflows, [workflow.id]: workflow } };
    }
    case 'policy-published':
      return { ...org, policy: { ...event.body, record: event.id } };
    case 'ledger-key-rotated': {
      const { vkey, previous } = event.body;
      return { ...org, vkey, keyRecord: event.id, retiredVkeys: [...org.retiredVkeys, previous] };
    }
    case 'killed':
      return { ...org, killed: withSwitch(org.killed, event.body.target, true) };
    case 'kill-lifted':
      return { ...org, killed: withSwitch(org.killed, event.body.target, false) };
    default:
      return org;
  }
}

/** Names are for the ledger's payloads; no decision needs one. */
function withoutName({ id, roles, publicKey, identity }: EventOf<'founded'>['body']['operator']): Operator {
  return { id, roles, publicKey, identity };
}

function withSwitch(killed: OrgState['killed'], target: KillTarget, on: boolean): OrgState['killed'] {
  const set = (ids: readonly string[], id: string): readonly string[] => {
    const others = ids.filter((other) => other !== id);
    return on ? [...others, id] : others;
  };
  switch (target.kind) {
    case 'all':
      return { ...killed, all: on };
    case 'agent':
      return { ...killed, agents: set(killed.agents, target.id) };
    case 'connector':
      return { ...killed, connectors: set(killed.connectors, target.id) };
  }
}
