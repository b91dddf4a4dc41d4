// A kill switch and the end of a task stop everything that comes after them, whatever else would permit it.

import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { KillTarget } from '../event.ts';
import type { State, TaskState } from '../state.ts';

/** Every switch that stands in the way; `connector` is null where none is concerned. */
export function checkKilled({ org }: State, agent: string, connector: string | null): Reason[] {
  const targets: KillTarget[] = [{ kind: 'all' }, { kind: 'agent', id: agent }];
  if (connector !== null) targets.push({ kind: 'connector', id: connector });
  return checkSwitches({ org }, targets);
}

/** A stopped connector is not even asked what it offers. */
export function checkConnectorKilled(state: Pick<State, 'org'>, id: string): Reason[] {
  return checkSwitches(state, [{ kind: 'all' }, { kind: 'connector', id }]);
}

function checkSwitches({ org }: Pick<State, 'org'>, targets: readonly KillTarget[]): Reason[] {
  return targets
    .filter((target) => isKilled(org.killed, target))
    .map((target) => because('control', 'killed', { ...target }, 'An operator lifts the kill switch.'));
}

export function isKilled(killed: State['org']['killed'], target: KillTarget): boolean {
  switch (target.kind) {
    case 'all':
      return killed.all;
    case 'agent':
      return killed.agents.includes(target.id);
    case 'connector':
      return killed.connectors.includes(target.id);
  }
}

export function checkLiftable(state: State, target: KillTarget): Reason[] {
  if (isKilled(state.org.killed, target)) return [];
  return [because('control', 'nothing-to-lift', { ...target }, 'Nothing to do: this switch is not set.')];
}

export function checkOpen(task: TaskState): Reason[] {
  if (task.status === 'open') return [];
  const code = task.status === 'closed' ? 'task-closed' : 'task-quarantined';
  return [because('control', code, { task: task.id }, 'Open a new task.')];
}

/** What runs or is owed may still have something to say: it is waited for, not cut off. */
export function checkErasable({ id, status, actions, leases, erasure }: TaskState): Reason[] {
  const running = Object.values(actions).filter((action) => action.status === 'running').length;
  const unrevoked = Object.values(leases).filter((lease) => lease.status !== 'revoked').length;
  const reasons: Reason[] = [];
  if (status === 'open') {
    reasons.push(because('control', 'task-open', { task: id }, 'Close the task first.'));
  }
  if (running > 0 || unrevoked > 0) {
    const facts = { task: id, running, unrevoked };
    const lift = 'Wait until every call has ended and every lease is revoked.';
    reasons.push(because('control', 'task-busy', facts, lift));
  }
  if (erasure !== null) {
    const lift = 'Nothing to do: the erasure of this task is ordered already.';
    reasons.push(because('control', 'already-erased', { task: id, order: erasure.record }, lift));
  }
  return reasons;
}

/** A task ends at its expiry, not after it. */
export function checkAlive(task: TaskState, at: number): Reason[] {
  if (at < task.expiresAt) return checkOpen(task);
  const facts = { task: task.id, expiresAt: task.expiresAt };
  return [...checkOpen(task), because('control', 'task-expired', facts, 'Open a new task.')];
}
