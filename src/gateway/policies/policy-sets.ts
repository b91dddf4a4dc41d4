// The policy sets that the ledger knows, and who brought them into force. The ledger alone says what a set's
// text is; what bears another digest than it was asked for by is never given.

import type { EventOf } from '../../kernel/event.ts';
import type { PolicySource } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { toEvent } from '../loop/news.ts';
import { StoreFault } from '../ports.ts';
import { reveal } from '../views.ts';

export interface PolicySet {
  readonly digest: string;
  readonly sources: readonly PolicySource[];
  readonly record: string;
}

/** One time that a set took force. */
export interface Publication {
  readonly digest: string;
  readonly record: string;
  /** Unix milliseconds. */
  readonly publishedAt: number;
  readonly publisher: string;
  /** Who proposed it; null: it is the first one, or it was in force before. */
  readonly author: string | null;
  readonly rolledBack: boolean;
  /** Why it was rolled back to; null: it was not, or nobody can read the words any more. */
  readonly reason: string | null;
}

/** The set in force, tried, proposed, or ever in force, that has the digest. Throws `StoreFault`. */
export async function findPolicy(core: Core, digest: string): Promise<PolicySet | null> {
  const { policy, shadow, proposedPolicies, policyHistory } = core.world.state(null).org;
  const known = [policy, shadow, ...proposedPolicies].find((one) => one?.digest === digest);
  if (known) return { digest, sources: known.sources, record: known.record };
  const before = policyHistory.findLast((one) => one.digest === digest);
  if (before === undefined) return null;
  const { body } = await readPublication(core, before.record);
  if (body.digest !== digest) throw changed(before.record);
  return { digest, sources: body.sources, record: before.record };
}

/** The newest first; at most `limit`. Throws `StoreFault`. */
export async function listPublications(core: Core, limit: number): Promise<Publication[]> {
  const newest = core.world.state(null).org.policyHistory.slice(-limit).toReversed();
  return Promise.all(
    newest.map(async ({ digest, record }) => {
      const { time, actor, body } = await readPublication(core, record);
      // Records of older versions say less.
      const { author = null, rolledBack = false, reason: words = null } = body as Partial<typeof body>;
      const reason = words === null ? null : await reveal(core, words, `operator/${actor.id}`);
      return { digest, record, publishedAt: time, publisher: actor.id, author, rolledBack, reason };
    }),
  );
}

async function readPublication(core: Core, record: string): Promise<EventOf<'policy-published'>> {
  const stored = await core.store.find(record);
  const event = stored === null ? null : toEvent(stored);
  if (event?.type !== 'policy-published') throw changed(record);
  return event;
}

function changed(record: string): StoreFault {
  return new StoreFault('store-corrupt', `the record ${record} was changed: see holdpoint ledger verify`);
}
