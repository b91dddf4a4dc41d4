// An action that waits is shown with how far it goes, what it may be a variation of, and what of its
// approvals counts no more.

import { idOf } from './action.ts';
import type { AdmittedTool, AskedAction, Grounds } from './action.ts';
import { actionFacts } from './facts.ts';
import type { Batch } from '../hold/batch.ts';
import type { Decision } from '../decision.ts';
import { variationOf } from '../rules/breaker.ts';
import { stakesOf } from '../hold/stakes.ts';
import type { Ask } from '../hold/held.ts';
import { raiseHold } from '../hold/raised.ts';
import { commitmentsOf } from '../flow/trust.ts';

export function holdAction(
  asked: AskedAction,
  admitted: AdmittedTool,
  grounds: Grounds,
  asks: readonly Ask[],
  batch: Batch | null,
): Decision {
  const { state, request, task, pending, outdated = [] } = asked;
  return raiseHold({ state, request, task, asks, pending }, 'action-held', {
    effects: admitted.tool.effects,
    obligations: grounds.obligations,
    stakes: stakesOf(asked, admitted),
    ...(request.ofAgent === undefined ? {} : { ofAgent: request.ofAgent }),
    ...(request.call === undefined ? {} : { call: request.call }),
    ...likeness(asked),
    ...(batch === null ? {} : { batch: batch.first?.id ?? idOf('hold', request) }),
    ...(pending === null || outdated.length === 0 ? {} : { outdated }),
    ...actionFacts(state, request, task, grounds),
  });
}

/** What tells whether it asks again, in another shape, for what people rejected. */
export function likeness(asked: AskedAction): {
  readonly destinations?: readonly string[];
  readonly variationOf?: string;
} {
  const destinations = commitmentsOf(asked.request.destinations);
  const variation = asked.pending === null ? variationOf(asked) : null;
  return {
    ...(destinations.length === 0 ? {} : { destinations }),
    ...(variation === null ? {} : { variationOf: variation.id }),
  };
}
