// Every recorded permit is a flight from the instant it is durable until its outcome is: containment finds
// it here, aborts it, and is quiesced only when it has ended. Nothing that runs is missing from this table.

import type { Command } from '../../kernel/command.ts';
import type { CallAnswer } from './call-answer.ts';

export type ContainTarget = Extract<Command, { kind: 'contain' }>['target'];

export interface Flight {
  readonly action: string;
  readonly task: string;
  readonly agent: string;
  readonly connector: string;
  readonly signal: AbortSignal;
  /** How it ended; set once. */
  readonly answer: Promise<CallAnswer>;
  end(answer: CallAnswer): void;
}

export interface Flights {
  register(facts: Pick<Flight, 'action' | 'task' | 'agent' | 'connector'>): Flight;
  get(action: string): Flight | null;
  abort(action: string): void;
  abortAll(target: ContainTarget): void;
  /** Resolves when the last of those that are covered now has ended. Who stops them aborts them before. */
  ended(covers: Covers): Promise<void>;
  count(): number;
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight & { readonly controller: AbortController }>();
  return {
    register(facts) {
      const controller = new AbortController();
      let settle: (answer: CallAnswer) => void = () => undefined;
      const answer = new Promise<CallAnswer>((resolve) => {
        settle = resolve;
      });
      const flight = {
        ...facts,
        controller,
        signal: controller.signal,
        answer,
        end: (how: CallAnswer) => {
          flights.delete(facts.action);
          settle(how);
        },
      };
      flights.set(facts.action, flight);
      return flight;
    },
    get: (action) => flights.get(action) ?? null,
    abort: (action) => flights.get(action)?.controller.abort(),
    abortAll(target) {
      const covers = coverOf([target]);
      for (const flight of flights.values()) if (covers(flight)) flight.controller.abort();
    },
    async ended(covers) {
      const hit = [...flights.values()].filter(covers);
      await Promise.all(hit.map((flight) => flight.answer));
    },
    count: () => flights.size,
  };
}

/** Whether a call is one that a containment is about. */
export type Covers = (call: Pick<Flight, 'task' | 'agent' | 'connector'>) => boolean;

/** The calls of any of the targets. */
export function coverOf(targets: readonly ContainTarget[]): Covers {
  const tasks = new Set(targets.flatMap((target) => (target.kind === 'task' ? [target.id] : [])));
  const others = targets.filter(({ kind }) => kind !== 'task');
  return (call) =>
    tasks.has(call.task) || others.some((one) => one.kind === 'all' || call[one.kind] === one.id);
}
