// A fact that would have spared a hold is proposed by one person and taken over by another. Each time it is
// tried again: on that very hold as things are now, and on everything that was ever refused.

import type { Core } from '../core.ts';
import type { Asker } from '../asker.ts';
import type { Asked } from '../replay/replay.ts';
import { ask, requestId, toAnswer, type Answer } from '../verbs.ts';
import { avoidableBy, toldOf, type AvoidableBy } from './avoidable.ts';
import type { Fact } from './fact.ts';
import { lessonOf, refused, type Lesson, type Refused } from './lesson.ts';
import { Survey } from './survey.ts';
import { Trials } from './trial.ts';
import { count, weigh, type Weighed } from './weigh.ts';

export interface ProposedAnswer extends Answer, AvoidableBy {
  /** How much of what was refused could not be tried. */
  readonly unchecked: number;
}

/** A fact that waits. */
export interface WaitingFact extends AvoidableBy {
  readonly hold: string;
  readonly author: string;
  readonly record: string;
}

/** Oldest first. */
export function listFacts(core: Core): readonly WaitingFact[] {
  const state = core.world.state(null);
  return state.org.proposedFacts.map(({ fact, hold, author, record }) => ({
    ...toldOf(core, state, fact),
    hold,
    author,
    record,
  }));
}

/** Null: there is no such hold. Rejects with `StoreFault`. */
export async function proposeFact(
  core: Core,
  actor: Asker,
  { hold, name }: { readonly hold: string; readonly name: string },
): Promise<ProposedAnswer | Refused | null> {
  const lesson = await lessonOf(core, hold);
  if (lesson?.kind !== 'lesson') return lesson;
  const told = (await avoidableBy(core, lesson.moment)).find((one) => one.name === name);
  if (told === undefined) {
    return refused(
      `no fact of that name would have spared it: holdpoint hold show ${hold} names those that would`,
    );
  }
  const { fact } = told;
  if (fact.kind === 'preapproval') {
    return refused(`a review is changed in its file; for such an action: holdpoint hold always ${hold}`);
  }
  const tried = await tryAgain(core, lesson, fact);
  if ('kind' in tried) return tried;
  const requesters = requestersOf(lesson.moment);
  const about = { name, fact, hold, requesters };
  const recorded = await ask(core, { kind: 'propose-fact', id: requestId(core), actor, ...about });
  return { ...toAnswer(core, recorded), ...told, waits: true, unchecked: tried.unchecked };
}

export async function dropFact(core: Core, actor: Asker, name: string): Promise<Answer> {
  return toAnswer(core, await ask(core, { kind: 'drop-fact', id: requestId(core), actor, name }));
}

/** Whether it would still be of use, and lets nothing run that must not. Rejects with `StoreFault`. */
export async function tryAgain(
  core: Core,
  { moment }: Lesson,
  fact: Fact,
): Promise<Pick<Weighed, 'unchecked'> | Refused> {
  const why = await whyInVain(core, moment, fact);
  if (why !== null) return refused(why);
  const { letsThrough, through, unchecked } = await weighOne(core, fact);
  const named = through.map(({ record, why: guarded }) => `${record} (${guarded})`).join(', ');
  return letsThrough > 0 ? refused(`it would also let through ${named}`) : { unchecked };
}

/** As the organisation, its policy and its catalog are now; null: it would spare it. */
async function whyInVain(core: Core, moment: Lesson['moment'], fact: Fact): Promise<string | null> {
  const { org, connectors } = core.world.state(null);
  const today = { ...moment, past: { ...moment.past, org, connectors } };
  const trials = new Trials(core);
  try {
    const { verdict } = trials.decide(today);
    if (verdict !== 'hold') return `nobody would be asked about it now: ${verdict}`;
    const tried = await trials.try(fact, today);
    if (tried === 'unchecked') return 'what is known of its tools has moved since: it cannot be tried';
    return tried === 'permit' ? null : `it would be no use now: ${tried}`;
  } finally {
    trials.words.release();
  }
}

async function weighOne(core: Core, fact: Fact): Promise<Weighed> {
  const survey = new Survey(0);
  for await (const _ of count(core, survey));
  const steps = weigh(core, survey, [fact]);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value[0]!;
  }
}

function requestersOf({ past: { task } }: Asked): readonly string[] {
  return task === null ? [] : [...new Set([task.requester, ...(task.above?.requesters ?? [])])];
}
