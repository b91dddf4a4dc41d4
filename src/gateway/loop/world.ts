// What is true now, in memory: exactly the fold of the records that are durable, plus those of the batch
// being decided, which are taken back when the store does not take them. Nothing else may change it. A task
// carries the version of its stream, so that one that missed a record is found out before it decides.

import { evolve } from '../../kernel/evolve.ts';
import type { Event } from '../../kernel/event.ts';
import type { ConstraintEngine, PolicyEngine } from '../../kernel/policy.ts';
import { initialState } from '../../kernel/evolve.ts';
import type { PublishedPolicy, State, TaskState } from '../../kernel/state.ts';

const TASK = 'task/';

/**
 * Builds the engine of a set in force, or of one that is tried beside it, for what is admitted; null: it
 * cannot be built, so by that set everything is denied.
 */
export type BuildPolicy = (
  published: PublishedPolicy,
  connectors: State['connectors'],
  use: 'in-force' | 'shadow',
) => PolicyEngine | null;

export interface World {
  /** The state that a request about this task is decided against. */
  state(task: string | null): State;
  task(id: string): TaskState | null;
  /** The state without what is decided and not durable yet: what is carried out follows from this one. */
  durable(task: string): State;
  /** Tasks whose erasure was ordered and not carried out, as far as that is durable. */
  erasing(): readonly string[];
  /** How many records of the task's stream are folded here; 0 where it is not in memory. */
  version(task: string): number;
  /** Tasks that may still owe something, in the order in which they were opened. */
  live(): readonly TaskState[];
  /** Whether it moved anything that other tasks are decided on. */
  apply(event: Event): boolean;
  /** Takes a task from the whole of its stream, unless it is in memory. */
  install(id: string, events: readonly Event[]): void;
  /** From here on changes can be taken back, until `settled`. */
  mark(): void;
  settled(): void;
  rollback(): void;
  /** Drops a finished task from memory; it is folded again from its stream when asked for. */
  evict(id: string): void;
  /** Everything folded, to be taken in by `restore`. Not to be asked for between `mark` and `settled`. */
  dump(): WorldDump;
  restore(dump: WorldDump): void;
}

interface Versioned {
  readonly state: TaskState;
  readonly version: number;
}

/** What all tasks have in common. */
interface Shared extends Omit<State, 'constraints' | 'policy' | 'shadow' | 'task'> {
  /** Whatever else of them is in memory. */
  readonly erasing: readonly string[];
}

/** Plain JSON. */
export interface WorldDump extends Shared {
  readonly tasks: readonly Versioned[];
}

/** An engine, and what it was built of. */
interface Built {
  readonly of: PublishedPolicy | null;
  readonly connectors: State['connectors'];
  readonly engine: PolicyEngine | null;
}

/** Whoever folds decides nothing. */
const UNASKED = { policy: null, shadow: null };

interface Mark {
  readonly now: Shared;
  /** What the tasks were that changed since. */
  readonly tasks: Map<string, Versioned | null>;
}

export function createWorld(constraints: ConstraintEngine, build: BuildPolicy): World {
  return new FoldedWorld(constraints, build);
}

class FoldedWorld implements World {
  readonly #constraints: ConstraintEngine;
  readonly #build: BuildPolicy;
  readonly #tasks = new Map<string, Versioned>();
  #now: Shared;
  #marked: Mark | null = null;
  #inForce: Built | null = null;
  #shadow: Built | null = null;

  constructor(constraints: ConstraintEngine, build: BuildPolicy) {
    this.#constraints = constraints;
    this.#build = build;
    this.#now = { ...sharedIn(initialState(constraints)), erasing: [] };
  }

