// A read model is a fold and nothing else: whoever folds the same records has the same rows. It is total: a
// record that it does not know, or does not expect, changes nothing.

import type { Event } from '../../kernel/event.ts';

/** The row with an id, or all rows of the event's task that have a status. */
export type Concern = { readonly id: string } | { readonly status: string };

/** A list that people page through, folded from the records of tasks: one row per `Row`. */
export interface Model<Row extends object> {
  /** Names it in the store. */
  readonly name: string;
  /** Which rows the event may change; null: none. */
  concernOf(event: Event): Concern | null;
  /** The row after the event: the very same object where it changes nothing. */
  fold(row: Row | null, event: Event): Row | null;
  /** What lists are filtered by. */
  statusOf(row: Row): string;
}
