// The organisation's part of the state. Every record of its stream moves the epoch by one.

import type { Event, EventOf, KillTarget } from '../event.ts';
import { evolvePasskeys } from '../org/decide-passkey.ts';
import { evolveDecided } from '../hold/decided.ts';
import { evolveDuty } from '../org/delegate.ts';
import { evolveFacts } from '../org/proposed-fact.ts';
import { rebase } from '../org/rebased.ts';
import { completeDestinations } from './older.ts';
import type { Operator } from '../org/registered.ts';
import type { OrgState, ProposedPolicy } from '../state.ts';

/** Sets that may wait to be published, and their characters in all; more, and the oldest are forgotten. */
const MAX_PROPOSALS = 32;
const MAX_PROPOSED_CHARACTERS = 4 * 1_048_576;

export function evolveOrg(org: OrgState, event: Event): OrgState {
  // What a passkey signs moves its counter, wherever that is recorded, and not the epoch.
  const operators = evolvePasskeys(org.operators, event);
  const decided = evolveDecided(org.decided, event);
  const isKnown = operators === org.operators && decided === org.decided;
  const known = isKnown ? org : { ...org, operators, decided };
  if (event.stream !== 'org') return known;
  const proposedFacts = evolveFacts(org.proposedFacts, event);
  return { ...apply(known, event), proposedFacts, epoch: org.epoch + 1 };
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
    case 'operator-limited':
    case 'operator-roles-changed':
    case 'duty-delegated':
    case 'delegation-revoked':
      return evolveDuty(org, event);
    case 'agent-registered': {
      const { agent } = event.body;
      return { ...org, agents: { ...org.agents, [agent.id]: agent } };
    }
    case 'agent-model-changed':
      return { ...org, agents: withModel(org.agents, event.body) };
    case 'agent-holds-limited':
      return { ...org, agents: withHolds(org.agents, event.body) };
    case 'agent-allowance-changed':
      return { ...org, agents: withAllowance(org.agents, event.body) };
    case 'destinations-declared':
      return { ...org, destinations: completeDestinations(event.body) };
    case 'clearances-declared':
      return { ...org, clearances: event.body.models };
    case 'workflow-published': {
      const workflow = { ...event.body.workflow, record: event.id };
      return { ...org, workflows: { ...org.workflows, [workflow.id]: workflow } };
    }
    case 'policy-proposed':
      return { ...org, proposedPolicies: withProposed(org.proposedPolicies, event) };
    case 'policy-published': {
      const { digest, sources } = event.body;
      const by = [...new Set([event.body.author ?? event.actor.id, event.actor.id])];
      const policy = { digest, sources, by, record: event.id };
      const policyHistory = [...org.policyHistory, { digest, record: event.id }];
      const proposedPolicies = rebase(org.proposedPolicies, event.body);
      return { ...org, policy, policyHistory, proposedPolicies };
    }
    case 'policy-shadowed':
      return { ...org, shadow: { ...event.body, record: event.id } };
    case 'policy-unshadowed':
      return { ...org, shadow: null };
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

/** Whoever proposes a set again is one more of its authors: who wrote it stays so. */
function withProposed(
  waiting: readonly ProposedPolicy[],
  { id: record, body }: EventOf<'policy-proposed'>,
): readonly ProposedPolicy[] {
  const before = waiting.find(({ digest }) => digest === body.digest);
  const first = before ?? { ...body, record, coauthors: [] };
  const again = [first.author, ...first.coauthors].includes(body.author) ? [] : [body.author];
  const proposed = { ...first, coauthors: [...first.coauthors, ...again] };
  const all = [...waiting.filter((one) => one !== before), proposed];
  let left = MAX_PROPOSED_CHARACTERS;
  const kept = all.toReversed().filter((one) => (left -= lengthOf(one)) >= 0);
  return kept.slice(0, MAX_PROPOSALS).toReversed();
}

function lengthOf({ sources }: ProposedPolicy): number {
  return sources.reduce((sum, { name, text }) => sum + name.length + text.length, 0);
}

/** Names are for the ledger's payloads; no decision needs one. */
function withoutName({ id, roles, publicKey, identity }: EventOf<'founded'>['body']['operator']): Operator {
  return { id, roles, publicKey, identity };
}

function withModel(
  agents: OrgState['agents'],
  { agent: id, model }: EventOf<'agent-model-changed'>['body'],
): OrgState['agents'] {
  const { model: _, ...agent } = agents[id]!;
  return { ...agents, [id]: model === null ? agent : { ...agent, model } };
}

function withAllowance(
  agents: OrgState['agents'],
  { agent: id, windowSeconds, limit }: EventOf<'agent-allowance-changed'>['body'],
): OrgState['agents'] {
  const { allowances = [], ...agent } = agents[id]!;
  const others = allowances.filter((one) => one.windowSeconds !== windowSeconds);
  const after = limit === null ? others : [...others, { windowSeconds, ...limit }];
  return { ...agents, [id]: after.length === 0 ? agent : { ...agent, allowances: after } };
}

function withHolds(
  agents: OrgState['agents'],
  { agent: id, holds }: EventOf<'agent-holds-limited'>['body'],
): OrgState['agents'] {
  const { holds: _, ...agent } = agents[id]!;
  return { ...agents, [id]: holds === null ? agent : { ...agent, holds } };
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
