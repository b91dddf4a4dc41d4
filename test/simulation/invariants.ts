// What must hold whatever happens, read from the ledger's records in order: written down a second time, apart
// from the kernel, and as simply as it can be said. A breach is an error that names the record.

import type { Event, EventOf, KillTarget } from '../../src/kernel/event.ts';

export interface SimulatedLimits {
  readonly calls: number;
  readonly holds: number;
  readonly reads: number;
  /** Of all tasks together. */
  readonly agentCallsEachHour: number;
  /** Of the step in which a task begins: all tools; the one after it uses the notes alone. */
  readonly callsOfFirstStep: number;
}

const HOUR_MS = 3_600_000;

interface TaskBooks {
  isOver: boolean;
  calls: number;
  reads: number;
  holds: number;
  /** Calls that were ever permitted, and the step that the task is in. */
  everything: number;
  step: number;
}

interface ActionBooks {
  readonly task: string;
  readonly isRead: boolean;
  outcome: string | null;
  /** Nobody told it: its process was gone. */
  isPresumed: boolean;
}

const FRESH: TaskBooks = { isOver: false, calls: 0, reads: 0, holds: 0, everything: 0, step: 0 };

/** Tools that the starter policy lets nobody use without a second person. */
const HOLDING = new Set(['write', 'drop']);

export class Books {
  readonly actions = new Map<string, ActionBooks>();
  /** Leases, and whether they were revoked. */
  readonly leases = new Map<string, boolean>();
  stepsBegun = 0;
  readonly #tasks = new Map<string, TaskBooks>();
  readonly #killed = new Set<string>();
  readonly #heldTools = new Map<string, string>();
  readonly #approvedBy = new Map<string, string[]>();
  readonly #over = new Set<string>();
  /** Calls by the hour in which they were permitted, those given back too. */
  readonly #hours = new Map<number, number>();
  readonly #limits: SimulatedLimits;

  constructor(limits: SimulatedLimits) {
    this.#limits = limits;
  }

