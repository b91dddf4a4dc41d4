// The past is folded by the same code as the present, and no further than the record that is asked about.
// Tasks that ended are dropped: nothing is decided in them any more.

import type { Event } from '../../kernel/event.ts';
import { evolve, initialState } from '../../kernel/evolve.ts';
import type { ConstraintEngine } from '../../kernel/policy.ts';
import type { State, TaskState } from '../../kernel/state.ts';

const TASK = 'task/';

/** The task whose stream it is; null for any other stream. */
export function taskOf(stream: string): string | null {
  return stream.startsWith(TASK) ? stream.slice(TASK.length) : null;
}

export class History {
  readonly #tasks = new Map<string, TaskState>();
  #now: State;

  constructor(constraints: ConstraintEngine) {
    this.#now = initialState(constraints);
  }

  /**
   * What a request about the task would be decided against now. Policy alone is missing: `org.policy` says
   * which set is in force.
   */
  state(task: string | null): State {
    return { ...this.#now, task: task === null ? null : (this.#tasks.get(task) ?? null) };
  }

  /** Records of a stream come in their order. */
  add(event: Event): void {
    const id = taskOf(event.stream);
    const { task, ...now } = evolve(this.state(id), event);
    this.#now = { ...now, task: null, policy: null, shadow: null };
    if (id === null || task === null) return;
    if (task.status === 'open') this.#tasks.set(id, task);
    else this.#tasks.delete(id);
  }
}
