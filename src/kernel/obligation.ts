// What is owed follows from the state alone: a crash forgets nothing, because the next start derives it
// again.

import type { Hold, HoldDue } from './hold/held.ts';
import { isAbandoned } from './task/lease.ts';
import { entryOf } from './lookup.ts';
import { isPending } from './rules/approval.ts';
import { isKilled } from './rules/control.ts';
import { outlivesTask } from './rules/credential.ts';
import type { ActionState, Lease, State, TaskState } from './state.ts';
import { dueOf } from './hold/tend.ts';

export type Obligation =
  /** Revoke with the issuer until it confirms. */
  | { readonly kind: 'revoke-lease'; readonly task: string; readonly lease: string }
  /** Its process is gone: nobody will ever say how the call ended. */
  | { readonly kind: 'settle-unknown'; readonly task: string; readonly action: string }
  /** Recorded without an answer to its own process, which therefore never starts it. */
  | { readonly kind: 'settle-not-started'; readonly task: string; readonly action: string }
  | { readonly kind: 'close-expired'; readonly task: string }
  /** Say what time made of what waits: so people hear of it. */
  | { readonly kind: 'tend-hold'; readonly task: string; readonly hold: string; readonly due: HoldDue }
  /** Go on with a held call: the process that did is gone, and its caller comes for the answer alone. */
  | { readonly kind: 'resume-call'; readonly task: string; readonly hold: string }
  /** Destroy the task's payload key and payloads: the order is recorded. */
  | { readonly kind: 'erase-payloads'; readonly task: string };

/** What the asking process knows of those who hold claims. */
export interface Hands {
  /** The asking process. */
  readonly owner: string;
  /** Whether a process is gone: what it held in memory (a running call, a lease's secret) died with it. */
  readonly isGone: (owner: string) => boolean;
  /** Whether the asking process works on an action of its own. */
  readonly isInFlight: (action: string) => boolean;
}

/** What the loaded task owes at a time (Unix milliseconds). */
export function obligationsOf(state: State, at: number, hands: Hands): Obligation[] {
  const { task } = state;
  if (task === null) return [];
  const leases = Object.values(task.leases)
    .filter((lease) => lease.status !== 'revoked' && isOver(state, task, lease, at, hands))
    .map((lease) => ({ kind: 'revoke-lease', task: task.id, lease: lease.id }) as const);
  const actions = Object.values(task.actions).flatMap((action) => unsettled(task, action, at, hands) ?? []);
  const holds = Object.values(task.holds).flatMap((hold) =>
    dueOf(state.org, hold, at).map(
      (due) => ({ kind: 'tend-hold', task: task.id, hold: hold.id, due }) as const,
    ),
  );
  const calls = Object.values(task.holds)
    .filter((hold) => isForsaken(hold, at, hands))
    .map(({ id }) => ({ kind: 'resume-call', task: task.id, hold: id }) as const);
  // What waited at its end is said to have run out before the end makes it void.
  const isEnding = task.status === 'open' && at >= task.expiresAt && holds.length === 0;
  const ends: Obligation[] = isEnding ? [{ kind: 'close-expired', task: task.id }] : [];
  const erases: Obligation[] =
    task.erasure?.status === 'ordered' ? [{ kind: 'erase-payloads', task: task.id }] : [];
  return [...leases, ...actions, ...holds, ...calls, ...ends, ...erases];
}

function isForsaken(hold: Hold, at: number, { isGone }: Hands): boolean {
  return hold.deferredTo !== undefined && isPending(hold, at) && isGone(hold.deferredTo);
}

function unsettled(task: TaskState, action: ActionState, at: number, hands: Hands): Obligation | null {
  if (action.status !== 'running') return null;
  const about = { task: task.id, action: action.id };
  if (hands.isGone(action.owner)) return { kind: 'settle-unknown', ...about };
  const isForgotten = action.owner === hands.owner && !hands.isInFlight(action.id) && at > action.startBefore;
  return isForgotten ? { kind: 'settle-not-started', ...about } : null;
}

function isOver({ org }: State, task: TaskState, lease: Lease, at: number, { isGone }: Hands): boolean {
  return (
    task.status !== 'open' ||
    at >= task.expiresAt ||
    at >= lease.expiresAt ||
    isGone(lease.owner) ||
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
