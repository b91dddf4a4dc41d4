// A no that somebody gave in a channel ends a hold on the channel's word; a yes needs their signature. Only a
// policy that names this very verb lets anybody do it, and nobody who has to prove first who they are.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { contextOf } from './approver-facts.ts';
import { checkIncomplete } from './complete.ts';
import { operatorPrincipal } from '../principal.ts';
import { isReason } from '../reason.ts';
import type { RejectInChannel } from '../request.ts';
import { checkPending } from '../rules/approval.ts';
import { findHold, findOperator, findTask } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import type { State } from '../state.ts';

export function decideRejectInChannel(state: State, request: RejectInChannel): Decision {
  const operator = findOperator(state, request);
  if (isReason(operator)) return refuse(state, request, [operator]);
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const hold = findHold(task, request.hold);
  if (isReason(hold)) return refuse(state, request, [hold]);
  const context = contextOf(state, task, hold, operator.id, request.at);
  const reasons = [
    ...checkPending(hold, request.at),
    ...checkIncomplete(state, task, hold, request.at),
    ...checkVerb(state, request, operatorPrincipal(operator), request.kind, context),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { channel, account } = request;
  const place = {
    stream: `task/${task.id}`,
    type: 'hold-rejected-in-channel',
    causes: [hold.record],
  } as const;
  const body = { hold: hold.id, digest: hold.digest, channel, account };
  return permit([recordOf(request, { ...place, body })], [], { task: task.id, hold: hold.id });
}
