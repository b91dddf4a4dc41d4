// What is counted for one control, with the records behind it: every count is of records, and of those that
// speak against the control none is left out of the count, however many there are.

import type { NewsItem } from '../loop/news.ts';

/** One record, and what it says for or against a control. */
export interface Exhibit {
  readonly record: string;
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  /** The principal who did it. */
  readonly who: string;
  readonly words: string;
  /** It speaks against the control, or asks for something that has not happened yet. */
  readonly isOpen: boolean;
}

/** Of either kind so many are named. */
const MOST = 100;

export class Tally {
  readonly #since: number;
  readonly #met: Exhibit[] = [];
  readonly #open: Exhibit[] = [];
  /** What is owed by name; of what failed, too, as what comes late still counts. */
  readonly #owed = new Map<string, { readonly dueAt: number; readonly exhibit: Exhibit }>();
  #count = 0;
  #openCount = 0;

  /** @param since only records from then on, Unix milliseconds */
  constructor(since: number) {
    this.#since = since;
  }

  /** Counts it. */
  add(item: NewsItem, words: string, isOpen = false): void {
    if (item.event.time < this.#since) return;
    this.#count += 1;
    if (isOpen) this.#openCount += 1;
    keep(isOpen ? this.#open : this.#met, { ...toExhibit(item, words), isOpen });
  }

  /**
   * Counts it, and something of the same name has to settle it.
   *
   * @param dueAt from when on it speaks against the control, Unix milliseconds; absent: from now on
   */
  owe(item: NewsItem, name: string, words: string, dueAt = 0): void {
    if (item.event.time < this.#since) return;
    this.#count += 1;
    this.#owed.set(name, { dueAt, exhibit: { ...toExhibit(item, words), isOpen: true } });
  }

  /** What was owed is done: this record says so. */
  settle(item: NewsItem, name: string, words: string): void {
    if (this.#owed.delete(name)) keep(this.#met, { ...toExhibit(item, words), isOpen: false });
  }

  /** What was owed is not done as far as anybody knows: this record says so, until another settles it. */
  fail(item: NewsItem, name: string, words: string): void {
    if (this.#owed.delete(name)) {
      this.#owed.set(name, { dueAt: 0, exhibit: { ...toExhibit(item, words), isOpen: true } });
    }
  }

  get count(): number {
    return this.#count;
  }

  /** @param now Unix milliseconds */
  open(now: number): number {
    return this.#openCount + this.#overdue(now).length;
  }

  /** The latest of either kind, newest first, what is open before the rest. */
  records(now: number): readonly Exhibit[] {
    const open = [...this.#open, ...this.#overdue(now)].toSorted((a, b) => b.seq - a.seq);
    return [...open.slice(0, MOST), ...this.#met.toReversed()];
  }

  #overdue(now: number): readonly Exhibit[] {
    const due = [...this.#owed.values()].filter(({ dueAt }) => dueAt <= now);
    return due.map(({ exhibit }) => exhibit);
  }
}

function toExhibit({ event, seq }: NewsItem, words: string): Omit<Exhibit, 'isOpen'> {
  return { record: event.id, seq, time: event.time, who: event.actor.id, words };
}

function keep(list: Exhibit[], exhibit: Exhibit): void {
  list.push(exhibit);
  if (list.length > MOST) list.shift();
}
