// What a task was told, told once more: to find again what was recorded, and to indexes that suppose
// something else of its tools. None of these is believed where the one that supposes nothing does not find
// again what was recorded.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { State } from '../../kernel/state.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import type { Core } from '../core.ts';
import {
  findTool,
  isTelling,
  learnRecord,
  parseWords,
  wordsOf,
  type Telling,
} from '../grounding/learn-record.ts';
import { createTaskGrounding, TASK_BYTES, type TaskGrounding } from '../grounding/task-grounding.ts';
import { createPace } from './pace.ts';
import { readStream } from './replay.ts';
import type { Words } from './words.ts';

/** The name of what supposes nothing. */
export const AS_IT_WAS = '';

/** Between asking and the decision there is a queue, and with replicas another try. */
const ASKING_MS = 10_000;

interface Told {
  readonly event: Telling;
  readonly words: Json;
}

interface AskedWith {
  readonly connector: string;
  readonly tool: string;
  readonly arguments: Json;
}

interface Index {
  readonly grounding: TaskGrounding;
  /** How many of what was told it has heard. */
  heard: number;
}

/** Of one task. */
export class Retelling {
  readonly #core: Core;
  readonly #words: Words;
  readonly #stream: string;
  readonly #told: Told[] = [];
  readonly #indexes = new Map<string, Index>();
  readonly #tools = new Set<string>();
  #upTo = 0;
  #isWhole = true;
  #wordBytes = 0;

  constructor(core: Core, words: Words, task: string) {
    this.#core = core;
    this.#words = words;
    this.#stream = `task/${task}`;
  }

  /** Reads on to a place in the ledger; places come in their order. Rejects with `StoreFault`. */
  async readTo(seq: number): Promise<void> {
    for await (const event of readStream(this.#core, this.#stream, seq, this.#upTo)) {
      if (!isTelling(event)) continue;
      const commitment = wordsOf(event);
      const read = commitment === null ? null : await this.#words.open(this.#stream, commitment);
      // Words that are gone were seen by nobody; of those that lost a secret, the rest was.
      const text = read?.text ?? null;
      this.#told.push({ event, words: text === null ? null : parseWords(event, text) });
      this.#isWhole &&= read === null || !('why' in read);
      this.#wordBytes += text?.length ?? 0;
      if (event.type === 'action-permitted') this.#tools.add(`${event.body.connector}/${event.body.tool}`);
    }
    this.#upTo = seq;
  }

  /** Whether the task used the tool, as far as it was read. */
  used(tool: string): boolean {
    return this.#tools.has(tool);
  }

  /** Whether all that the task was told is there as it was told, as far as it was read. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Memory, about. */
  bytes(): number {
    return [...this.#indexes.values()].reduce((sum, one) => sum + one.grounding.bytes(), this.#wordBytes);
  }

  /**
   * How the arguments are grounded in what was read so far; null: it has no such tool.
   *
   * @param name of what is supposed: under each, what was told is heard once, with the catalog of then
   */
  async ground(
    name: string,
    connectors: State['connectors'],
    asked: AskedWith,
  ): Promise<readonly ArgumentGrounding[] | null> {
    const tool = findTool(connectors, asked.connector, asked.tool);
    if (tool === null) return null;
    const index = this.#indexes.get(name) ?? { grounding: createTaskGrounding(), heard: 0 };
    this.#indexes.set(name, index);
    const pace = createPace(this.#core.stopping);
    for (; index.heard < this.#told.length; index.heard += 1) {
      const { event, words } = this.#told[index.heard]!;
      learnRecord(index.grounding, event, words, connectors);
      await pace();
    }
    return index.grounding.ground(tool, asked.arguments);
  }

  /**
   * Whether that is how they were grounded at some moment of its asking: of what is recorded between that and
   * the decision it has not heard.
   *
   * @param at of the decision, Unix milliseconds
   */
  async wasGrounded(
    recorded: readonly ArgumentGrounding[],
    connectors: State['connectors'],
    { at, ...asked }: { readonly at: number } & AskedWith,
  ): Promise<boolean> {
    const tool = findTool(connectors, asked.connector, asked.tool);
    const isAlone = (this.#told.at(-1)?.event.time ?? 0) < at - ASKING_MS;
    if (tool === null || isAlone) return false;
    const grounding = createTaskGrounding();
    const pace = createPace(this.#core.stopping);
    for (const { event, words } of this.#told) {
      const isBefore = event.time < at - ASKING_MS;
      if (!isBefore && isSameGrounding(grounding.ground(tool, asked.arguments), recorded)) return true;
      learnRecord(grounding, event, words, connectors);
      await pace();
    }
    return false;
  }
}

/** Of so many tasks at once, and about so many bytes, what was told is kept; of others it is read again. */
const KEPT = 32;
const KEPT_BYTES = 8 * TASK_BYTES;

export class Retellings {
  readonly #core: Core;
  readonly #words: Words;
  /** The one that was asked for last comes last. */
  readonly #kept = new Map<string, Retelling>();

  constructor(core: Core, words: Words) {
    this.#core = core;
    this.#words = words;
  }

  /** Read to that place. Rejects with `StoreFault`. */
  async of(task: string, seq: number): Promise<Retelling> {
    const retelling = this.#kept.get(task) ?? new Retelling(this.#core, this.#words, task);
    this.#kept.delete(task);
    this.#kept.set(task, retelling);
    await retelling.readTo(seq);
    this.#makeRoom();
    return retelling;
  }

  #makeRoom(): void {
    let bytes = [...this.#kept.values()].reduce((sum, one) => sum + one.bytes(), 0);
    for (const [oldest, retelling] of this.#kept) {
      if (this.#kept.size === 1 || (this.#kept.size <= KEPT && bytes <= KEPT_BYTES)) return;
      bytes -= retelling.bytes();
      this.#kept.delete(oldest);
    }
  }
}

/** Arguments are kept in another order than the one they were given in. */
export function isSameGrounding(
  one: readonly ArgumentGrounding[],
  other: readonly ArgumentGrounding[],
): boolean {
  const sort = (all: readonly ArgumentGrounding[]): string =>
    all
      .map((each) => canonicalize(each))
      .toSorted()
      .join();
  return sort(one) === sort(other);
}
