// How people decide, so that a yes that nobody thought about shows: of each decision the longest that whoever
// gave it can have looked, since the hold was raised and since their own decision before. Counted, never
// guessed.

import type { Event } from '../../kernel/event.ts';
import type { Core } from '../core.ts';
import { holdModel, type HoldSummary } from '../models/hold.ts';
import { readPast } from '../replay/past.ts';
import { taskOf } from '../replay/history.ts';
import { spreadOf, type Spread } from './survey.ts';

/** Who looked for so long at most cannot have read much. */
export const QUICK_MS = 10_000;
/** Fewer decisions tell nothing. */
export const TELLING = 20;
/** So large a share of quick decisions is worth a word. */
export const QUICK_SHARE = 0.5;
/** Where so large a share is approved, asking hardly tells anything apart. */
export const YES_SHARE = 0.98;

/** What is worth a word; never of one person alone: it names what asked too much of them. */
export type Sign = 'little-time' | 'nearly-always-yes';

export interface Counted {
  readonly name: string;
  readonly decisions: number;
  readonly approved: number;
  readonly rejected: number;
  /** Of the approved, those with other arguments. */
  readonly edited: number;
  /** Given within `QUICK_MS`. */
  readonly quick: number;
  /** From when it was asked; null: nothing was decided. */
  readonly timeToDecide: Spread | null;
  readonly signs: readonly Sign[];
}

export interface Attention {
  readonly decisions: number;
  readonly by: { readonly [part in Part]: readonly Counted[] };
  /** Holds for what was rejected, in another shape, and how many of those people then approved. */
  readonly variations: { readonly raised: number; readonly approved: number };
  readonly thresholds: {
    readonly quickMs: number;
    readonly telling: number;
    readonly quickShare: number;
    readonly yesShare: number;
  };
}

type Part = 'approver' | 'policy' | 'tool';

export type AttentionEvent =
  | { readonly event: 'progress'; readonly records: number; readonly of: number }
  | ({ readonly event: 'done' } & Attention);

/**
 * Looks back from now. Rejects with `StoreFault`.
 *
 * @param since only decisions from then on, Unix milliseconds
 */
export async function* measureAttention(core: Core, since: number): AsyncGenerator<AttentionEvent, void> {
  const watch = new Watch(since);
  for await (const passed of readPast(core)) {
    if (passed.kind === 'record') watch.add(passed.event);
    else yield { event: 'progress', records: passed.records, of: passed.of };
  }
  yield { event: 'done', ...watch.report() };
}

type Answer = Extract<
  Event,
  { type: 'approval-given' | 'hold-edited' | 'hold-rejected' | 'hold-rejected-in-channel' }
>;

interface Decided {
  readonly answer: Answer['type'];
  readonly tookMs: number;
  /** The longest that they can have looked. */
  readonly lookedMs: number;
}

class Watch {
  readonly #since: number;
  /** Those that were raised and may still be decided. */
  readonly #holds = new Map<string, HoldSummary>();
  /** When each person decided last. */
  readonly #last = new Map<string, { readonly at: number; readonly before: number }>();
  readonly #parts: { readonly [part in Part]: Map<string, Decided[]> } = {
    approver: new Map(),
    policy: new Map(),
    tool: new Map(),
  };
  readonly #approved = new Set<string>();
  readonly #variations = new Set<string>();
  #decisions = 0;

  constructor(since: number) {
    this.#since = since;
  }

  /** Records come in the ledger's order. */
  add(event: Event): void {
    if (taskOf(event.stream) === null) return;
    if (isRaising(event)) this.#raise(event);
    if (isAnswer(event)) this.#decide(event);
  }

  #raise(event: Event): void {
    const hold = holdModel.fold(null, event)!;
    this.#holds.set(hold.id, hold);
    if (event.time >= this.#since && hold.variationOf !== null) this.#variations.add(hold.id);
  }

  #decide(event: Answer): void {
    const hold = this.#holds.get(event.body.hold);
    if (hold === undefined) return;
    if (event.type === 'approval-given' || event.type === 'hold-edited') this.#approved.add(hold.id);
    const { id } = event.actor;
    const last = this.#last.get(id) ?? { at: 0, before: 0 };
    // Several that were shown together are signed for at once: what came before all of them counts.
    const before = last.at === event.time ? last.before : last.at;
    this.#last.set(id, { at: event.time, before });
    if (event.time < this.#since) return;
    if (last.at !== event.time) this.#decisions += 1;
    const lookedMs = event.time - Math.max(hold.raisedAt, before);
    const decided = { answer: event.type, tookMs: event.time - hold.raisedAt, lookedMs };
    this.#count('tool', `${hold.connector}/${hold.tool}`, decided);
    for (const { policy } of hold.asks) this.#count('policy', policy, decided);
    if (last.at !== event.time) this.#count('approver', id, decided);
  }

  #count(part: Part, name: string, decided: Decided): void {
    const known = this.#parts[part].get(name) ?? [];
    this.#parts[part].set(name, known);
    known.push(decided);
  }

  report(): Attention {
    const counted = (part: Part): Counted[] =>
      [...this.#parts[part]]
        .map(([name, decided]) => countedOf(name, decided))
        .toSorted((a, b) => b.decisions - a.decisions || (a.name < b.name ? -1 : 1));
    return {
      decisions: this.#decisions,
      by: { approver: counted('approver'), policy: counted('policy'), tool: counted('tool') },
      variations: {
        raised: this.#variations.size,
        approved: [...this.#variations].filter((id) => this.#approved.has(id)).length,
      },
      thresholds: {
        quickMs: QUICK_MS,
        telling: TELLING,
        quickShare: QUICK_SHARE,
        yesShare: YES_SHARE,
      },
    };
  }
}

function isRaising(event: Event): boolean {
  switch (event.type) {
    case 'action-held':
    case 'declassification-held':
    case 'step-held':
    case 'access-held':
      return !event.body.joined;
    default:
      return false;
  }
}

function isAnswer(event: Event): event is Answer {
  switch (event.type) {
    case 'approval-given':
    case 'hold-edited':
    case 'hold-rejected':
    case 'hold-rejected-in-channel':
      return true;
    default:
      return false;
  }
}

function countedOf(name: string, all: readonly Decided[]): Counted {
  const countOf = (...answers: readonly Answer['type'][]): number =>
    all.filter(({ answer }) => answers.includes(answer)).length;
  const counts = {
    decisions: all.length,
    approved: countOf('approval-given', 'hold-edited'),
    rejected: countOf('hold-rejected', 'hold-rejected-in-channel'),
    edited: countOf('hold-edited'),
    quick: all.filter(({ lookedMs }) => lookedMs < QUICK_MS).length,
  };
  const timeToDecide = spreadOf(all.map(({ tookMs }) => tookMs));
  return { name, ...counts, timeToDecide, signs: signsOf(counts) };
}

function signsOf(counts: Pick<Counted, 'decisions' | 'approved' | 'quick'>): Sign[] {
  const { decisions, approved, quick } = counts;
  if (decisions < TELLING) return [];
  return [
    ...(quick >= decisions * QUICK_SHARE ? (['little-time'] as const) : []),
    ...(approved >= decisions * YES_SHARE ? (['nearly-always-yes'] as const) : []),
  ];
}
