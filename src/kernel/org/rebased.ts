// What somebody asked to be always allowed is no whole set that they wrote: it stays proposed when another
// set takes force, as an exception in that one. Other proposals fall away, as they would undo it unseen.

import type { ProposedPolicy, RebasedPolicy, Rebasing } from '../state.ts';

/** Of what the shell made anew that which waits and came of a hold. */
export function checkRebased(
  waiting: readonly ProposedPolicy[],
  published: string,
  { rebased = [] }: Rebasing,
): Rebasing {
  const isMeant = ({ was }: RebasedPolicy): boolean =>
    was !== published && waiting.some(({ digest, always }) => digest === was && always !== undefined);
  const kept = rebased.filter(isMeant);
  return kept.length === 0 ? {} : { rebased: kept };
}

/** What waits once another set is in force. Whoever proposed it is its author still. */
export function rebase(
  waiting: readonly ProposedPolicy[],
  { rebased = [] }: Rebasing,
): readonly ProposedPolicy[] {
  return rebased.flatMap(({ was, digest, sources }) =>
    waiting.filter((one) => one.digest === was).map((one) => ({ ...one, digest, sources })),
  );
}
