// What the ledger vouches for at this moment: its newest signed checkpoint, or the newest that enough
// witnesses have cosigned.

import type { Core } from '../core.ts';

export interface SignedCheckpoint {
  /** Records that it covers. */
  readonly size: number;
  /** C2SP signed note. */
  readonly note: string;
}

type Deps = Pick<Core, 'store' | 'witnessing'>;

/** With cosignatures where enough witnesses have made theirs; null where the ledger is empty. */
export async function newestCheckpoint({ store, witnessing }: Deps): Promise<SignedCheckpoint | null> {
  const { size, checkpoint } = await store.head();
  if (checkpoint === null) return null;
  const cosigned = await witnessing?.newestCosigned();
  return cosigned?.size === size ? cosigned : { size, note: checkpoint };
}

/**
 * The newest that enough witnesses have cosigned. Where it covers fewer than `size` records they are asked
 * first; null where it still does, or nobody is to cosign.
 */
export async function cosignedCheckpoint(
  { witnessing }: Pick<Core, 'witnessing'>,
  size: number,
): Promise<SignedCheckpoint | null> {
  if (witnessing === null) return null;
  const covers = (known: SignedCheckpoint | null): boolean => known !== null && known.size >= size;
  const known = await witnessing.newestCosigned();
  if (covers(known)) return known;
  await witnessing.round();
  const asked = await witnessing.newestCosigned();
  return covers(asked) ? asked : null;
}
