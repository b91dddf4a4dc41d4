// What asking people costs, and what would spare most of it: each fact is tried on every hold that it might
// have spared, and on everything that was ever refused, so that nobody learns to ask less from an attack.

import type { State } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { readDecisions, type Recalled } from '../replay/replay.ts';
import type { Missing } from '../replay/words.ts';
import { avoidingFacts, toldOf, type AvoidableBy } from './avoidable.ts';
import { isStated, type Fact } from './fact.ts';
import { guardOf, raisedBy } from './guard.ts';
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
import { count, toProgress, weigh, type Progress, type Weighed } from './weigh.ts';

/** What a fact would come to. */
export interface Change extends AvoidableBy, Omit<Weighed, 'fact'> {
  /** So many holds nobody would have had to answer; the newest of them. */
  readonly spares: number;
  readonly hold: string;
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

export type FrictionEvent = Progress | ({ readonly event: 'done' } & Friction);

/** So many facts are tried on all that was refused: those that spare most. */
export const MOST_CHANGES = 20;

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
  const sparing = found.most(core.world.state(null));
  const facts = sparing.map(({ fact }) => fact);
  const changes = changesOf(core, sparing, yield* weigh(core, survey, facts));
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

interface Sparing {
  readonly fact: Fact;
  readonly spares: number;
  /** The newest that it spares. */
  readonly hold: string;
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
  readonly #facts = new Map<string, Sparing>();

  /** Holds come in the ledger's order. */
  add(hold: string, facts: readonly Fact[]): void {
    for (const fact of facts) {
      const { spares } = this.#facts.get(nameOf(fact)) ?? { spares: 0 };
      this.#facts.set(nameOf(fact), { fact, spares: spares + 1, hold });
    }
  }

  /** What is not said by now. */
  most(now: State): readonly Sparing[] {
    const open = [...this.#facts.values()].filter(({ fact }) => !isStated(fact, now));
    return open.toSorted((a, b) => b.spares - a.spares).slice(0, MOST_CHANGES);
  }
}

async function* ask(core: Core, since: number, survey: Survey, found: Found): AsyncGenerator<Progress, void> {
  const trials = new Trials(core);
  for await (const moment of readDecisions(core, { fromSeq: 0, time: since })) {
    if (moment.kind === 'progress') {
      trials.words.release();
      yield { ...toProgress(moment), step: 'ask' };
      continue;
    }
    const raised = raisedBy(moment, survey);
    if (raised === null) continue;
    const { need, facts } = await needOf(core, trials, moment, survey);
    found.needs[need] += 1;
    found.add(raised.id, facts);
  }
}

async function needOf(
  core: Core,
  trials: Trials,
  moment: Recalled,
  survey: Survey,
): Promise<{ readonly need: Need; readonly facts: readonly Fact[] }> {
  if (guardOf(moment, survey) !== null) return { need: 'guarded', facts: [] };
  if (moment.kind === 'apart') return { need: moment.why, facts: [] };
  if (!trials.isRepeated(moment)) return { need: 'replays-otherwise', facts: [] };
  const facts = await avoidingFacts(core, trials, moment);
  return { need: facts.length > 0 ? 'avoidable' : 'needed', facts };
}

/** What lets something through comes last. */
function changesOf(core: Core, sparing: readonly Sparing[], weighed: readonly Weighed[]): readonly Change[] {
  const state = core.world.state(null);
  return weighed
    .map((one, place): Change => ({ ...one, ...sparing[place]!, ...toldOf(core, state, one.fact) }))
    .toSorted((a, b) => Number(a.letsThrough > 0) - Number(b.letsThrough > 0));
}
