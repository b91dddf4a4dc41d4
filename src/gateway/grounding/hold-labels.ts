// What a held action would give away, as it was recorded: whoever approves is shown what was decided on.

import type { ArgumentLabels } from '../../kernel/argument-label.ts';
import type { Labels } from '../../kernel/label.ts';
import type { Core } from '../core.ts';
import { toEvent } from '../news.ts';

/** Rejects with a `StoreFault`. */
export async function labelsOfHold(
  { store }: Pick<Core, 'store'>,
  record: string,
): Promise<{ readonly carried: readonly ArgumentLabels[]; readonly sent: Labels | null }> {
  const stored = await store.find(record);
  const held = stored === null ? null : toEvent(stored);
  const { carried = [], sent = null } = held?.type === 'action-held' ? held.body : {};
  return { carried, sent };
}