  state(id: string | null): State {
    const { org } = this.#now;
    const task = id === null ? null : this.task(id);
    this.#inForce = this.#engineOf('in-force', org.policy, this.#inForce);
    this.#shadow = this.#engineOf('shadow', org.shadow, this.#shadow);
    const engines = { policy: this.#inForce.engine, shadow: this.#shadow.engine };
    return { ...this.#unasked(this.#now, task), ...engines };
  }

  durable(id: string): State {
    const changed = this.#marked?.tasks.get(id);
    const task = changed === undefined ? this.task(id) : (changed?.state ?? null);
    return this.#unasked(this.#marked?.now ?? this.#now, task);
  }

  erasing(): readonly string[] {
    return (this.#marked?.now ?? this.#now).erasing;
  }

  task(id: string): TaskState | null {
    return this.#tasks.get(id)?.state ?? null;
  }

  version(task: string): number {
    return this.#tasks.get(task)?.version ?? 0;
  }

  live(): readonly TaskState[] {
    return Array.from(this.#tasks.values(), ({ state }) => state);
  }

  apply(event: Event): boolean {
    const id = event.stream.startsWith(TASK) ? event.stream.slice(TASK.length) : null;
    const before = id === null ? null : (this.#tasks.get(id) ?? null);
    const after = this.#fold(before?.state ?? null, event);
    const { task } = after;
    if (id !== null && task !== null) this.#put(id, { state: task, version: (before?.version ?? 0) + 1 });
    const now = { ...sharedIn(after), erasing: erasingAfter(this.#now.erasing, event) };
    const moved = movedIn(now, this.#now);
    if (moved.length > 0) this.#now = now;
    return moved.some((part) => part !== 'mayHaveRun' || !isAlone(task));
  }

  install(id: string, events: readonly Event[]): void {
    if (this.#tasks.has(id)) return;
    const state = events.reduce<TaskState | null>((task, event) => this.#fold(task, event).task, null);
    if (state !== null) this.#tasks.set(id, { state, version: events.length });
  }

  mark(): void {
    this.#marked = { now: this.#now, tasks: new Map() };
  }

  settled(): void {
    this.#marked = null;
  }

  rollback(): void {
    if (this.#marked === null) return;
    const { now, tasks } = this.#marked;
    this.#now = now;
    this.#marked = null;
    for (const [id, task] of tasks) this.#put(id, task);
  }

  evict(id: string): void {
    this.#put(id, null);
  }

  dump(): WorldDump {
    return { ...this.#now, tasks: [...this.#tasks.values()] };
  }

  restore({ tasks, ...shared }: WorldDump): void {
    this.#now = shared;
    for (const task of tasks) this.#tasks.set(task.state.id, task);
  }

  #put(id: string, task: Versioned | null): void {
    const before = this.#marked?.tasks;
    if (before !== undefined && !before.has(id)) before.set(id, this.#tasks.get(id) ?? null);
    if (task === null) this.#tasks.delete(id);
    else this.#tasks.set(id, task);
  }

  /** Folding needs no policy: only a decision does. */
  #fold(task: TaskState | null, event: Event): State {
    return evolve(this.#unasked(this.#now, task), event);
  }

  #unasked({ erasing: _, ...shared }: Shared, task: TaskState | null): State {
    return { ...shared, constraints: this.#constraints, ...UNASKED, task };
  }

  /** Built when first asked for: folding a long ledger compiles only what is in force at its end. */
  #engineOf(use: 'in-force' | 'shadow', of: PublishedPolicy | null, built: Built | null): Built {
    const { connectors } = this.#now;
    if (built !== null && built.of === of && isSameCatalog(built.connectors, connectors))
      return built.connectors === connectors ? built : { ...built, connectors };
    return { of, connectors, engine: of === null ? null : this.#build(of, connectors, use) };
  }
}

function sharedIn({ constraints: _, policy: _policy, shadow: _shadow, task: _task, ...shared }: State) {
  return shared;
}

function movedIn(now: Shared, before: Shared): readonly (keyof Shared)[] {
  return (Object.keys(now) as (keyof Shared)[]).filter((part) => now[part] !== before[part]);
}

/** Nothing set it off, and it set nothing off: no other task is of its tree. */
function isAlone(task: TaskState | null): boolean {
  return task !== null && task.depth === 0 && task.usage.fired === 0;
}

/** Policies are made for what is admitted: what else is seen of a connector changes none of them. */
function isSameCatalog(before: State['connectors'], now: State['connectors']): boolean {
  if (before === now) return true;
  const ids = Object.keys(now);
  const isSame = (id: string): boolean => before[id]?.admitted === now[id]?.admitted;
  return ids.length === Object.keys(before).length && ids.every(isSame);
}

function erasingAfter(erasing: readonly string[], event: Event): readonly string[] {
  if (event.type === 'erasure-ordered') return [...erasing, event.body.task];
  if (event.type !== 'payloads-erased') return erasing;
  return erasing.filter((task) => task !== event.body.task);
}
