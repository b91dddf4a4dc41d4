// Two who want different things always allowed do not undo each other: what one of them proposed is drafted
// again from the set that takes force, and falls away only where it would be of no use there, which is said.

import type { RebasedPolicy } from '../../kernel/state.ts';
import { draftAlways, type Onto } from './always-draft.ts';
import type { Core } from '../core.ts';

/** A proposal that does not stand beside the set. */
export interface FallenProposal {
  readonly digest: string;
  /** In words. */
  readonly why: string;
}

export interface RebasedProposals {
  readonly rebased: readonly RebasedPolicy[];
  readonly fallen: readonly FallenProposal[];
}

/** One record carries so many characters of them, as much as one request; those proposed last fall away. */
const MOST_CHARACTERS = 1_048_576;

/** The proposals that came of a hold, as they are once `onto` is in force. Rejects with `StoreFault`. */
export async function rebaseProposals(core: Core, published: string, onto: Onto): Promise<RebasedProposals> {
  const rebased: RebasedPolicy[] = [];
  const fallen: FallenProposal[] = [];
  let left = MOST_CHARACTERS;
  for (const { digest: was, always } of core.world.state(null).org.proposedPolicies) {
    if (always === undefined || was === published) continue;
    const draft = await draftAlways(core, always, onto);
    const size = draft?.kind === 'draft' ? draft.sources.reduce((sum, { text }) => sum + text.length, 0) : 0;
    if (draft?.kind !== 'draft') fallen.push({ digest: was, why: draft?.why ?? 'its hold is gone' });
    else if (size > left) fallen.push({ digest: was, why: 'too many wait to be carried on' });
    else {
      left -= size;
      rebased.push({ was, digest: draft.digest, sources: draft.sources });
    }
  }
  return { rebased, fallen };
}
