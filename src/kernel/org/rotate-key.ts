// The ledger's key changes only by a record under the key before it: whoever trusts one key can follow to
// the next. A key that was retired never comes back.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { RotateKey } from '../request.ts';
import { checkAdmin } from '../rules/identity.ts';
import type { OrgState, State } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decideRotateKey(state: State, request: RotateKey): Decision {
  const reasons = judgeVerb(state, request, (operator) => [
    ...checkAdmin(operator),
    ...checkPrevious(state.org, request.previous),
    ...checkNext(state.org, request.vkey),
  ]);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { vkey, previous } = request;
  const causes = [state.org.keyRecord!];
  return permit([
    recordOf(request, { stream: 'org', type: 'ledger-key-rotated', causes, body: { vkey, previous } }),
  ]);
}

/** Two who rotate at once: the second was about a key that is not in force any more. */
function checkPrevious({ vkey }: OrgState, previous: string): Reason[] {
  if (previous === vkey) return [];
  const lift = 'Ask again: another key is in force by now.';
  return [because('identity', 'key-not-in-force', { previous, inForce: vkey }, lift)];
}

/** The name of a ledger's key is the ledger's own (C2SP tlog-checkpoint): it stands before the first plus. */
function checkNext({ vkey: inForce, retiredVkeys, origin }: OrgState, vkey: string): Reason[] {
  const isUsed = vkey === inForce || retiredVkeys.includes(vkey);
  if (!isUsed && vkey.startsWith(`${origin}+`)) return [];
  const facts = { vkey, origin, used: isUsed };
  return [because('identity', 'key-unusable', facts, 'Make a new key that bears the name of the ledger.')];
}
