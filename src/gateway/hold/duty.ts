// How far people's approvals go and to whom they lend their duty, and who may approve what waits: asked of
// the very rules that decide it, so that nobody is sent to somebody who would be refused.

import { idOf } from '../../kernel/action/action.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import { ableTo, contextOf } from '../../kernel/hold/approver-facts.ts';
import { operatorPrincipal } from '../../kernel/principal.ts';
import { lentTo } from '../../kernel/hold/lent.ts';
import { askedRoles } from '../../kernel/hold/quorum.ts';
import type { Reason } from '../../kernel/reason.ts';
import type { ApproverLimit, Operator } from '../../kernel/org/registered.ts';
import type { DelegateDuty, Request } from '../../kernel/request.ts';
import { checkAsked, isPending } from '../../kernel/rules/approval.ts';
import { checkApprover } from '../../kernel/rules/duty.ts';
import { checkVerb } from '../../kernel/rules/policy.ts';
import { standingOf } from '../../kernel/hold/standing.ts';
import type { State, TaskState } from '../../kernel/state.ts';
import type { Asker } from '../asker.ts';
import type { Core } from '../core.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';

/** Gives an operator these roles in place of those that they have. */
export async function changeRoles(
  core: Core,
  actor: Asker,
  said: { readonly operator: string; readonly given: readonly string[] },
): Promise<Answer> {
  const request = { kind: 'change-operator-roles', id: requestId(core), actor, ...said } as const;
  return toAnswer(core, await ask(core, request));
}

/** Says how far what an operator approves may go; null: as far as their roles do. */
export async function limitOperator(
  core: Core,
  actor: Asker,
  said: { readonly operator: string; readonly limit: ApproverLimit | null },
): Promise<Answer> {
  const request = { kind: 'limit-operator', id: requestId(core), actor, ...said } as const;
  return toAnswer(core, await ask(core, request));
}

/** Lends roles of the asker's own to somebody else, until a time. */
export async function delegateDuty(
  core: Core,
  actor: Asker,
  lent: Pick<DelegateDuty, 'to' | 'lent' | 'until' | 'limit'>,
): Promise<Answer & { readonly delegation: string }> {
  const id = requestId(core);
  const recorded = await ask(core, { kind: 'delegate-duty', id, actor, ...lent });
  return { ...toAnswer(core, recorded), delegation: idOf('dlg', { id }) };
}

export async function revokeDelegation(core: Core, actor: Asker, delegation: string): Promise<Answer> {
  const request = { kind: 'revoke-delegation', id: requestId(core), actor, delegation } as const;
  return toAnswer(core, await ask(core, request));
}

/** Somebody whom a hold asks, as things stand. */
export interface Approver {
  readonly operator: string;
  /** Whose duty they would use, too, as it is lent to them. */
  readonly onBehalfOf: readonly string[];
  /** What keeps them from approving; empty where they may. */
  readonly reasons: readonly Reason[];
}

/** Of those who have, or are lent, a role that it asks for: who may approve, and why the others may not. */
export function approversOf(core: Core, task: TaskState, hold: Hold): readonly Approver[] {
  const at = core.clock.now();
  if (!isPending(hold, at)) return [];
  const state = core.world.state(task.id);
  const able = ableTo(state, task, hold);
  const asked = askedRoles(hold);
  const isAsked = (roles: readonly string[]): boolean => roles.some((role) => asked.includes(role));
  return Object.values(state.org.operators)
    .filter(({ id, roles }) => isAsked(roles) || lentTo(state.org, id, at).some((one) => isAsked(one.roles)))
    .map((operator) => approverOf(state, { task, hold, able, at }, operator));
}

interface Waiting {
  readonly task: TaskState;
  readonly hold: Hold;
  /** Who could say yes. */
  readonly able: readonly string[];
  readonly at: number;
}

function approverOf(state: State, { task, hold, able, at }: Waiting, operator: Operator): Approver {
  const { id } = operator;
  // Whoever approves signs, and so proves who they are.
  const actor = { kind: 'operator', id } as const;
  const asked = { kind: 'approve', id: '', at, actor, provedAt: at } as Request;
  const standing = standingOf(state, task, hold, operator, asked);
  const context = contextOf(state, task, hold, id, at, able);
  const reasons = [
    ...checkApprover(state, task, id, hold),
    ...standing.reasons,
    ...checkAsked(hold, standing.operator),
    ...checkVerb(state, asked, operatorPrincipal(standing.operator), 'approve', context),
  ];
  return { operator: id, onBehalfOf: standing.onBehalfOf, reasons };
}
