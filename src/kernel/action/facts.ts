// What every record of an action says about it, whatever the verdict: never an argument, only its commitment.

import { joinCarried } from './argument-label.ts';
import { idOf } from './action.ts';
import type { Grounds } from './action.ts';
import type { EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { ServerIdentity } from './presented.ts';
import type { Act } from '../request.ts';
import type { LookedAt } from '../hold/shown-action.ts';
import type { State, TaskState } from '../state.ts';

type ActionFacts = Omit<EventOf<'action-denied'>['body'], 'reasons'>;

/** Of an action that policy was not asked about. */
export const NO_GROUNDS: Grounds = { determining: [], obligations: [], shadow: null };

export function actionFacts(
  state: State,
  request: Act,
  task: TaskState,
  { determining, shadow }: Grounds,
): ActionFacts {
  const facts = {
    action: idOf('act', request),
    agent: task.agent,
    connector: request.connector,
    tool: request.tool,
    digest: request.digest,
    arguments: request.argumentsCommitment,
    policy: state.policy?.digest ?? null,
    determining,
    ...lookedAt(request, task),
  };
  const server = strangerTo(state, request);
  const tried = shadow === null ? facts : { ...facts, shadow };
  return server === null ? tried : { ...tried, server };
}

/**
 * What is known of the arguments. Whatever was declassified still carries all that it did: what comes of it
 * is no less sensitive.
 */
export function lookedAt({ grounding, carried }: Act, { data }: TaskState): LookedAt {
  return {
    ...(grounding === undefined ? {} : { grounding }),
    ...(carried === undefined ? {} : { carried, sent: joinCarried(carried, data) }),
  };
}

/** Whoever answers at the connector and is not, name and version, who was admitted. */
function strangerTo({ connectors }: State, { connector, server = null }: Act): ServerIdentity | null {
  const pinned = entryOf(connectors, connector)?.admitted?.server ?? null;
  if (pinned === null || server === null) return null;
  return server.name === pinned.name && server.version === pinned.version ? null : server;
}
