// Whatever waits for people is raised alike: it reserves nothing, asks nobody twice as it joins what waits
// already, and never waits longer than the most impatient ask, or than its task lives.

import { idOf } from '../action/action.ts';
import { recordOf } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { DEFAULT_HOLD_SECONDS } from './held.ts';
import type { Ask, Hold, Raised } from './held.ts';
import { missingApprovals } from './quorum.ts';
import type { Request } from '../request.ts';
import { explainAsk } from '../rules/policy.ts';
import type { State, TaskState } from '../state.ts';

export interface Waiting {
  readonly state: State;
  readonly request: Request;
  readonly task: TaskState;
  readonly asks: readonly Ask[];
  /** What waits already, which it joins; null: nothing does. */
  readonly pending: Hold | null;
  /** After this it would be of no use, Unix milliseconds; absent: nothing but the asks and the task says. */
  readonly until?: number;
  /** The record that it comes of beside the task's; absent: none. */
  readonly cause?: string;
}

type RaisedType = 'action-held' | 'declassification-held' | 'step-held' | 'access-held';

/** That it waits is recorded, and people are asked; `about` is what waits. */
export function raiseHold<Type extends RaisedType>(
  { state, request, task, asks, pending, until, cause }: Waiting,
  type: Type,
  about: Omit<EventOf<Type>['body'], keyof Raised>,
): Decision {
  const hold = pending?.id ?? idOf('hold', request);
  const seconds = Math.min(...asks.map(({ expiresSeconds }) => expiresSeconds ?? DEFAULT_HOLD_SECONDS));
  const ends = Math.min(request.at + seconds * 1_000, task.expiresAt, until ?? task.expiresAt);
  const raised: Raised = {
    hold,
    joined: pending !== null,
    asks,
    missing: missingApprovals(state.org, asks, pending, request.at),
    expiresAt: pending?.expiresAt ?? ends,
  };
  const held = recordOf<RaisedType>(request, {
    stream: `task/${task.id}`,
    type,
    causes: [
      task.record,
      ...(cause === undefined ? [] : [cause]),
      ...(pending === null ? [] : [pending.record]),
    ],
    body: { ...about, ...raised } as EventOf<Type>['body'],
  });
  return {
    verdict: 'hold',
    reasons: asks.map(explainAsk),
    events: [held],
    commands: [{ kind: 'ask', hold }],
    task: task.id,
    action: null,
    hold,
  };
}
