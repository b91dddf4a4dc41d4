// What a held action would give away, as it was recorded: whoever approves is shown what was decided on.

import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { TaskState } from '../../kernel/state.ts';
import { lowerCarried } from '../../kernel/flow/declassified.ts';
import type { Core } from '../core.ts';
import { toEvent } from '../loop/news.ts';

export interface CarriedArgument extends ArgumentLabels {
  /** What it counts as in this call, as it was declassified; absent: as what it carries. */
  readonly countsAs?: Labels;
}

const PAGE = 500;

/**
 * The record with which it was asked for last: what is known of its values, and what is asked of people, is
 * as it was then. Rejects with a `StoreFault`.
 */
export async function newestAsk({ store }: Pick<Core, 'store'>, hold: Hold): Promise<string> {
  let newest = hold.record;
  const first = await store.find(newest);
  for (let fromSeq = first === null ? null : first.seq + 1; fromSeq !== null;) {
    const page = await store.read({ fromSeq, limit: PAGE, stream: first!.stream });
    for (const { type, body, id } of page.map(toEvent)) {
      // What it waited for before an approver wrote other arguments is another action.
      if (type === 'action-held' && body.hold === hold.id && body.digest === hold.digest) newest = id;
    }
    fromSeq = page.length < PAGE ? null : page.at(-1)!.seq + 1;
  }
  return newest;
}

/**
 * @param record with which it was asked for last
 * @param at Unix milliseconds
 */
export async function labelsOfHold(
  { store }: Pick<Core, 'store'>,
  record: string,
  task: TaskState,
  at: number,
): Promise<{ readonly carried: readonly CarriedArgument[]; readonly sent: Labels | null }> {
  const held = await heldAction(store, record);
  const { carried = [], sent = null, connector = '', tool = '', destinations = [] } = held ?? {};
  const request = { connector, tool, at, destinations: destinations.map((commitment) => ({ commitment })) };
  const lowered = carried.map((one): CarriedArgument => {
    const countsAs = lowerCarried({ request, task }, one);
    return countsAs === null ? one : { ...one, countsAs };
  });
  return { carried: lowered, sent };
}

/** What its arguments are for, as they were judged when it was held. Rejects with a `StoreFault`. */
export async function rolesOfHold(
  { store }: Pick<Core, 'store'>,
  record: string,
): Promise<readonly Pick<ArgumentGrounding, 'pointer' | 'role'>[]> {
  const { grounding = [] } = (await heldAction(store, record)) ?? {};
  return grounding.map(({ pointer, role }) => ({ pointer, role }));
}

/** Null: it is no action that waits. */
async function heldAction(
  store: Core['store'],
  record: string,
): Promise<EventOf<'action-held'>['body'] | null> {
  const stored = await store.find(record);
  const held = stored === null ? null : toEvent(stored);
  return held?.type === 'action-held' ? held.body : null;
}
