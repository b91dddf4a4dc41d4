// A held call may go on without its caller. It is asked for again when people have decided, by nobody but
// this: decided afresh then, made at most once; and only this process knows that it waits for that.

import type { Hold } from '../../kernel/hold/held.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { entryOf } from '../../kernel/lookup.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import { act, type ActAnswer } from '../action/act.ts';
import type { Core } from '../core.ts';
import type { HeldCall } from './call.ts';
import { withdrawHold } from './withdraw.ts';

export interface PursuedCall extends HeldCall {
  readonly agent: string;
  readonly task: string;
  readonly hold: string;
}

/** What the connector asks the person at the client. */
export interface Question {
  /** Never used twice. */
  readonly key: string;
  readonly params: JsonObject;
}

export type Denied = Extract<ActAnswer, { verdict: 'deny' }>;

export interface Pursuit {
  question(): Question | null;
  /** What became of it where it was not permitted; null: it waits still, or runs. */
  denied(): Denied | null;
  /** Whether the client that asks can put such a question to a person; the last word counts. */
  hears(supports: (question: JsonObject) => boolean): void;
  reply(answers: { readonly [key: string]: JsonObject }): void;
  /** Aborts the call where it runs. */
  abort(): void;
}

export interface Pursuits {
  get(hold: string): Pursuit | null;
  /** Goes on with a call from here on: once for each hold, and anew where it was denied. */
  begin(call: PursuedCall): Pursuit;
}

/** What fits into a timer with room to spare: it is looked at again then. */
const LONGEST_WAIT_MS = 3_600_000;
const RETRY_MS = 1_000;
const LONGEST_QUESTION_MS = 10 * 60_000;
/** Calls that were denied after all are remembered for their callers, so many of the newest. */
const MAX_DENIED = 1_000;

/** @param moved told of the task whose call asks a person, is answered, or ends without being permitted */
export function createPursuits(core: Core, moved: (task: string) => void): Pursuits {
  const running = new Map<string, Pursuit>();
  const denied = new Map<string, Pursuit>();
  const end = (hold: string, pursuit: Pursuit): void => {
    running.delete(hold);
    if (pursuit.denied() === null) return;
    denied.set(hold, pursuit);
    const [oldest] = denied.keys();
    if (denied.size > MAX_DENIED) denied.delete(oldest!);
  };
  return {
    get: (hold) => running.get(hold) ?? denied.get(hold) ?? null,
    begin(call) {
      const known = running.get(call.hold);
      if (known !== undefined) return known;
      denied.delete(call.hold);
      const begun = new RunningPursuit(core, call, () => moved(call.task));
      running.set(call.hold, begun);
      void begun.run().finally(() => end(call.hold, begun));
      return begun;
    },
  };
}

class RunningPursuit implements Pursuit {
  readonly #core: Core;
  readonly #call: PursuedCall;
  readonly #moved: () => void;
  readonly #gone = new AbortController();
  #supports: (question: JsonObject) => boolean = () => false;
  #asked: (Question & { readonly answer: (reply: JsonObject) => void }) | null = null;
  #denied: Denied | null = null;

  constructor(core: Core, call: PursuedCall, moved: () => void) {
    this.#core = core;
    this.#call = call;
    this.#moved = moved;
  }

  question(): Question | null {
    return this.#asked;
  }

  denied(): Denied | null {
    return this.#denied;
  }

  hears(supports: (question: JsonObject) => boolean): void {
    this.#supports = supports;
  }

  reply(answers: { readonly [key: string]: JsonObject }): void {
    if (this.#asked === null) return;
    const { key, answer } = this.#asked;
    const reply = entryOf(answers, key);
    if (reply !== null) answer(reply);
  }

  abort(): void {
    this.#gone.abort();
  }

  /** Never rejects: what could not be decided is asked for again. */
  async run(): Promise<void> {
    const { waiters, stopping, clock } = this.#core;
    // While nobody has approved, asking once more says nothing new.
    let known = this.#waiting()?.approvals.length === 0 ? this.#standing() : null;
    for (let hold = this.#waiting(); hold !== null; hold = this.#waiting()) {
      const standing = this.#standing();
      if (standing === known) {
        const leftMs = Math.min(hold.expiresAt - clock.now(), LONGEST_WAIT_MS);
        await waiters.wait(hold.id, leftMs, stopping);
        continue;
      }
      const answer = await this.#ask();
      if (answer.verdict === 'permit') return undefined;
      if (answer.verdict === 'deny') {
        this.#denied = answer;
        return this.#moved();
      }
      if (answer.verdict === 'hold' && answer.hold !== hold.id) return this.#withdraw(answer.hold);
      known = answer.verdict === 'hold' ? standing : null;
      if (known === null) await waiters.wait(hold.id, RETRY_MS, stopping);
    }
  }

  /**
   * Nobody is left with a question that nobody asks: of an action that was taken back, or expired, at the
   * very moment when it was asked for.
   */
  async #withdraw(hold: string): Promise<void> {
    const { agent, task } = this.#call;
    const held = entryOf(this.#core.world.durable(task).task?.holds ?? {}, hold);
    if (held === null || !isPending(held, this.#core.clock.now())) return;
    await withdrawHold(this.#core, { kind: 'agent', id: agent }, { task, hold }).catch(() => undefined);
  }

  #waiting(): Hold | null {
    const { world, clock, stopping } = this.#core;
    const { task, hold } = this.#call;
    const found = entryOf(world.durable(task).task?.holds ?? {}, hold);
    return !stopping.aborted && found !== null && isPending(found, clock.now()) ? found : null;
  }

  /** What an answer would follow from, as far as that waits for anybody: who approved, under which policy. */
  #standing(): string {
    const { task, org } = this.#core.world.durable(this.#call.task);
    const approvals = entryOf(task?.holds ?? {}, this.#call.hold)?.approvals ?? [];
    return [org.policy?.digest, ...approvals.map(({ record }) => record)].join(' ');
  }

  #ask(): Promise<ActAnswer> {
    return act(this.#core, {
      ...this.#call,
      waitMs: 0,
      signal: this.#gone.signal,
      onProgress: () => undefined,
      onElicit: (question) => this.#elicit(question),
    });
  }

  /** One at a time: an answer must never reach a question that its person did not see. */
  #elicit(params: JsonObject): Promise<JsonObject> {
    if (this.#asked !== null || !this.#supports(params)) return Promise.resolve({ action: 'decline' });
    return new Promise<JsonObject>((resolve) => {
      const answer = (reply: JsonObject): void => {
        clearTimeout(timer);
        this.#asked = null;
        this.#moved();
        resolve(reply);
      };
      // A client that never comes back has declined.
      const timer = setTimeout(() => answer({ action: 'cancel' }), LONGEST_QUESTION_MS);
      timer.unref();
      this.#asked = { key: this.#core.ids.mint(), params, answer };
      this.#moved();
    });
  }
}
