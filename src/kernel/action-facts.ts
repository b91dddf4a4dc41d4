// What every record of an action says about it, whatever the verdict: never an argument, only its commitment.

import { idOf } from './action.ts';
import type { Grounds } from './action.ts';
import type { EventOf } from './event.ts';
import type { Act } from './request.ts';
import type { State, TaskState } from './state.ts';

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
  };
  return shadow === null ? facts : { ...facts, shadow };
}
