// A client of 2025 cancels in a request of its own, which knows the other one only by its id. Ids are the
// client's: two clients of one task may use the same, and then neither loses its call.

type RequestId = string | number;

export interface Cancellations {
  /** Runs a call with a signal that aborts with the given one, or when its own task cancels it by its id. */
  run<Result>(
    request: { readonly task: string; readonly id: RequestId; readonly signal: AbortSignal },
    call: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  cancel(task: string, id: RequestId): void;
}

export function createCancellations(): Cancellations {
  const running = new Map<string, Set<AbortController>>();
  const keyOf = (task: string, id: RequestId): string => `${task}\0${typeof id}\0${id}`;
  return {
    async run({ task, id, signal }, call) {
      const key = keyOf(task, id);
      const controller = new AbortController();
      const group = running.get(key) ?? new Set();
      running.set(key, group.add(controller));
      try {
        return await call(AbortSignal.any([signal, controller.signal]));
      } finally {
        group.delete(controller);
        if (group.size === 0) running.delete(key);
      }
    },
    cancel(task, id) {
      const [only, ...others] = running.get(keyOf(task, id)) ?? [];
      if (others.length === 0) only?.abort();
    },
  };
}
