// Duties are kept apart: who asks or wrote the rules does not approve, and what may change a thing may not
// either.

import type { AskedAction } from '../action.ts';
import { isChanging } from '../effect.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Hold } from '../held.ts';
import type { OrgState, ProposedPolicy, State, TaskState } from '../state.ts';
import { allows } from './scope.ts';

/** A task whose scope lets it change things at a connector may not approve things there. */
export function checkChain({ task, connector, admitted }: AskedAction): Reason[] {
  if (admitted === null || connector.admitted === null) return [];
  if (!admitted.tool.effects.includes('approve')) return [];
  const changing = Object.values(connector.admitted.tools)
    .filter((tool) => isChanging(tool.effects))
    .filter((tool) => task.scope.allowances.some((allowance) => allows(allowance, connector.id, tool.name)));
  if (changing.length === 0) return [];
  const facts = { task: task.id, connector: connector.id, changing: changing.map((tool) => tool.name) };
  const lift = 'Approve from a task whose scope changes nothing at this connector.';
  return [because('duty', 'chain-may-change-and-approve', facts, lift)];
}

/** Solo mode lets one person do both; it is written into every receipt. */
export function checkApprover(
  { org }: State,
  task: TaskState,
  approver: string,
  { asked, next, access }: Pick<Hold, 'asked' | 'next' | 'access'>,
): Reason[] {
  if (org.mode === 'solo') return [];
  const facts = { task: task.id, operator: approver };
  const reasons: Reason[] = [];
  const asker = (asked ?? next ?? access)?.actor;
  const isAsker = asker?.kind === 'operator' && asker.id === approver;
  if (isAsker || task.requester === approver) {
    const lift = 'Another operator approves: this one asked for it, or for the task.';
    reasons.push(because('duty', 'approver-is-requester', facts, lift));
  } else if (task.above?.requesters.includes(approver) === true) {
    const lift = 'Another operator approves: this one asked for a task that set this one off.';
    reasons.push(because('duty', 'approver-is-requester', { ...facts, above: true }, lift));
  }
  if (task.workflow.author === approver || task.workflow.publisher === approver) {
    const lift = 'Another operator approves: this one wrote or published the workflow.';
    reasons.push(because('duty', 'approver-is-author', { ...facts, workflow: task.workflow.id }, lift));
  }
  return reasons;
}

/** A policy set takes force by somebody who never proposed it; solo mode lets one person do both. */
export function checkAuthor(
  { mode }: OrgState,
  { digest, author, coauthors }: ProposedPolicy,
  publisher: string,
): Reason[] {
  if (mode === 'solo' || ![author, ...coauthors].includes(publisher)) return [];
  const facts = { digest, operator: publisher };
  return [
    because('duty', 'publisher-is-author', facts, 'Another operator publishes: this one proposed the set.'),
  ];
}
