// How a policy set comes into force: proposed, published by somebody else, rolled back, or tried beside the
// one in force. What is asked about is always the text itself: of a proposal or of an earlier set, as the
// ledger has it.

import type { PublishPolicy } from '../../kernel/request.ts';
import type { FromHold, PolicySource, RebasedPolicy } from '../../kernel/state.ts';
import { rebaseProposals, type FallenProposal } from '../hold/always-rebase.ts';
import type { Asker } from '../asker.ts';
import type { Core, Problem } from '../core.ts';
import { loadKey } from '../loop/loading.ts';
import { findPolicy } from './policy-sets.ts';
import { conceal } from '../tasks.ts';
import { ask, requestId, toAnswer, type Answer, type Invalid } from '../verbs.ts';

export type PolicyAnswer = Answer & {
  readonly digest: string;
  /** Whether the set is in force from here on. */
  readonly published: boolean;
  /** Warnings. */
  readonly problems: readonly Problem[];
  /** Proposals that go on waiting beside the set that took force, under other digests; absent: none. */
  readonly rebased?: readonly Pick<RebasedPolicy, 'was' | 'digest'>[];
  /** Proposals of what was to be always allowed that fell away; absent: none. */
  readonly fallen?: readonly FallenProposal[];
};

/** A set that somebody wrote waits for somebody else to publish it. */
export async function proposePolicy(
  core: Core,
  actor: Asker,
  sources: readonly PolicySource[],
  from: FromHold = {},
): Promise<PolicyAnswer | Invalid> {
  const { engine, problems } = core.compile(sources, core.world.state(null).connectors);
  if (engine === null) return { verdict: 'invalid', problems };
  const { digest } = engine;
  const about = { digest, sources, candidate: engine, errors: [], ...from };
  const recorded = await ask(core, { kind: 'propose-policy', id: requestId(core), actor, ...about });
  return { ...toAnswer(core, recorded), digest, published: false, problems };
}

/** Puts a proposal into force, named by its digest. */
export async function publishPolicy(
  core: Core,
  actor: Asker,
  digest: string,
): Promise<PolicyAnswer | Invalid> {
  const proposal = core.world.state(null).org.proposedPolicies.find((one) => one.digest === digest);
  const found = candidateOf(core, digest, proposal?.sources ?? null);
  if ('problems' in found) return found;
  const { sources, candidate: engine } = found.about;
  const { rebased, fallen } = await rebaseProposals(core, digest, { sources, engine });
  const request = { kind: 'publish-policy', id: requestId(core), actor, ...found.about, rebased } as const;
  const answer = toAnswer(core, await ask(core, request));
  return {
    ...answer,
    digest,
    published: true,
    problems: found.warnings,
    rebased: rebased.map(({ was, digest: now }) => ({ was, digest: now })),
    fallen,
  };
}

/** Proposes a set and, where one person may do both, publishes it. */
export async function offerPolicy(
  core: Core,
  actor: Asker,
  sources: readonly PolicySource[],
): Promise<PolicyAnswer | Invalid> {
  const proposed = await proposePolicy(core, actor, sources);
  const isAlone = core.world.state(null).org.mode === 'solo';
  if (!isAlone || proposed.verdict !== 'permit') return proposed;
  return publishPolicy(core, actor, proposed.digest);
}

/**
 * Puts a set into force again that was in force before. The reason's words stand in the record as a
 * commitment under the operator's own key. Throws `StoreFault`.
 */
export async function rollbackPolicy(
  core: Core,
  actor: Asker,
  { digest, reason }: { readonly digest: string; readonly reason: string },
): Promise<PolicyAnswer | Invalid> {
  const isKnown = core.world.state(null).org.policyHistory.some((one) => one.digest === digest);
  const before = isKnown ? await findPolicy(core, digest) : null;
  const found = candidateOf(core, digest, before?.sources ?? null);
  if ('problems' in found) return found;
  const scope = `operator/${actor.id}`;
  await loadKey(core, scope);
  const words = conceal(core, scope, reason);
  const about = { ...found.about, reason: words.commitment };
  const recorded = await ask(core, { kind: 'rollback-policy', id: requestId(core), actor, ...about }, words);
  return { ...toAnswer(core, recorded), digest, published: true, problems: found.warnings };
}

/** Tries a set beside the one in force; `sources` null: none any more. */
export async function shadowPolicy(
  core: Core,
  actor: Asker,
  sources: readonly PolicySource[] | null,
): Promise<PolicyAnswer | Invalid> {
  const request = { kind: 'shadow-policy', id: requestId(core), actor, errors: [] } as const;
  if (sources === null) {
    const recorded = await ask(core, { ...request, digest: '', sources: [], candidate: null });
    return { ...toAnswer(core, recorded), digest: '', published: false, problems: [] };
  }
  const { engine, problems } = core.compile(sources, core.world.state(null).connectors);
  if (engine === null) return { verdict: 'invalid', problems };
  const { digest } = engine;
  const recorded = await ask(core, { ...request, digest, sources, candidate: engine });
  return { ...toAnswer(core, recorded), digest, published: false, problems };
}

interface Found {
  readonly about: Pick<PublishPolicy, 'digest' | 'sources' | 'candidate' | 'errors'>;
  readonly warnings: readonly Problem[];
}

/** What the kernel is asked about; a set that nobody knows is for it to refuse, and to record that. */
function candidateOf(core: Core, digest: string, sources: readonly PolicySource[] | null): Invalid | Found {
  const { engine, problems } =
    sources === null
      ? { engine: null, problems: [] }
      : core.compile(sources, core.world.state(null).connectors);
  if (engine === null && sources !== null) return { verdict: 'invalid', problems };
  return { about: { digest, sources: sources ?? [], candidate: engine, errors: [] }, warnings: problems };
}
