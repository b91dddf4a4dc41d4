// What a task was told, told once more to indexes that suppose something else of its tools. None of them is
// believed where the one that supposes nothing does not find again what was recorded.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import type { State } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import {
  findTool,
  isTelling,
  learnRecord,
  parseWords,
  wordsOf,
  type Telling,
} from '../grounding/learn-record.ts';
import { createTaskGrounding, type TaskGrounding } from '../grounding/task-grounding.ts';
import { createPace } from '../replay/pace.ts';
import { readStream } from '../replay/replay.ts';
import type { Words } from '../replay/words.ts';

interface Told {
  readonly event: Telling;
  readonly words: Json;
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
      if (event.type === 'action-permitted') this.#tools.add(`${event.body.connector}/${event.body.tool}`);
    }
    this.#upTo = seq;
  }

  /** Whether the task used the tool, as far as it was read. */
  used(tool: string): boolean {
    return this.#tools.has(tool);
  }

  /**
   * How the arguments are grounded in what was read so far; null: it has no such tool.
   *
   * @param name of what is supposed: under each, what was told is heard once, with the catalog of then
   */
  async ground(
    name: string,
    connectors: State['connectors'],
    asked: { readonly connector: string; readonly tool: string; readonly arguments: Json },
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
}

/** Of so many tasks at once what was told is kept; of others it is read again. */
const KEPT = 32;

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
    for (const oldest of [...this.#kept.keys()].slice(0, this.#kept.size - KEPT)) this.#kept.delete(oldest);
    await retelling.readTo(seq);
    return retelling;
  }
}
