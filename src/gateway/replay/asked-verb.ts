// What people and agents ask of the organisation is decided by the same policy; its records say less, so it
// is asked again as far as they go.

import type { Event } from '../../kernel/event.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import { completeAdmitted } from '../../kernel/evolve/older.ts';
import type { PolicyPrincipal, PolicyQuery } from '../../kernel/policy.ts';
import { agentPrincipal, operatorPrincipal } from '../../kernel/principal.ts';
import { narrowed } from '../../kernel/org/registered.ts';
import { verbQuery } from '../../kernel/rules/policy.ts';
import type { State } from '../../kernel/state.ts';
import { verbFor } from '../../kernel/verb.ts';

/** The verb that led to a record; null: none that policy decides by itself, or the record does not say. */
export function verbOf({ type, body, actor }: Event): string | null {
  if (actor.kind === 'system') return null;
  if (type === 'request-denied') return UNASKED.includes(body.request) ? null : verbFor(body.request);
  if (type === 'policy-published') return body.rolledBack ? 'rollback-policy' : 'publish-policy';
  return VERBS[type] ?? null;
}

/** Decided without policy, with a context of their own, or (`kill`) two verbs in one. */
const UNASKED: readonly string[] = [
  'act',
  'approve',
  'reject',
  'reject-in-channel',
  'declassify',
  'next-step',
  'renew',
  'settle',
  'found',
  'use-passkey',
  'request-access',
  'withdraw-hold',
  'tend-hold',
  'revoke-delegation',
  'kill',
];

const VERBS: { readonly [type in Event['type']]?: string } = {
  'operator-added': 'add-operator',
  'operator-limited': 'add-operator',
  'operator-roles-changed': 'add-operator',
  'duty-delegated': 'delegate-duty',
  'passkey-added': 'add-passkey',
  'passkey-removed': 'remove-passkey',
  'agent-registered': 'register-agent',
  'agent-model-changed': 'register-agent',
  'agent-allowance-changed': 'register-agent',
  'agent-holds-limited': 'register-agent',
  'workflow-published': 'publish-workflow',
  'policy-proposed': 'propose-policy',
  'policy-shadowed': 'shadow-policy',
  'policy-unshadowed': 'shadow-policy',
  'fact-proposed': 'propose-policy',
  'destinations-declared': 'declare-destinations',
  'clearances-declared': 'declare-destinations',
  'ledger-key-rotated': 'rotate-key',
  killed: 'kill',
  'kill-lifted': 'lift-kill',
  'connector-proposed': 'propose-connector',
  'connector-admitted': 'admit-connector',
  'connector-asked': 'observe-connector',
  'connector-observed': 'observe-connector',
  'task-opened': 'open-task',
  'task-closed': 'close-task',
  'task-quarantined': 'quarantine',
  'erasure-ordered': 'erase',
};

/** Null where nobody is known here by that name. */
export function askVerb({ org, connectors }: State, event: Event, verb: string): PolicyQuery | null {
  const { kind, id } = event.actor;
  const agent = kind === 'agent' ? entryOf(org.agents, id) : null;
  const operator = kind === 'operator' ? entryOf(org.operators, id) : null;
  const counted = operator && narrowed(operator, rolesOf(event));
  const principal: PolicyPrincipal | null =
    agent === null ? counted && operatorPrincipal(counted) : agentPrincipal(agent);
  return principal && verbQuery(org, principal, verb, contextOf(connectors, event));
}

/** Those that counted, where that was recorded. */
function rolesOf({ type, body }: Event): readonly string[] | undefined {
  return type === 'request-denied' ? body.roles : undefined;
}

/** What an admission adds to what policy sees; of an older one that is not known. */
function contextOf(connectors: State['connectors'], { type, stream, body }: Event): JsonObject {
  if (type !== 'connector-admitted') return {};
  const { drift } = completeAdmitted(body);
  const admitted = entryOf(connectors, stream.slice('connector/'.length))?.admitted ?? null;
  return drift === null ? {} : { admission: { drift, first: admitted === null } };
}
