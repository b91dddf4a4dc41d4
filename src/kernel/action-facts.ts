// What every record of an action says about it, whatever the verdict: never an argument, only its commitment.

import { idOf } from './action.ts';
import type { EventOf } from './event.ts';
import type { Act } from './request.ts';
import type { State, TaskState } from './state.ts';

type ActionFacts = Omit<EventOf<'action-denied'>['body'], 'reasons'>;

export function actionFacts(
  state: State,
  request: Act,
  task: TaskState,
  determining: readonly string[],
): ActionFacts {
  return {
    action: idOf('act', request),
    agent: task.agent,
    connector: request.connector,
    tool: request.tool,
    digest: request.digest,
    arguments: request.argumentsCommitment,
    policy: state.policy?.digest ?? null,
    determining,
  };
}
