// What a held action would give away, as it was recorded: whoever approves is shown what was decided on.

import type { ArgumentLabels } from '../../kernel/action/argument-label.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Labels } from '../../kernel/flow/label.ts';
import type { Core } from '../core.ts';
import { toEvent } from '../loop/news.ts';

/** Rejects with a `StoreFault`. */
export async function labelsOfHold(
  { store }: Pick<Core, 'store'>,
  record: string,
): Promise<{ readonly carried: readonly ArgumentLabels[]; readonly sent: Labels | null }> {
  const { carried = [], sent = null } = (await heldAction(store, record)) ?? {};
  return { carried, sent };
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
