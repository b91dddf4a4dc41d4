// What a task was told, told once more: to find again what was recorded, and to indexes that suppose
// something else of its tools. None of these is believed where the one that supposes nothing does not find
// again what was recorded.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { State } from '../../kernel/state.ts';
import { loadNames, hasNames } from '../action/objects.ts';
import type { Core } from '../core.ts';
import { createGrounding } from '../grounding/groundings.ts';
import {
  findTool,
  isTelling,
  learnRecord,
  parseWords,
  wordsOf,
  type Telling,
} from '../grounding/learn-record.ts';
import { TASK_BYTES, type TaskGrounding } from '../grounding/task-grounding.ts';
import type { Decided } from './decided.ts';
import { Moments, type Told } from './moments.ts';
import { createPace } from './pace.ts';
import { readStream } from './replay.ts';
import type { Words } from './words.ts';

/** The name of what supposes nothing. */
export const AS_IT_WAS = '';

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
  /** Where an action went, by its id, until it is settled. */
  readonly #connectors = new Map<string, string>();
  /** Null: nobody asked for them yet. */
  #moments: Moments | null = null;
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
      await this.#readNames(event);
    }
    this.#upTo = seq;
  }

  /** What other tasks wrote is known again by commitments: without their key, by nothing. */
  async #readNames(event: Telling): Promise<void> {
    if (event.type === 'task-opened') return;
    const { action, unvouched } = event.body;
    if (event.type === 'action-permitted') {
      await loadNames(this.#core, event.body.connector);
      this.#connectors.set(action, event.body.connector);
    }
    const connector = this.#connectors.get(action) ?? '';
    if (event.type === 'action-settled') this.#connectors.delete(action);
    this.#isWhole &&= unvouched === undefined || hasNames(this.#core.vault, connector);
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
    const own = this.#wordBytes + (this.#moments?.bytes() ?? 0);
    return [...this.#indexes.values()].reduce((sum, one) => sum + one.grounding.bytes(), own);
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
    const index = this.#indexes.get(name) ?? { grounding: createGrounding(this.#core.vault), heard: 0 };
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
   * Whether its arguments were grounded as recorded at some moment of its asking: of what is recorded between
   * that and the decision it has not heard. Of the decision that it was read to.
   */
  wasGrounded(decision: Decided, connectors: State['connectors']): Promise<boolean> {
    const from = { seq: this.#upTo, told: this.#told.length };
    this.#moments ??= new Moments(this.#core, this.#words, this.#stream, from);
    return this.#moments.wasGrounded(decision, this.#told, connectors);
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