  read(event: Event): void {
    switch (event.type) {
      case 'killed':
        this.#killed.add(nameOf(event.body.target));
        return;
      case 'kill-lifted':
        this.#killed.delete(nameOf(event.body.target));
        return;
      case 'task-opened':
        this.#tasks.set(event.body.task, { ...FRESH });
        return;
      case 'task-closed':
      case 'task-quarantined':
        this.#task(event).isOver = true;
        return;
      case 'approval-given': {
        const { hold } = event.body;
        this.#approvedBy.set(hold, [...(this.#approvedBy.get(hold) ?? []), event.actor.id]);
        return;
      }
      case 'hold-rejected':
        this.#over.add(event.body.hold);
        return;
      case 'action-held': {
        // Like actions that are shown together count once.
        const { joined, hold, batch = hold, connector, tool } = event.body;
        this.#heldTools.set(hold, `${connector}/${tool}`);
        if (!joined && batch === hold) this.#task(event).holds += 1;
        require(event, this.#task(event).holds <= this.#limits.holds, 'a hold beyond the limit');
        return;
      }
      case 'step-held':
        if (!event.body.joined) this.#task(event).holds += 1;
        require(event, this.#task(event).holds <= this.#limits.holds, 'a hold beyond the limit');
        return;
      case 'step-begun':
        this.#begun(event);
        return;
      case 'action-permitted':
        this.#permitted(event);
        return;
      case 'action-settled':
        this.#settled(event);
        return;
      case 'lease-granted':
        require(event, !this.#task(event).isOver, 'a lease of a task that is over');
        this.leases.set(event.body.lease, false);
        return;
      case 'lease-revoked':
        this.leases.set(event.body.lease, true);
        return;
      default:
    }
  }

  #permitted(event: EventOf<'action-permitted'>): void {
    const { action, agent, connector, tool, hold } = event.body;
    const task = this.#task(event);
    for (const target of ['all', `agent/${agent}`, `connector/${connector}`]) {
      require(event, !this.#killed.has(target), `a permit under the kill of ${target}`);
    }
    require(event, !task.isOver, 'a permit of a task that is over');
    require(event, !this.actions.has(action), 'a second permit of one action');
    require(event, hold !== null || !HOLDING.has(tool), 'a permit without its hold');
    if (hold !== null) {
      const isIts = this.#heldTools.get(hold) === `${connector}/${tool}`;
      require(event, isIts, 'a permit with the hold of something else');
      this.#uses(event, hold);
    }
    task.everything += 1;
    const isWithin =
      task.step === 0 ? task.everything <= this.#limits.callsOfFirstStep : connector === 'notes';
    require(event, isWithin, 'a call outside of its step');
    const isRead = `${connector}/${tool}` === 'notes/read';
    this.actions.set(action, { task: taskOf(event), isRead, outcome: null, isPresumed: false });
    task.calls += 1;
    if (isRead) task.reads += 1;
    require(event, task.calls <= this.#limits.calls, 'more calls than the limit');
    const hour = Math.floor(event.time / HOUR_MS);
    const inHour = (this.#hours.get(hour) ?? 0) + 1;
    this.#hours.set(hour, inHour);
    require(event, inHour <= this.#limits.agentCallsEachHour, 'more calls of an agent than its allowance');
    require(event, task.reads <= this.#limits.reads, 'more reads than the allowance');
  }

  /** One after the other, by an approval of its own. */
  #begun(event: EventOf<'step-begun'>): void {
    const { place, hold, soFar } = event.body;
    const task = this.#task(event);
    require(event, !task.isOver, 'a step of a task that is over');
    require(event, place === task.step + 1, 'a step that was skipped, or came back');
    require(event, hold !== null && soFar.calls === task.everything, 'a step after what nobody was shown');
    this.#uses(event, hold!);
    task.step = place;
    this.stepsBegun += 1;
  }

  #uses(event: Event, hold: string): void {
    require(event, this.#approvedBy.get(hold)?.includes('grace') === true, 'what nobody approved');
    require(event, !this.#over.has(hold), 'an approval used twice, or a rejected one');
    this.#over.add(hold);
  }

  /** What surely did not start is given back. */
  #settled(event: EventOf<'action-settled'>): void {
    const { action: id, outcome } = event.body;
    const action = this.actions.get(id);
    if (action === undefined) throw new Error(`${event.id}: the outcome of nothing`);
    // An outcome that comes late outdoes what was presumed meanwhile.
    const isPresumed = action.isPresumed && event.body.code !== 'claim-lapsed';
    require(event, action.outcome === null || isPresumed, 'a second outcome of one action');
    action.isPresumed = event.body.code === 'claim-lapsed';
    if (isPresumed) {
      action.outcome = outcome;
      return;
    }
    action.outcome = outcome;
    if (outcome !== 'not-started') return;
    this.#task(event).calls -= 1;
    if (action.isRead) this.#task(event).reads -= 1;
  }

  #task(event: Event): TaskBooks {
    const task = this.#tasks.get(taskOf(event));
    if (task === undefined) throw new Error(`${event.id}: a record of a task that was never opened`);
    return task;
  }
}

/** At most one call per action, each after its permit was durable, and none with a revoked lease. */
export class CallBooks {
  readonly #permitted = new Set<string>();
  readonly #called = new Set<string>();

  read(line: string): void {
    const [what, first = '', second = ''] = line.split(' ');
    if (what === 'append' && first === 'action-permitted') this.#permitted.add(second);
    if (what !== 'call') return;
    if (!this.#permitted.has(first)) throw new Error(`${first} was called before its permit was durable`);
    if (this.#called.has(first)) throw new Error(`${first} was called twice`);
    this.#called.add(first);
  }
}

function require(event: Event, holds: boolean, breach: string): void {
  if (!holds) throw new Error(`${event.id} (${event.type} in ${event.stream}): ${breach}`);
}

function taskOf(event: Event): string {
  return event.stream.slice('task/'.length);
}

function nameOf(target: KillTarget): string {
  return target.kind === 'all' ? 'all' : `${target.kind}/${target.id}`;
}
