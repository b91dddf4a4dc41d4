// Whoever asks to hear of tasks of its own is told how each stands, now and whenever it moves, as it would be
// told when it asked (Tasks extension, "Task Status Notifications"). Nothing relies on it: who misses a word
// asks. An outcome counts as delivered once the connection has taken it.

import type { JsonObject } from '../../kernel/json.ts';

/** How a task stands, in the wire's words. */
export interface TaskWord {
  readonly task: JsonObject;
  /** It stands so for good. */
  readonly isOver: boolean;
  /** To be called when its reader has it. */
  readonly taken: readonly (() => void)[];
}

export interface SubscriptionOptions {
  /** Of the request that asks for it: names the subscription. */
  readonly id: string | number;
  readonly tasks: readonly string[];
  /** Null: just now nothing can be said of it. */
  readonly look: (task: string) => Promise<TaskWord | null>;
  /** Calls back when one of them may have moved; returns how to leave. */
  readonly watch: (moved: () => void) => () => void;
  /** Asked with each heartbeat: whether the reader may still hear. */
  readonly mayHear: () => boolean;
  /** Called once. */
  readonly ended: () => void;
}

interface Message {
  readonly text: string;
  readonly taken: readonly (() => void)[];
}

const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';
const HEARTBEAT_MS = 15_000;

export interface Subscription {
  readonly response: Response;
  /** Nothing is told any more. */
  stop(): void;
}

export function openSubscription(options: SubscriptionOptions): Subscription {
  const { id, tasks } = options;
  const teller = new Teller(options);
  const encoder = new TextEncoder();
  let taken: Message['taken'] = [];
  const acknowledged = { notifications: { taskIds: [...tasks] }, _meta: { [SUBSCRIPTION]: id } };
  teller.say('', notification('notifications/subscriptions/acknowledged', acknowledged));
  teller.start();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Whoever sends it on asks for more only when the last of it is sent.
        for (const tell of taken) tell();
        const next = await teller.next();
        taken = next?.taken ?? [];
        if (next === null) controller.close();
        else controller.enqueue(encoder.encode(next.text));
      },
      cancel: () => teller.stop(),
    },
    { highWaterMark: 0 },
  );
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
  return { response: new Response(body, { headers }), stop: () => teller.stop() };
}

/** Keeps of each task the newest word alone: a slow reader misses what is over, and nothing else. */
class Teller {
  readonly #options: SubscriptionOptions;
  readonly #waiting = new Map<string, Message>();
  readonly #told = new Map<string, string>();
  readonly #over = new Set<string>();
  #wake: () => void = () => undefined;
  #leave: () => void = () => undefined;
  #isLooking = false;
  #isMoved = false;
  #isEnded = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  start(): void {
    const { watch, mayHear, ended } = this.#options;
    const leave = watch(() => this.#moved());
    const heart = setInterval(() => {
      this.say('heartbeat', ': here\n\n');
      if (mayHear()) this.#moved();
      else this.#end();
    }, HEARTBEAT_MS);
    heart.unref();
    this.#leave = () => {
      clearInterval(heart);
      leave();
      ended();
    };
    this.#moved();
  }

  /** Replaces what waits under the name. */
  say(name: string, text: string, taken: Message['taken'] = []): void {
    this.#waiting.set(name, { text, taken });
    this.#wake();
  }

  /** Null: nothing comes any more. */
  async next(): Promise<Message | null> {
    for (;;) {
      const [first] = this.#waiting;
      if (first !== undefined) {
        this.#waiting.delete(first[0]);
        return first[1];
      }
      if (this.#isEnded) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  stop(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#leave();
    this.#wake();
  }

  #end(): void {
    const { id } = this.#options;
    const result = { resultType: 'complete', _meta: { [SUBSCRIPTION]: id } };
    this.say('end', event({ jsonrpc: '2.0', id, result }));
    this.stop();
  }

  #moved(): void {
    this.#isMoved = true;
    // Never before whoever opened it has it.
    if (this.#isLooking) return;
    this.#isLooking = true;
    void Promise.resolve()
      .then(() => this.#lookAgain())
      .finally(() => {
        this.#isLooking = false;
        if (this.#isMoved && !this.#isEnded) this.#moved();
      });
  }

  async #lookAgain(): Promise<void> {
    const { id, tasks, look } = this.#options;
    while (this.#isMoved && !this.#isEnded) {
      this.#isMoved = false;
      for (const task of tasks.filter((one) => !this.#over.has(one))) {
        const word = await look(task);
        if (word === null || JSON.stringify(word.task) === this.#told.get(task)) continue;
        this.#told.set(task, JSON.stringify(word.task));
        if (word.isOver) this.#over.add(task);
        const params = { ...word.task, _meta: { [SUBSCRIPTION]: id } };
        this.say(task, notification('notifications/tasks', params), word.taken);
      }
      if (this.#over.size === tasks.length) this.#end();
    }
  }
}

function notification(method: string, params: object): string {
  return event({ jsonrpc: '2.0', method, params });
}

function event(message: object): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}
