// Every decision about an action, from the first record on, with the state that it was decided on: folded by
// the kernel from the same records, and asked again of the set that was in force.

import type { Event } from '../../kernel/event.ts';
import type { Act } from '../../kernel/request.ts';
import type { State } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import { describeDestinations, loadAgentKey } from '../action/destinations.ts';
import { describeSameCall } from '../action/same-call.ts';
import { describeObjects } from '../action/objects.ts';
import { toItem } from '../loop/news.ts';
import { isDecided, requestOf, verdictOf, type Decided, type Verdict } from './decided.ts';
import { Engines } from './engines.ts';
import { History, taskOf } from './history.ts';
import { judge, type Judged } from './judge.ts';
import { createPace } from './pace.ts';
import { readPast } from './past.ts';
import { Words, type Lacking } from './words.ts';

const PAGE = 500;

/** Decisions are asked again from a place and a time on; what came before is folded all the same. */
export interface Since {
  readonly fromSeq: number;
  /** Unix milliseconds. */
  readonly time: number;
}

/** A decision, and all that it was made of. */
export interface Asked {
  readonly seq: number;
  readonly event: Decided;
  /** What was true just before; the set in force is in `org.policy`. */
  readonly past: State;
  readonly request: Act;
}

export type Moment =
  | ({ readonly kind: 'asked' } & Asked)
  /** A decision that cannot be asked again. */
  | (Omit<Asked, 'request'> & { readonly kind: 'apart' } & Lacking)
  | { readonly kind: 'progress'; readonly records: number; readonly of: number };

/** A decision, whether or not it can be asked again. */
export type Recalled = Exclude<Moment, { readonly kind: 'progress' }>;

export type Replayed =
  | (Asked & { readonly kind: 'replayed'; readonly recorded: Verdict; readonly again: Judged })
  | Exclude<Moment, { readonly kind: 'asked' }>;

/**
 * The decisions that the ledger holds at this moment, in its order; a caller that leaves stops it. Rejects
 * with `StoreFault`.
 */
export async function* readDecisions(core: Core, since: Since): AsyncGenerator<Moment, void> {
  const history = new History(core.constraints);
  const words = new Words(core);
  try {
    for await (const passed of readPast(core)) {
      if (passed.kind === 'progress') {
        words.release();
        yield passed;
        continue;
      }
      const { event, seq } = passed;
      const isMeant = seq >= since.fromSeq && event.time >= since.time;
      if (isMeant && isDecided(event)) yield await recall(core, words, history, { event, seq });
      history.add(event);
    }
  } finally {
    words.release();
  }
}

/** The same, each asked again of the set of its time. */
export async function* replay(core: Core, since: Since): AsyncGenerator<Replayed, void> {
  const engines = new Engines(core);
  for await (const moment of readDecisions(core, since)) {
    if (moment.kind !== 'asked') {
      yield moment;
      continue;
    }
    const { event, past, request } = moment;
    const engine = engines.engine(past.org.policy, past.connectors);
    yield { ...moment, kind: 'replayed', recorded: verdictOf(event), again: judge(past, request, engine) };
  }
}

/** One decision by its place, with no more of the ledger than it depends on. Rejects with `StoreFault`. */
export async function readDecision(
  core: Core,
  { event, seq }: { event: Decided; seq: number },
): Promise<Recalled> {
  const history = await foldBefore(core, [event.stream, `agent/${event.body.agent}`], seq);
  const words = new Words(core);
  try {
    return await recall(core, words, history, { event, seq });
  } finally {
    words.release();
  }
}

/** What was known just before a place, of the organisation, the connectors and what else is named. */
export async function foldBefore(core: Core, others: readonly string[], seq: number): Promise<History> {
  const history = new History(core.constraints);
  const connectors = await core.store.streams('connector/');
  for (const stream of ['org', ...connectors.map((one) => one.stream), ...others]) {
    for await (const event of readStream(core, stream, seq)) history.add(event);
  }
  return history;
}

/** A stream's records from one place in the ledger to before another. Rejects with `StoreFault`. */
export async function* readStream(
  core: Core,
  stream: string,
  seq: number,
  from = 0,
): AsyncGenerator<Event, void> {
  const pace = createPace(core.stopping);
  for (let fromSeq = from; fromSeq < seq;) {
    // Whoever goes on step by step does not read ahead each time.
    const limit = Math.min(PAGE, seq - fromSeq);
    const page = await core.store.read({ fromSeq, limit, stream });
    for (const stored of page) {
      const item = toItem(stored);
      if (item.seq < seq) yield item.event;
      await pace();
    }
    if (page.length < limit) return;
    fromSeq = page.at(-1)!.seq + 1;
  }
}

async function recall(
  core: Core,
  words: Words,
  history: History,
  { event, seq }: { readonly event: Decided; readonly seq: number },
): Promise<Recalled> {
  const past = history.state(taskOf(event.stream));
  const read = await words.read(event);
  if ('why' in read) return { kind: 'apart', seq, event, past, ...read };
  const { store, vault } = core;
  const { connectors } = past;
  const asked = { ...event.body, task: taskOf(event.stream)!, arguments: read.arguments };
  await loadAgentKey(core, asked.agent);
  const destinations = describeDestinations({ vault, connectors }, asked, true);
  const named = await describeObjects({ store, vault, connectors }, asked);
  const same = describeSameCall(vault, asked);
  const said = { arguments: read.arguments, destinations, named, same };
  const request = requestOf(event, past, said);
  return { kind: 'asked', seq, event, past, request };
}
