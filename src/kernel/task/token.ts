// A task token lives for minutes and never longer than its task; each renewal is decided again.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import { isReason } from '../reason.ts';
import type { Renew } from '../request.ts';
import { checkAlive, checkKilled } from '../rules/control.ts';
import { findAgent, findOwnTask } from '../rules/identity.ts';
import type { State } from '../state.ts';

const TOKEN_MS = 15 * 60_000;

/** Until when a token issued now is valid. */
export function tokenUntil(at: number, taskExpiresAt: number): number {
  return Math.min(at + TOKEN_MS, taskExpiresAt);
}

export function decideRenew(state: State, request: Renew): Decision {
  const agent = findAgent(state, request);
  if (isReason(agent)) return refuse(state, request, [agent]);
  const task = findOwnTask(state, request);
  if (isReason(task)) return refuse(state, request, [task]);
  const reasons = [...checkAlive(task, request.at), ...checkKilled(state, agent.id, null)];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const expiresAt = tokenUntil(request.at, task.expiresAt);
  const renewed = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'token-renewed',
    causes: [task.record],
    body: { task: task.id, expiresAt },
  });
  return permit([renewed], [{ kind: 'token', task: task.id, agent: agent.id, expiresAt }], { task: task.id });
}
