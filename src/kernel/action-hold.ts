// A hold waits for people and for nothing else: it reserves no budget, and the same action asked again
// joins it.

import { idOf } from './action.ts';
import type { AdmittedTool, AskedAction, Grounds } from './action.ts';
import { actionFacts } from './action-facts.ts';
import { recordOf } from './answer.ts';
import type { Batch } from './batch.ts';
import type { Decision } from './decision.ts';
import type { RoleQuorum } from './policy.ts';
import { variationOf } from './rules/breaker.ts';
import { explainAsk } from './rules/policy.ts';
import { stakesOf } from './stakes.ts';
import { DEFAULT_HOLD_SECONDS } from './held.ts';
import type { Ask } from './held.ts';
import { commitmentsOf } from './trust.ts';

export function holdAction(
  asked: AskedAction,
  admitted: AdmittedTool,
  grounds: Grounds,
  asks: readonly Ask[],
  missing: readonly RoleQuorum[],
  batch: Batch | null,
): Decision {
  const { state, request, task, pending, outdated = [] } = asked;
  const hold = pending?.id ?? idOf('hold', request);
  const destinations = commitmentsOf(request.destinations);
  const variation = pending === null ? variationOf(asked) : null;
  const held = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'action-held',
    causes: pending === null ? [task.record] : [task.record, pending.record],
    body: {
      hold,
      joined: pending !== null,
      asks,
      missing,
      effects: admitted.tool.effects,
      obligations: grounds.obligations,
      stakes: stakesOf(asked, admitted),
      expiresAt: pending?.expiresAt ?? holdExpiry(asked, asks),
      ...(destinations.length === 0 ? {} : { destinations }),
      ...(variation === null ? {} : { variationOf: variation.id }),
      ...(batch === null ? {} : { batch: batch.first?.id ?? hold }),
      ...(pending === null || outdated.length === 0 ? {} : { outdated }),
      ...actionFacts(state, request, task, grounds),
    },
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

/** The most impatient ask decides, and the task's end. */
export function holdExpiry({ request, task }: AskedAction, asks: readonly Ask[]): number {
  const seconds = Math.min(...asks.map(({ expiresSeconds }) => expiresSeconds ?? DEFAULT_HOLD_SECONDS));
  return Math.min(request.at + seconds * 1_000, task.expiresAt);
}
