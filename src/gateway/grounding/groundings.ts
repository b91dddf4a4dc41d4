// What every live task was told is in memory as far as the ledger has it, and nothing that was erased. It
// follows from the records alone: lost or dropped, it is learned again from the task's stream.

import type { Event } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import type { State } from '../../kernel/state.ts';
import { codeOf } from '../fault.ts';
import { commitName, loadNames } from '../action/objects.ts';
import type { LedgerStore, Log } from '../ports.ts';
import { taskOf } from '../replay/history.ts';
import type { Vault } from '../ports/vault.ts';
import { isTelling, learnRecord, parseWords, wordsOf, type Telling } from './learn-record.ts';
import { createTaskGrounding, TASK_BYTES, type TaskGrounding } from './task-grounding.ts';

export interface GroundingDeps {
  readonly store: Pick<LedgerStore, 'payload' | 'key'>;
  readonly vault: Vault;
  readonly log: Log;
  readonly connectors: () => State['connectors'];
  /** The whole stream of a task up to this moment, each record checked. Rejects with a `StoreFault`. */
  readonly read: (task: string) => Promise<readonly Event[]>;
  /** Takes in what other replicas recorded; nothing to do where there are none. */
  readonly catchUp: () => Promise<void>;
  /** Of all tasks together, about. */
  readonly bytes: number;
}

export interface Groundings {
  /**
   * Everything that was recorded in a loaded task before this was asked: whoever asks for an action can know
   * no more. Rejects with a `StoreFault`.
   */
  of(task: string): Promise<TaskGrounding>;
  /**
   * To be called for each durable record, in the ledger's order; twice does no harm. Never throws.
   *
   * @param input the arguments of an action that this process permitted
   */
  learned(event: Event, input?: Json): void;
  /** What an action brought, before the record that commits to it: so that it need not be read again. */
  brought(task: string, action: string, reply: Json): void;
}

const MOST_KNOWN = 4_096;

interface Told {
  readonly event: Telling;
  /** Undefined: to be read. */
  readonly words: Json | undefined;
}

interface Kept {
  readonly grounding: TaskGrounding;
  /** Ids of the newest records that it has heard of. */
  readonly known: Set<string>;
  readonly told: Told[];
  /** What actions brought, until that is recorded. */
  readonly brought: Map<string, Json>;
  isBegun: boolean;
  bytes: number;
  working: Promise<void> | null;
}

export class LedgerGroundings implements Groundings {
  readonly #deps: GroundingDeps;
  /** The one that was asked for last comes last. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(deps: GroundingDeps) {
    this.#deps = deps;
  }

  async of(task: string): Promise<TaskGrounding> {
    await this.#deps.catchUp();
    const kept = this.#kept.get(task) ?? nothingYet(this.#deps.vault);
    this.#kept.delete(task);
    this.#kept.set(task, kept);
    await this.#work(task, kept);
    this.#makeRoom();
    return kept.grounding;
  }

  learned(event: Event, input?: Json): void {
    if (isOver(event)) return this.#drop(event.body.task);
    const task = taskOf(event.stream) ?? '';
    const kept = this.#kept.get(task);
    if (kept === undefined || !isTelling(event) || kept.known.has(event.id)) return;
    remember(kept, event);
    const words = event.type === 'action-permitted' ? input : takeBrought(kept, event);
    kept.told.push({ event, words });
    // While whoever asked thinks about the answer; whatever fails is begun anew when it is needed.
    if (words !== undefined && kept.isBegun)
      setImmediate(() => void this.#work(task, kept).catch(() => undefined));
  }

  brought(task: string, action: string, reply: Json): void {
    this.#kept.get(task)?.brought.set(action, reply);
  }

  async #work(task: string, kept: Kept): Promise<void> {
    while (!kept.isBegun || kept.told.length > 0) {
      kept.working ??= this.#learn(task, kept).finally(() => (kept.working = null));
      await kept.working;
    }
  }

  /** Half of it would be worse than nothing: what fails is begun anew. */
  async #learn(task: string, kept: Kept): Promise<void> {
    try {
      if (!kept.isBegun) await this.#begin(task, kept);
      for (let next = kept.told[0]; next !== undefined; next = kept.told[0]) {
        const words = next.words === undefined ? await this.#read(task, next.event) : next.words;
        if (next.event.type === 'action-permitted') await loadNames(this.#deps, next.event.body.connector);
        learnRecord(kept.grounding, next.event, words, this.#deps.connectors());
        kept.told.shift();
      }
    } catch (error) {
      if (this.#kept.get(task) === kept) this.#drop(task);
      throw error;
    }
    if (this.#kept.get(task) !== kept) return;
    this.#bytes += kept.grounding.bytes() - kept.bytes;
    kept.bytes = kept.grounding.bytes();
  }

  async #begin(task: string, kept: Kept): Promise<void> {
    const events = await this.#deps.read(task);
    const before = events.filter(isTelling).filter(({ id }) => !kept.known.has(id));
    for (const event of before) remember(kept, event);
    kept.told.unshift(...before.map((event) => ({ event, words: undefined })));
    kept.isBegun = true;
  }

  /** What the record commits to; null where it was erased, or where nothing stands behind it. */
  async #read(task: string, event: Telling): Promise<Json> {
    const scope = `task/${task}`;
    const commitment = wordsOf(event);
    const payload = commitment === null ? null : await this.#deps.store.payload(commitment, scope);
    if (payload === null || !this.#deps.vault.has(scope)) return null;
    try {
      const text = new TextDecoder().decode(this.#deps.vault.open(payload));
      return parseWords(event, text);
    } catch (error) {
      // What cannot be read was seen by nobody.
      this.#deps.log.warn({ task, code: codeOf(error) }, 'words of a task cannot be read');
      return null;
    }
  }

  #drop(task: string): void {
    this.#bytes -= this.#kept.get(task)?.bytes ?? 0;
    this.#kept.delete(task);
  }

  #makeRoom(): void {
    for (const [task, { working }] of this.#kept) {
      if (this.#bytes <= this.#deps.bytes || this.#kept.size === 1) return;
      if (working === null) this.#drop(task);
    }
  }
}

/** A record that comes twice comes soon. */
function remember({ known }: Kept, { id }: Telling): void {
  known.add(id);
  if (known.size > MOST_KNOWN) known.delete(known.values().next().value!);
}

function takeBrought({ brought }: Kept, { type, body }: Telling): Json | undefined {
  if (type !== 'action-settled') return undefined;
  const reply = brought.get(body.action);
  brought.delete(body.action);
  return reply;
}

/** Of a task that was told nothing yet, among the names that the vault has keys for. */
export function createGrounding(vault: Pick<Vault, 'commit' | 'has'>): TaskGrounding {
  return createTaskGrounding(TASK_BYTES, (connector, name) => commitName(vault, connector, name));
}

function nothingYet(vault: Vault): Kept {
  return {
    grounding: createGrounding(vault),
    known: new Set(),
    told: [],
    brought: new Map(),
    isBegun: false,
    bytes: 0,
    working: null,
  };
}

const OVER = ['task-closed', 'task-quarantined', 'erasure-ordered', 'payloads-erased'] as const;

/** In a task that is over nothing is decided on what it was told; what is erased is forgotten. */
function isOver(event: Event): event is Extract<Event, { type: (typeof OVER)[number] }> {
  return OVER.some((type) => type === event.type);
}
