// What asking people costs, and what would spare most of it: each fact is tried on every hold that it might
// have spared, and on everything that was ever refused, so that nobody learns to ask less from an attack.

import type { Core } from '../core.ts';
import { readPast } from '../replay/past.ts';
import { readDecisions, type Recalled } from '../replay/replay.ts';
import type { Missing } from '../replay/words.ts';
import { adviceFor } from './advice.ts';
import { avoidingFacts, type AvoidableBy } from './avoidable.ts';
import type { Fact } from './fact.ts';
import { guardOf, raisedBy, type Guarded } from './guard.ts';
import {
  answeredWithin,
  outcomeOf,
  questionsIn,
  Survey,
  timeToDecide,
  type Answered,
  type HoldOutcome,
  type Share,
} from './survey.ts';
import { nameOf, Trials } from './trial.ts';

/** What a fact would come to. */
export interface Change extends AvoidableBy {
  /** So many holds nobody would have had to answer. */
  readonly spares: number;
  /** What would have run and must not: how much, and the first of it. */
  readonly letsThrough: number;
  readonly through: readonly { readonly record: string; readonly why: Guarded }[];
  /** How much of what must not run could not be tried. */
  readonly unchecked: number;
}

/** Whether a single fact would have spared a hold; `guarded`: none may. */
export type Need = 'avoidable' | 'needed' | 'guarded' | 'replays-otherwise' | Missing;

export interface Friction {
  /** Each once, however often it was asked for. */
  readonly actions: number;
  readonly held: number;
  /** How often people were asked: like actions that are shown together are one question. */
  readonly questions: number;
  readonly denied: number;
  readonly outcomes: { readonly [outcome in HoldOutcome]: number };
  readonly timeToDecide: { readonly medianMs: number; readonly p90Ms: number } | null;
  /** The shortest first. */
  readonly answered: readonly Answered[];
  /** Where people were asked at all, most often first. */
  readonly by: { readonly [part in 'workflow' | 'agent' | 'tool']: readonly Share[] };
  /** The rules that asked, most often first. */
  readonly rules: readonly { readonly policy: string; readonly reason: string; readonly holds: number }[];
  readonly needs: { readonly [need in Need]: number };
  /** A bounded number: what lets something through comes last, else what spares most comes first. */
  readonly changes: readonly Change[];
}

export interface Progress {
  readonly event: 'progress';
  /** Holds are counted, asked again with what might have spared them, and that is tried on the refused. */
  readonly step: 'count' | 'ask' | 'try';
  readonly records: number;
  readonly of: number;
}

export type FrictionEvent = Progress | ({ readonly event: 'done' } & Friction);

/** So many facts are tried on all that was refused: those that spare most. */
export const MOST_CHANGES = 20;
const MOST_NAMED = 10;

/**
 * Looks back from now. Rejects with `StoreFault`.
 *
 * @param since only holds from then on, Unix milliseconds
 */
export async function* measureFriction(core: Core, since: number): AsyncGenerator<FrictionEvent, void> {
  const survey = new Survey(since);
  yield* count(core, survey);
  const found = new Found();
  yield* ask(core, since, survey, found);
  const changes = yield* tryOut(core, survey, found.most());
  const holds = survey.counted();
  const outcomes = { approved: 0, rejected: 0, expired: 0, void: 0, pending: 0 };
  for (const hold of holds) outcomes[outcomeOf(hold, core.clock.now())] += 1;
  yield {
    event: 'done',
    actions: survey.actions,
    held: holds.length,
    questions: questionsIn(holds),
    denied: survey.denied,
    outcomes,
    timeToDecide: timeToDecide(holds),
    answered: answeredWithin(holds),
    by: { workflow: survey.shares('workflow'), agent: survey.shares('agent'), tool: survey.shares('tool') },
    rules: survey.rules(),
    needs: found.needs,
    changes,
  };
}

async function* count(core: Core, survey: Survey): AsyncGenerator<Progress, void> {
  for await (const passed of readPast(core)) {
    if (passed.kind === 'record') survey.add(passed.event);
    else yield { ...toProgress(passed), step: 'count' };
  }
}

/** What was found about the holds. */
class Found {
  readonly needs = {
    avoidable: 0,
    needed: 0,
    guarded: 0,
    'replays-otherwise': 0,
    erased: 0,
    redacted: 0,
    damaged: 0,
  };
  readonly #facts = new Map<string, { readonly fact: Fact; spares: number }>();

  add(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const known = this.#facts.get(nameOf(fact)) ?? { fact, spares: 0 };
      this.#facts.set(nameOf(fact), known);
      known.spares += 1;
    }
  }

  most(): readonly { readonly fact: Fact; readonly spares: number }[] {
    return [...this.#facts.values()].toSorted((a, b) => b.spares - a.spares).slice(0, MOST_CHANGES);
  }
}

async function* ask(core: Core, since: number, survey: Survey, found: Found): AsyncGenerator<Progress, void> {
  const trials = new Trials(core);
  for await (const moment of readDecisions(core, { fromSeq: 0, time: since })) {
    if (moment.kind === 'progress') {
      trials.words.release();
      yield { ...toProgress(moment), step: 'ask' };
    } else if (raisedBy(moment, survey) !== null) {
      found.needs[await needOf(core, trials, moment, survey, found)] += 1;
    }
  }
}

async function needOf(
  core: Core,
  trials: Trials,
  moment: Recalled,
  survey: Survey,
  found: Found,
): Promise<Need> {
  if (guardOf(moment, survey) !== null) return 'guarded';
  if (moment.kind === 'apart') return moment.why;
  if (!trials.isRepeated(moment)) return 'replays-otherwise';
  const facts = await avoidingFacts(core, trials, moment);
  found.add(facts);
  return facts.length > 0 ? 'avoidable' : 'needed';
}

interface Weighed {
  readonly fact: Fact;
  readonly spares: number;
  readonly through: { readonly record: string; readonly why: Guarded }[];
  letsThrough: number;
  unchecked: number;
}

/** From the first record on, whatever the holds are counted from. */
async function* tryOut(
  core: Core,
  survey: Survey,
  facts: ReturnType<Found['most']>,
): AsyncGenerator<Progress, readonly Change[]> {
  if (facts.length === 0) return [];
  const weighed = facts.map((one): Weighed => ({ ...one, through: [], letsThrough: 0, unchecked: 0 }));
  const trials = new Trials(core);
  for await (const moment of readDecisions(core, { fromSeq: 0, time: 0 })) {
    if (moment.kind === 'progress') {
      trials.words.release();
      yield { ...toProgress(moment), step: 'try' };
      continue;
    }
    const why = guardOf(moment, survey);
    if (why === null) continue;
    for (const one of weighed) {
      const tried = await trials.try(one.fact, moment);
      if (tried === 'unchecked') one.unchecked += 1;
      if (tried !== 'permit') continue;
      one.letsThrough += 1;
      if (one.through.length < MOST_NAMED) one.through.push({ record: moment.event.id, why });
    }
  }
  const state = core.world.state(null);
  return weighed
    .map((one): Change => ({ ...one, ...adviceFor(state, one.fact) }))
    .toSorted((a, b) => Number(a.letsThrough > 0) - Number(b.letsThrough > 0));
}

function toProgress({ records, of }: { readonly records: number; readonly of: number }) {
  return { event: 'progress', records, of } as const;
}
