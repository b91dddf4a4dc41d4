// An agent does not get more by opening more tasks: what they use together in a window of time has a limit.

import type { AskedAction } from '../action/action.ts';
import { planDraws } from '../chain/allowance.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';

/** Amounts of money are in ten-thousandths. */
export function checkAllowances(asked: AskedAction): Reason[] {
  return planDraws(asked).flatMap(({ allowance: { windowSeconds }, from, missing }) => {
    if (missing === null) return [];
    const facts = { agent: asked.agent.id, of: missing.of, left: missing.left, windowSeconds };
    const end = from + windowSeconds * 1_000;
    const lift = 'Wait for the next window, or have an operator allow the agent more.';
    return [because('budget', 'allowance-exhausted', { ...facts, endsAt: end }, lift)];
  });
}
