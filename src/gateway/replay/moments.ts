// How arguments were grounded at each moment between asking and the decision. A task is told again only once
// for all of its decisions: whoever may have been asking by then is asked at each step.

import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Event } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import type { State } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { toItem } from '../loop/news.ts';
import { createGrounding } from '../grounding/groundings.ts';
import { findTool, isTelling, learnRecord, type Telling } from '../grounding/learn-record.ts';
import { TASK_BYTES, type TaskGrounding } from '../grounding/task-grounding.ts';
import { isDecided, type Decided } from './decided.ts';
import { isSameGrounding } from './judge.ts';
import { createPace } from './pace.ts';
import type { Words } from './words.ts';

/** Between asking and the decision there is a queue, and with replicas another try. */
const ASKING_MS = 10_000;
/** So many of a task, and about so many bytes, may ask at once; of more, the first. */
const MOST_ASKING = 256;
const ASKING_BYTES = TASK_BYTES;
const PAGE = 256;

export interface Told {
  readonly event: Telling;
  /** Null: they are gone. */
  readonly words: Json;
}

/** A decision that is not reached yet. */
interface Coming {
  readonly id: string;
  readonly time: number;
  readonly connector: string;
  readonly tool: string;
  readonly arguments: Json;
  readonly bytes: number;
  readonly recorded: readonly ArgumentGrounding[];
  /** How much had been told by then. */
  readonly told: number;
  wasFound: boolean;
}

/** Of one task, from its first decision that is asked about on. */
export class Moments {
  readonly #core: Core;
  readonly #words: Words;
  readonly #stream: string;
  readonly #grounding: TaskGrounding;
  /** Ids of the records that it has heard. */
  readonly #known = new Set<string>();
  /**
   * Records of the stream that nobody looked at yet, in their order, and the place of those after them: null,
   * where there are none.
   */
  #ahead: Event[] = [];
  #fromSeq: number | null;
  /** How much is told up to there. */
  #told: number;
  /** In their order. */
  #coming: Coming[] = [];
  #heard = 0;

  constructor(
    core: Core,
    words: Words,
    stream: string,
    from: { readonly seq: number; readonly told: number },
  ) {
    this.#core = core;
    this.#words = words;
    this.#stream = stream;
    this.#grounding = createGrounding(core.vault);
    this.#fromSeq = from.seq;
    this.#told = from.told;
  }

  /** Memory, about. */
  bytes(): number {
    return this.#grounding.bytes() + this.#coming.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Decisions come in their order. Rejects with `StoreFault`.
   *
   * @param told to the task before it
   */
  async wasGrounded(
    { id, time }: Decided,
    told: readonly Told[],
    connectors: State['connectors'],
  ): Promise<boolean> {
    if ((told.at(-1)?.event.time ?? 0) < time - ASKING_MS) return false;
    const pace = createPace(this.#core.stopping);
    for (; this.#heard < told.length; this.#heard += 1) {
      const { event, words } = told[this.#heard]!;
      await this.#lookAhead(event.time + ASKING_MS, told.length);
      for (const one of this.#coming) {
        if (one.time > event.time + ASKING_MS || !this.#mayBe(one)) continue;
        this.#ask(one, connectors);
        await pace();
      }
      learnRecord(this.#grounding, event, words, connectors);
      this.#known.add(event.id);
      await pace();
    }
    return this.#coming.some((one) => one.id === id && one.wasFound);
  }

  /** What it has not heard is no source of anything. */
  #mayBe({ wasFound, recorded }: Coming): boolean {
    return !wasFound && recorded.every(({ sources }) => sources.every((one) => this.#known.has(one)));
  }

  #ask(one: Coming, connectors: State['connectors']): void {
    const tool = findTool(connectors, one.connector, one.tool);
    if (tool === null) return;
    one.wasFound = isSameGrounding(this.#grounding.ground(tool, one.arguments), one.recorded);
  }

  /**
   * Knows whoever may be asking at this step.
   *
   * @param decided how much was told before the decision in question: earlier ones are through
   */
  async #lookAhead(time: number, decided: number): Promise<void> {
    this.#coming = this.#coming.filter(({ told }) => told >= decided);
    let bytes = this.#coming.reduce((sum, one) => sum + one.bytes, 0);
    while (this.#coming.length < MOST_ASKING && bytes < ASKING_BYTES) {
      const next = await this.#peek();
      if (next === null || next.time > time) return;
      const isAhead = this.#told >= decided;
      const one = isAhead && isDecided(next) ? await readComing(this.#words, next, this.#told) : null;
      if (one !== null) this.#coming.push(one);
      bytes += one?.bytes ?? 0;
      if (isTelling(next)) this.#told += 1;
      this.#ahead.shift();
    }
  }

  async #peek(): Promise<Event | null> {
    if (this.#ahead.length === 0 && this.#fromSeq !== null) {
      const asked = { fromSeq: this.#fromSeq, limit: PAGE, stream: this.#stream };
      const page = await this.#core.store.read(asked);
      this.#ahead = page.map((stored) => toItem(stored).event);
      this.#fromSeq = page.length < PAGE ? null : page.at(-1)!.seq + 1;
    }
    return this.#ahead[0] ?? null;
  }
}

/** Null: there is nothing to compare, or to compare it with. */
async function readComing(
  words: Words,
  { id, time, stream, body }: Decided,
  told: number,
): Promise<Coming | null> {
  const { connector, tool, grounding: recorded } = body;
  const read = recorded === undefined ? null : await words.open(stream, body.arguments);
  if (recorded === undefined || read === null || 'why' in read) return null;
  const bytes = read.text.length;
  const input = JSON.parse(read.text) as Json;
  const asked = { id, time, connector, tool, arguments: input, recorded };
  return { ...asked, bytes, told, wasFound: false };
}
