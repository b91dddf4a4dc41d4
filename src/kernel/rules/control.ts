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

/** A task ends at its expiry, not after it. */
export function checkAlive(task: TaskState, at: number): Reason[] {
  if (at < task.expiresAt) return checkOpen(task);
  const facts = { task: task.id, expiresAt: task.expiresAt };
  return [...checkOpen(task), because('control', 'task-expired', facts, 'Open a new task.')];
}
