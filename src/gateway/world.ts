// What is true now, in memory: exactly the fold of the records that are durable, plus those of the batch
// being decided, which are taken back when the store does not take them. Nothing else may change it.

import { evolve } from '../kernel/evolve.ts';
import type { Event } from '../kernel/event.ts';
import type { ConstraintEngine, PolicyEngine } from '../kernel/policy.ts';
import { initialState } from '../kernel/evolve.ts';
import type { ConnectorState, OrgState, State, TaskState } from '../kernel/state.ts';

/**
 * Builds the engine for what is published and admitted; null: it cannot be built, so everything is denied.
 */
export type BuildPolicy = (org: OrgState, connectors: State['connectors']) => PolicyEngine | null;

export interface World {
  /** The state that a request about this task is decided against. */
  state(task: string | null): State;
  task(id: string): TaskState | null;
  /** Tasks that may still owe something, in the order in which they were opened. */
  live(): readonly TaskState[];
  apply(event: Event): void;
  /** From here on changes can be taken back, until `settled`. */
  mark(): void;
  settled(): void;
  rollback(): void;
  /** Drops a finished task from memory; it is folded again from its stream when asked for. */
  evict(id: string): void;
}

interface Shared {
  readonly org: OrgState;
  readonly connectors: { readonly [id: string]: ConnectorState };
}

export function createWorld(constraints: ConstraintEngine, build: BuildPolicy): World {
  const empty = initialState(constraints);
  const tasks = new Map<string, TaskState>();
  let now: Shared = { org: empty.org, connectors: empty.connectors };
  let marked: { readonly now: Shared; readonly tasks: Map<string, TaskState | null> } | null = null;
  let built: { readonly of: Shared; readonly engine: PolicyEngine | null } | null = null;

  // Built when first asked for: folding a long ledger compiles only the policy that is in force at its end.
  const policy = (): PolicyEngine | null => {
    const current =
      built !== null && built.of.org.policy === now.org.policy && built.of.connectors === now.connectors;
    if (!current)
      built = { of: now, engine: now.org.policy === null ? null : build(now.org, now.connectors) };
    return built!.engine;
  };

  const state = (task: string | null): State => ({
    ...now,
    constraints,
    policy: policy(),
    task: task === null ? null : (tasks.get(task) ?? null),
  });

  const setTask = (id: string, task: TaskState | null): void => {
    if (marked !== null && !marked.tasks.has(id)) marked.tasks.set(id, tasks.get(id) ?? null);
    if (task === null) tasks.delete(id);
    else tasks.set(id, task);
  };

  return {
    state,
    task: (id) => tasks.get(id) ?? null,
    live: () => [...tasks.values()],
    apply(event) {
      const id = event.stream.startsWith('task/') ? event.stream.slice('task/'.length) : null;
      // Folding needs no policy: only a decision does.
      const task = id === null ? null : (tasks.get(id) ?? null);
      const after = evolve({ ...now, constraints, policy: null, task }, event);
      if (id !== null && after.task !== task) setTask(id, after.task);
      if (after.org !== now.org || after.connectors !== now.connectors) {
        now = { org: after.org, connectors: after.connectors };
      }
    },
    mark() {
      marked = { now, tasks: new Map() };
    },
    settled() {
      marked = null;
    },
    rollback() {
      if (marked === null) return;
      now = marked.now;
      const before = marked.tasks;
      marked = null;
      for (const [id, task] of before) setTask(id, task);
    },
    evict: (id) => setTask(id, null),
  };
}
