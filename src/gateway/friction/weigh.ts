// What a fact would have let run that must not: tried on everything that was ever refused, so that nobody
// learns to ask less from an attack.

import type { Core } from '../core.ts';
import { readPast } from '../replay/past.ts';
import { readDecisions } from '../replay/replay.ts';
import type { Fact } from './fact.ts';
import { guardOf, type Guarded } from './guard.ts';
import type { Survey } from './survey.ts';
import { Trials } from './trial.ts';

export interface Progress {
  readonly event: 'progress';
  /** Holds are counted, asked again with what might have spared them, and that is tried on the refused. */
  readonly step: 'count' | 'ask' | 'try';
  readonly records: number;
  readonly of: number;
}

export interface Weighed {
  readonly fact: Fact;
  /** So much would have run and must not; of it, the first. */
  readonly letsThrough: number;
  readonly through: readonly { readonly record: string; readonly why: Guarded }[];
  /** How much of what must not run could not be tried. */
  readonly unchecked: number;
}

const MOST_NAMED = 10;

/** All that was ever asked, and what came of it. */
export async function* count(core: Core, survey: Survey): AsyncGenerator<Progress, void> {
  for await (const passed of readPast(core)) {
    if (passed.kind === 'record') survey.add(passed.event);
    else yield { ...toProgress(passed), step: 'count' };
  }
}

/** From the first record on, in the order in which they are given. */
export async function* weigh(
  core: Core,
  survey: Survey,
  facts: readonly Fact[],
): AsyncGenerator<Progress, readonly Weighed[]> {
  if (facts.length === 0) return [];
  const weighed = facts.map((fact) => ({
    fact,
    letsThrough: 0,
    through: [] as { record: string; why: Guarded }[],
    unchecked: 0,
  }));
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
  return weighed;
}

export function toProgress({ records, of }: { readonly records: number; readonly of: number }) {
  return { event: 'progress', records, of } as const;
}
