// What is owed follows from the state alone: a crash forgets nothing, because the next start derives it
// again.

import { isAbandoned } from './lease.ts';
import { entryOf } from './lookup.ts';
import { isKilled } from './rules/control.ts';
import { outlivesTask } from './rules/credential.ts';
import type { Lease, State, TaskState } from './state.ts';

export type Obligation =
  /** Revoke with the issuer until it confirms. */
  | { readonly kind: 'revoke-lease'; readonly task: string; readonly lease: string }
  /** Its process is gone: nobody will ever say how the call ended. */
  | { readonly kind: 'settle-unknown'; readonly task: string; readonly action: string }
  | { readonly kind: 'close-expired'; readonly task: string };

/**
 * What the loaded task owes at a time (Unix milliseconds). `owner` is the asking process: what another one
 * held in memory (a running call, a lease's secret) died with it.
 */
export function obligationsOf(state: State, at: number, owner: string): Obligation[] {
  const { task } = state;
  if (task === null) return [];
  const leases = Object.values(task.leases)
    .filter((lease) => lease.status !== 'revoked' && isOver(state, task, lease, at, owner))
    .map((lease) => ({ kind: 'revoke-lease', task: task.id, lease: lease.id }) as const);
  const actions = Object.values(task.actions)
    .filter((action) => action.status === 'running' && action.owner !== owner)
    .map((action) => ({ kind: 'settle-unknown', task: task.id, action: action.id }) as const);
  const expired = task.status === 'open' && at >= task.expiresAt;
  return [...leases, ...actions, ...(expired ? [{ kind: 'close-expired', task: task.id } as const] : [])];
}

function isOver({ org }: State, task: TaskState, lease: Lease, at: number, owner: string): boolean {
  return (
    task.status !== 'open' ||
    at >= task.expiresAt ||
    at >= lease.expiresAt ||
    lease.owner !== owner ||
    outlivesTask(task, lease) ||
    isAbandoned(task, lease) ||
    (lease.action !== null && !isRunning(task, lease.action)) ||
    isKilled(org.killed, { kind: 'all' }) ||
    isKilled(org.killed, { kind: 'agent', id: task.agent }) ||
    isKilled(org.killed, { kind: 'connector', id: lease.connector })
  );
}

function isRunning({ actions }: TaskState, action: string): boolean {
  return entryOf(actions, action)?.status === 'running';
}
