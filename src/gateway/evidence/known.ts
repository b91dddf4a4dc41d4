// What earlier records have to have said for a later one to be understood. A task is forgotten when it ends:
// nobody approves anything in it any more.

import type { Event } from '../../kernel/event.ts';
import { taskOf } from '../replay/history.ts';

interface KnownHold {
  /** What waits, and for whom. */
  readonly what: string;
  approvals: number;
}

interface KnownTask {
  /** Who asked for it, and who wrote and published its workflow: none of them approves. */
  readonly excluded: readonly string[];
  readonly holds: Map<string, KnownHold>;
}

export class Known {
  readonly #tasks = new Map<string, KnownTask>();

  /** Before the controls hear it. */
  hear(event: Event): void {
    const task = taskOf(event.stream);
    if (task === null) return;
    switch (event.type) {
      case 'task-opened': {
        const { requester, author, publisher } = event.body;
        this.#tasks.set(task, { excluded: [requester, author, publisher], holds: new Map() });
        break;
      }
      case 'action-held': {
        const { hold, connector, tool, agent } = event.body;
        this.#raise(task, hold, `${connector}/${tool} for ${agent}`);
        break;
      }
      case 'step-held': {
        const { hold, agent, next } = event.body;
        this.#raise(task, hold, `the step ${next.step} for ${agent}`);
        break;
      }
      case 'access-held': {
        const { hold, connector, tool, agent } = event.body;
        this.#raise(task, hold, `access to ${connector}/${tool} for ${agent}`);
        break;
      }
      case 'declassification-held':
        this.#raise(task, event.body.hold, `a declassification for ${event.body.agent}`);
        break;
      case 'approval-given':
        this.#find(task, event.body.hold).approvals += 1;
        break;
      case 'hold-edited':
        // What others approved before was something else.
        this.#find(task, event.body.hold).approvals = 1;
        break;
      case 'task-closed':
        this.#tasks.delete(task);
        break;
      default:
    }
  }

  /** What a hold is about, and how often it was approved so far. */
  hold(stream: string, hold: string): Readonly<KnownHold> {
    return this.#find(taskOf(stream), hold);
  }

  /** Whether the person asked for the task, or wrote or published its workflow. */
  isExcluded(stream: string, person: string): boolean {
    return this.#tasks.get(taskOf(stream) ?? '')?.excluded.includes(person) === true;
  }

  #raise(task: string, hold: string, what: string): void {
    const holds = this.#tasks.get(task)?.holds;
    if (holds?.has(hold) === false) holds.set(hold, { what, approvals: 0 });
  }

  #find(task: string | null, hold: string): KnownHold {
    return this.#tasks.get(task ?? '')?.holds.get(hold) ?? { what: hold, approvals: 0 };
  }
}
