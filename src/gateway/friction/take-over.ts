// Whoever takes a proposed fact over says it themselves, by the verb that such a fact is always said by: what
// keeps them from that keeps them from this. Nothing else is said with it.

import type { Asker } from '../asker.ts';
import type { ProposableFact } from '../../kernel/org/known-fact.ts';
import { reviewProposal } from '../connectors/admission-review.ts';
import { admitConnector, refreshConnector } from '../connectors/connector-verbs.ts';
import type { Core } from '../core.ts';
import { declareDestinations, type Answer } from '../verbs.ts';
import { isOfTool, supposing, type ToolFact } from './fact.ts';
import { lessonOf, refused, type Refused } from './lesson.ts';
import { tryAgain } from './propose.ts';

/** Null: no such fact waits. Rejects with `StoreFault`, `UpstreamFault`, `CredentialFault`. */
export async function takeOverFact(core: Core, actor: Asker, name: string): Promise<Answer | Refused | null> {
  const proposed = core.world.state(null).org.proposedFacts.find((one) => one.name === name);
  if (proposed === undefined) return null;
  const lesson = await lessonOf(core, proposed.hold);
  if (lesson?.kind !== 'lesson') return lesson;
  const tried = await tryAgain(core, lesson, proposed.fact);
  if ('kind' in tried) return tried;
  return say(core, actor, proposed.fact, name);
}

function say(core: Core, actor: Asker, fact: ProposableFact, name: string): Promise<Answer | Refused> {
  if (isOfTool(fact)) return admitWith(core, actor, fact, name);
  const said = supposing(fact)(core.world.state(null)).org.destinations;
  return declareDestinations(core, actor, { ...said, fact: name });
}

/** The connector as it was admitted, but for the fact. */
async function admitWith(core: Core, actor: Asker, fact: ToolFact, name: string): Promise<Answer | Refused> {
  const { connector: id, tool } = fact;
  const found = () => core.world.state(null).connectors[id];
  if (found()?.proposal === null) {
    const asked = await refreshConnector(core, actor, id);
    if (asked !== null && asked.verdict !== 'permit') return asked;
  }
  const connector = found();
  const known = connector?.admitted ?? null;
  const review = connector === undefined || known === null ? null : await reviewProposal(core, connector);
  const isSame =
    review?.isReachedAlike === true &&
    review.gone.length === 0 &&
    review.tools.every((one) => one.verdict === 'same' || known?.without.includes(one.name));
  const proposal = connector?.proposal?.digest;
  if (proposal === undefined || !isSame) {
    return refused(`${id} is proposed as something else than was admitted: review that first`);
  }
  const said = supposing(fact)(core.world.state(null)).connectors[id]!.admitted!.tools[tool]!;
  const isEffects = fact.kind === 'effects';
  const effects = isEffects ? { [tool]: said.effects } : {};
  const profiles = isEffects ? {} : { [tool]: said.profile };
  return admitConnector(core, actor, { connector: id, proposal, effects, profiles, fact: name });
}
