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
  /** Resolves when the last of those that match now has ended. Who stops them aborts them before. */
  ended(target: ContainTarget): Promise<void>;
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
      for (const flight of flights.values()) if (covers(target, flight)) flight.controller.abort();
    },
    async ended(target) {
      const hit = [...flights.values()].filter((flight) => covers(target, flight));
      await Promise.all(hit.map((flight) => flight.answer));
    },
    count: () => flights.size,
  };
}

/** Whether a containment is about a call. */
export function covers(target: ContainTarget, call: Pick<Flight, 'task' | 'agent' | 'connector'>): boolean {
  return target.kind === 'all' || call[target.kind] === target.id;
}
