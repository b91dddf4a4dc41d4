// Duties are kept apart: who asks or wrote the rules does not approve, and what changed a thing does not
// either.

import type { AskedAction } from '../action/action.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Hold } from '../hold/held.ts';
import { ownChange } from '../org/own-change.ts';
import type { OrgState, ProposedPolicy, State, TaskState } from '../state.ts';

/**
 * A chain does not approve what it changed; what it may have changed or made it approves only where policy
 * has people asked about that.
 *
 * @param isAsked people are asked about this very action
 */
export function checkChain(asked: AskedAction, isAsked: boolean): Reason[] {
  const change = ownChange(asked);
  if (change === 'none' || (change === 'possible' && isAsked)) return [];
  const { task, connector, request } = asked;
  const facts = { task: task.id, connector: connector.id, tool: request.tool, change };
  const lift = 'Approve it from a task that changed nothing of it, or have policy ask people.';
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
  const isFirst = asker?.kind === 'operator' && asker.id === approver;
  const isAsker = isFirst || next?.also?.includes(approver) === true;
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
