// Where one key of the ledger takes over from another, the checkpoint that both signed carries the trust of
// whoever knows only the earlier one: it is never lost, and never left out.

import { parseNote } from '../../ledger/note.ts';
import type { LedgerStore } from '../ports.ts';

export interface Handover {
  readonly size: number;
  /** Signed note under both keys. */
  readonly note: string;
}

/** By size. Throws `StoreFault`. */
export async function listHandovers(
  store: Pick<LedgerStore, 'checkpoints'>,
  origin: string,
): Promise<Handover[]> {
  const handovers = (await store.checkpoints()).filter(({ note }) => {
    const own = parseNote(note).signatures.filter(({ name }) => name === origin);
    return own.length > 1;
  });
  return handovers.toSorted((a, b) => a.size - b.size);
}

/**
 * To be called when a key was replaced, and at each start: a store forgets most of its older checkpoints.
 * Throws `StoreFault`.
 */
export async function keepHandovers(
  store: Pick<LedgerStore, 'checkpoints' | 'keepCheckpoint'>,
  origin: string,
): Promise<void> {
  for (const { size, note } of await listHandovers(store, origin)) await store.keepCheckpoint(size, note);
}
