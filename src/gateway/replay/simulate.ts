// What a candidate set would have decided. Each decision is judged on the history as it was recorded: what
// the candidate would have let happen before it is not imagined.

import type { PolicySource, PublishedPolicy } from '../../kernel/state.ts';
import { entryOf } from '../../kernel/lookup.ts';
import type { Core, Problem } from '../core.ts';
import { approversOf, type Verdict } from './decided.ts';
import { Engines } from './engines.ts';
import { isSameOutcome, judge, verdictAlone, type Judged } from './judge.ts';
import { placeOf, type Place } from './place.ts';
import { replay, type Replayed, type Since } from './replay.ts';
import { traceOf, type Trace } from './ruling.ts';
import type { Missing } from './words.ts';

/**
 * Why a decision is not compared: its words are not to be had, no policy was asked, or the set of its time
 * does not say again what it said.
 */
export type Apart = Missing | 'policy-not-asked' | 'replays-otherwise';

export interface Totals {
  /** How many were compared. */
  readonly decisions: number;
  readonly changed: number;
  readonly apart: { readonly [why in Apart]: number };
}

export type SimulationEvent =
  | { readonly event: 'progress'; readonly records: number; readonly of: number }
  | ({ readonly event: 'changed'; readonly before: Verdict; readonly after: Verdict } & Place)
  | ({ readonly event: 'apart'; readonly why: Apart } & Place)
  | { readonly event: 'trace'; readonly trace: Trace }
  | ({ readonly event: 'done'; readonly candidate: string } & Totals);

export interface SimulationInput {
  readonly sources: readonly PolicySource[];
  /** Only decisions from this time on, Unix milliseconds. */
  readonly sinceMs?: number;
  /** Only so many, the newest. */
  readonly last?: number;
  /** Whether the questions are given too, with their arguments. */
  readonly traces: boolean;
}

export type Simulation =
  | { readonly events: AsyncGenerator<SimulationEvent, void> }
  | { readonly problems: readonly Problem[] };

/** Judges the recorded decisions once more; the candidate must fit the catalog of today. */
export function simulate(core: Core, input: SimulationInput): Simulation {
  const { engine, problems } = core.compile(input.sources, core.world.state(null).connectors);
  if (engine === null) return { problems };
  return { events: run(core, input, { digest: engine.digest, sources: input.sources }) };
}

type Candidate = Pick<PublishedPolicy, 'digest' | 'sources'>;

async function* run(
  core: Core,
  input: SimulationInput,
  candidate: Candidate,
): AsyncGenerator<SimulationEvent, void> {
  const engines = new Engines(core);
  const counts = { decisions: 0, changed: 0, apart: { ...NONE_APART } };
  for await (const moment of replay(core, await findStart(core, input))) {
    if (moment.kind === 'progress') {
      const { records, of } = moment;
      yield { event: 'progress', records, of };
      continue;
    }
    const compared = compare(engines, moment, candidate);
    if (compared.event === 'apart') counts.apart[compared.why] += 1;
    else counts.decisions += 1;
    if (compared.event === 'changed') counts.changed += 1;
    if (compared.event !== 'unchanged') yield compared;
    const trace = input.traces ? toTrace(engines, moment) : null;
    if (trace !== null) yield { event: 'trace', trace };
  }
  yield { event: 'done', candidate: candidate.digest, ...counts };
}

const NONE_APART: Totals['apart'] = {
  erased: 0,
  redacted: 0,
  damaged: 0,
  'policy-not-asked': 0,
  'replays-otherwise': 0,
};

type Compared = Extract<SimulationEvent, { event: 'changed' | 'apart' }> | { readonly event: 'unchanged' };
type Decision = Exclude<Replayed, { readonly kind: 'progress' }>;

function compare(engines: Engines, moment: Decision, candidate: Candidate): Compared {
  const place = placeOf(moment);
  if (moment.kind === 'apart') return { event: 'apart', why: moment.why, ...place };
  const { past, request, recorded, again } = moment;
  if (!isSameOutcome(recorded, again)) return { event: 'apart', why: 'replays-otherwise', ...place };
  const after = judge(past, request, engines.engine(candidate, past.connectors));
  if (again.query === null && after.query === null) {
    return { event: 'apart', why: 'policy-not-asked', ...place };
  }
  if (isSameOutcome(again, after) || isApprovedAlike(moment, after)) return { event: 'unchanged' };
  return { event: 'changed', ...place, before: verdictAlone(again), after: verdictAlone(after) };
}

/** People approved it under the old set; the new one would have asked the same people. */
function isApprovedAlike(
  { event, past, again }: Extract<Decision, { kind: 'replayed' }>,
  after: Judged,
): boolean {
  if (event.type !== 'action-permitted' || event.body.hold === null || after.verdict !== 'hold') return false;
  const hold = entryOf(past.task?.holds ?? {}, event.body.hold);
  const asked = { ...again, verdict: 'hold', approvers: approversOf(hold?.asks ?? []) } as const;
  return isSameOutcome({ ...asked, obligations: after.obligations }, after);
}

function toTrace(engines: Engines, moment: Decision): Trace | null {
  if (moment.kind === 'apart' || moment.again.query === null) return null;
  const { event, past, again } = moment;
  const engine = engines.engine(past.org.policy, past.connectors);
  return traceOf(event.id, event.time, again.query!, engine);
}

const PAGE = 1_000;

/** From the oldest of the newest decisions that are asked for. */
async function findStart({ models }: Core, { last, sinceMs = 0 }: SimulationInput): Promise<Since> {
  let before: number | null = null;
  let left = last ?? 0;
  while (left > 0) {
    const limit = Math.min(PAGE, left);
    const page = await models.decisions(before === null ? { limit } : { limit, before });
    before = page.next;
    left -= limit;
    if (before === null) break;
  }
  return { fromSeq: before ?? 0, time: sinceMs };
}
