// The ledger decided once more by itself: each decision on the state before it, with the policy set then in
// force, on a grounding made anew of the words that its task was told. What was recorded is only compared.

import type { Act } from '../../kernel/request.ts';
import type { Core } from '../core.ts';
import { verdictOf, type Verdict } from './decided.ts';
import { Engines } from './engines.ts';
import { isSameGrounding, isSameThroughout, judge, verdictAlone } from './judge.ts';
import { placeOf, type Place } from './place.ts';
import { readDecisions, type Asked } from './replay.ts';
import { AS_IT_WAS, Retellings } from './retelling.ts';
import { Words, type Missing } from './words.ts';

/**
 * What the arguments were grounded in: the words, and it came out as recorded, or `otherwise`; or, as some of
 * them are gone, what was `recorded`; `none`: nothing was grounded.
 */
export type Grounded = 'rebuilt' | 'otherwise' | 'recorded' | 'none';

export interface Repeated {
  /** How many were decided again. */
  readonly decisions: number;
  readonly differing: number;
  /** Those that no longer replay. */
  readonly apart: { readonly [why in Missing]: number };
  readonly grounding: { readonly [grounded in Grounded]: number };
}

export interface Differing extends Place {
  readonly recorded: Verdict;
  readonly again: Verdict;
  /** `grounding`: on the grounding that was recorded it comes out as it was recorded. */
  readonly by: 'grounding' | 'rules';
  readonly grounding: Grounded;
}

export type RepeatEvent =
  | { readonly event: 'progress'; readonly records: number; readonly of: number }
  | ({ readonly event: 'differs' } & Differing)
  | ({ readonly event: 'apart'; readonly why: Missing } & Place)
  | ({ readonly event: 'done' } & Repeated);

/** All decisions that the ledger holds at this moment, in its order. Rejects with `StoreFault`. */
export async function* repeat(core: Core): AsyncGenerator<RepeatEvent, void> {
  const counts = {
    decisions: 0,
    differing: 0,
    apart: { erased: 0, redacted: 0, damaged: 0 },
    grounding: { rebuilt: 0, otherwise: 0, recorded: 0, none: 0 },
  };
  const again = new Again(core);
  try {
    for await (const moment of readDecisions(core, { fromSeq: 0, time: 0 })) {
      if (moment.kind === 'progress') {
        again.words.release();
        yield { event: 'progress', records: moment.records, of: moment.of };
      } else if (moment.kind === 'apart') {
        counts.apart[moment.why] += 1;
        yield { event: 'apart', why: moment.why, ...placeOf(moment) };
      } else {
        const found = await again.decide(moment);
        counts.decisions += 1;
        counts.grounding[found.grounding] += 1;
        if (isSameThroughout(found.recorded, found.again)) continue;
        counts.differing += 1;
        yield { event: 'differs', ...placeOf(moment), ...found };
      }
    }
  } finally {
    again.words.release();
  }
  yield { event: 'done', ...counts };
}

class Again {
  readonly words: Words;
  readonly #engines: Engines;
  readonly #retellings: Retellings;

  constructor(core: Core) {
    this.words = new Words(core);
    this.#engines = new Engines(core);
    this.#retellings = new Retellings(core, this.words);
  }

  /** Rejects with `StoreFault`. */
  async decide(moment: Asked): Promise<Omit<Differing, keyof Place>> {
    const recorded = verdictOf(moment.event);
    const { request, grounding } = await this.#ground(moment);
    const again = this.#judge(moment, request);
    const isByRules =
      grounding !== 'otherwise' || !isSameThroughout(recorded, this.#judge(moment, moment.request));
    return { recorded, again, by: isByRules ? 'rules' : 'grounding', grounding };
  }

  #judge({ past }: Asked, request: Act): Verdict {
    return verdictAlone(judge(past, request, this.#engines.engine(past.org.policy, past.connectors)));
  }

  /** What cannot be known again is taken from the record, and said to be. */
  async #ground({
    seq,
    event,
    past: { connectors },
    request,
  }: Asked): Promise<{ readonly request: Act; readonly grounding: Grounded }> {
    const { grounding: recorded } = request;
    if (recorded === undefined) return { request, grounding: 'none' };
    const retelling = await this.#retellings.of(request.task, seq);
    const rebuilt = retelling.isWhole ? await retelling.ground(AS_IT_WAS, connectors, request) : null;
    if (rebuilt === null) return { request, grounding: 'recorded' };
    const isFound = isSameGrounding(rebuilt, recorded) || (await retelling.wasGrounded(event, connectors));
    if (isFound) return { request, grounding: 'rebuilt' };
    return { request: { ...request, grounding: rebuilt }, grounding: 'otherwise' };
  }
}
