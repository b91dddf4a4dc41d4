// An approval is refused where what was shown has moved, and where it says more than the hold's policies let
// it say.

import { boundOf } from '../hold/uses.ts';
import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { Approve, Reject } from '../request.ts';
import type { Hold } from '../hold/held.ts';
import { movedIn, shownIn, shownOf } from '../hold/shown.ts';
import type { ShownPart } from '../hold/shown-action.ts';
import type { State, TaskState } from '../state.ts';

/** What was shown of every hold that the statement is about is what stands now. */
export function checkShown(
  state: State,
  task: TaskState,
  holds: readonly Hold[],
  { statement, actor }: Approve,
): Reason[] {
  return holds.flatMap((hold) => {
    const shown = shownIn(statement, hold.id);
    if (shown === undefined) {
      const lift = 'Sign a statement that says what was shown: holdpoint approve.';
      return [reason('shown-changed', { hold: hold.id, operator: actor.id, moved: ['statement'] }, lift)];
    }
    const asks = hold.asks.map((ask) => ask.policyDigest);
    const isAsked = asks.every((policy) => statement.policies.includes(policy));
    const parts = movedIn(shown, shownOf(state, task, hold));
    const moved: ShownPart[] = isAsked ? parts : [...new Set<ShownPart>([...parts, 'policy'])].toSorted();
    if (moved.length === 0) return [];
    const lift = 'Look at the hold again: what it shows has moved since.';
    return [reason('shown-changed', { hold: hold.id, operator: actor.id, moved }, lift)];
  });
}

/** For more than one action only as far as every policy that asks lets it. */
export function checkTimes(holds: readonly Hold[], { statement, actor }: Approve): Reason[] {
  const { times = 1 } = statement;
  return holds.flatMap((hold) => {
    const bound = boundOf(hold.asks);
    if (times <= bound) return [];
    const facts = { hold: hold.id, operator: actor.id, times, bound };
    return [reason('too-many-uses', facts, 'Approve for fewer, or have a policy with @max_uses published.')];
  });
}

/** Other arguments are written for one action that calls a tool, and what is said with them fits. */
export function checkSaid(hold: Hold, request: Approve | Reject): Reason[] {
  const { edited, also, category, tell } = request.statement;
  const facts = { hold: hold.id, operator: request.actor.id };
  const calls = hold.asked === undefined && hold.next === undefined && hold.access === undefined;
  if (edited !== undefined && (!calls || also !== undefined || edited.digest === hold.digest)) {
    return [reason('not-editable', facts, 'Write other arguments for one call of a tool that waits.')];
  }
  const isOdd =
    request.kind === 'approve' ? category !== undefined || tell !== undefined : edited !== undefined;
  if (!isOdd) return [];
  return [reason('digest-mismatch', { ...facts, fields: ['verdict'] }, 'Sign what this hold shows.')];
}

function reason(code: ReasonCode, facts: Reason['facts'], lift: string): Reason {
  return because('approval', code, facts, lift);
}
