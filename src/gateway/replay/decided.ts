// A record of a decision says what was asked, but for the arguments, which it only commits to. With these
// the request is the same again, and so must be the answer.

import type { SameCall } from '../../kernel/action/same-call.ts';
import type { EventOf, Event } from '../../kernel/event.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Obligation, RoleQuorum } from '../../kernel/policy.ts';
import type { Act, Destination } from '../../kernel/request.ts';
import type { Ask } from '../../kernel/hold/held.ts';
import type { State } from '../../kernel/state.ts';
import type { Named } from '../action/objects.ts';
import { taskOf } from './history.ts';

/** A record of a decision about an action. */
export type Decided = EventOf<'action-permitted'> | EventOf<'action-held'> | EventOf<'action-denied'>;

/** What was decided about an action, as far as two decisions can be told apart by it. */
export interface Verdict {
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** Ids of the policies that determined it. */
  readonly determining: readonly string[];
  /** Codes of the reasons of a denial. */
  readonly reasons: readonly string[];
  /** Whom a hold asks; empty on any other verdict. */
  readonly approvers: readonly RoleQuorum[];
  /** What a permit comes with. */
  readonly obligations: readonly Obligation[];
}

export function isDecided(event: Event): event is Decided {
  const { type } = event;
  return type === 'action-permitted' || type === 'action-held' || type === 'action-denied';
}

export function verdictOf(event: Decided): Verdict {
  const { determining } = event.body;
  const none = { determining, reasons: [], approvers: [], obligations: [] };
  switch (event.type) {
    case 'action-permitted':
      return { ...none, verdict: 'permit', obligations: event.body.obligations ?? [] };
    case 'action-held':
      return { ...none, verdict: 'hold', approvers: approversOf(event.body.asks) };
    case 'action-denied':
      return { ...none, verdict: 'deny', reasons: event.body.reasons.map(({ code }) => code) };
  }
}

/** All whom the asks name, each role with the largest number that any of them wants. */
export function approversOf(asks: readonly Pick<Ask, 'approvers'>[]): RoleQuorum[] {
  const quorums = new Map<string, number>();
  for (const { role, quorum } of asks.flatMap(({ approvers }) => approvers)) {
    quorums.set(role, Math.max(quorum, quorums.get(role) ?? 0));
  }
  return [...quorums]
    .map(([role, quorum]) => ({ role, quorum }))
    .toSorted((a, b) => (a.role < b.role ? -1 : 1));
}

/** What a record does not hold: it only commits to it, or follows from it. */
export interface Words {
  readonly arguments: JsonObject;
  readonly destinations: readonly Destination[];
  readonly named: Named;
  readonly same: SameCall;
}

/** The request that was decided, from its record and the state before it. */
export function requestOf(event: Decided, state: State, words: Words): Act {
  const { action, agent, connector, tool, digest } = event.body;
  return {
    kind: 'act',
    id: `req_${action.slice('act_'.length)}`,
    at: event.time,
    actor: { kind: 'agent', id: agent },
    task: taskOf(event.stream)!,
    connector,
    tool,
    arguments: words.arguments,
    argumentsCommitment: event.body.arguments,
    digest,
    observed: observedOf(event, state),
    server: event.body.server ?? null,
    owner: event.type === 'action-permitted' ? event.body.owner : '',
    destinations: words.destinations,
    ...words.named,
    ...words.same,
    // It followed from words that may be gone by now; what was decided, was decided on this.
    ...(event.body.grounding === undefined ? {} : { grounding: event.body.grounding }),
    ...(event.body.carried === undefined ? {} : { carried: event.body.carried }),
  };
}

/** Digest of the definition that the upstream presented: the admitted one, unless a reason says otherwise. */
function observedOf(event: Decided, { connectors }: State): string | null {
  const reasons = event.type === 'action-denied' ? event.body.reasons : [];
  const changed = reasons.find(({ rule, facts }) => rule === 'definition' && 'observed' in facts);
  if (changed !== undefined) return changed.facts['observed'] as string | null;
  const { connector, tool } = event.body;
  const tools = entryOf(connectors, connector)?.admitted?.tools ?? {};
  return entryOf(tools, tool)?.definition ?? null;
}
