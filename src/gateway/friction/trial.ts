// A recorded question decided once more as if one more fact had been known: by the kernel, on the state of
// that moment, with nothing else changed. What cannot be decided again is said so, and never guessed.

import { canonicalize } from '../../ledger/canonical.ts';
import type { Act } from '../../kernel/request.ts';
import { allows } from '../../kernel/rules/scope.ts';
import type { Core } from '../core.ts';
import { describeDestinations } from '../action/destinations.ts';
import { verdictOf } from '../replay/decided.ts';
import { Engines } from '../replay/engines.ts';
import { isSameGrounding, isSameOutcome, judge, type Judged } from '../replay/judge.ts';
import type { Asked, Recalled } from '../replay/replay.ts';
import { AS_IT_WAS, Retellings, type Retelling } from '../replay/retelling.ts';
import { Words } from '../replay/words.ts';
import { isOfTool, supposing, type Fact, type Suppose, type ToolFact } from './fact.ts';

/** `unconcerned`: the fact says nothing about it. `unchecked`: it cannot be decided again. */
export type Tried = 'permit' | 'hold' | 'deny' | 'unconcerned' | 'unchecked';

interface Supposed {
  readonly suppose: Suppose;
  readonly engines: Engines;
}

/** Of one fact. */
export function nameOf(fact: Fact): string {
  return canonicalize(fact);
}

export class Trials {
  readonly words: Words;
  readonly #core: Core;
  readonly #retellings: Retellings;
  readonly #engines: Engines;
  readonly #supposed = new Map<string, Supposed>();

  constructor(core: Core) {
    this.#core = core;
    this.words = new Words(core);
    this.#retellings = new Retellings(core, this.words);
    this.#engines = new Engines(core);
  }

  /** Whether it is decided again as it was recorded. */
  isRepeated(moment: Asked): boolean {
    return isSameOutcome(verdictOf(moment.event), this.decide(moment));
  }

  /** With nothing supposed. */
  decide({ past, request }: Asked): Judged {
    return judge(past, request, this.#engines.engine(past.org.policy, past.connectors));
  }

  /** Moments come in the ledger's order. Rejects with `StoreFault`. */
  async try(fact: Fact, moment: Recalled): Promise<Tried> {
    if (!isOfTool(fact)) {
      if (!concerns(fact, moment)) return 'unconcerned';
      return moment.kind === 'apart' ? 'unchecked' : this.#judge(fact, moment, moment.request);
    }
    const { event, seq } = moment;
    const retelling = await this.#retellings.of(event.stream.slice('task/'.length), seq);
    if (!isAbout(fact, moment, retelling)) return 'unconcerned';
    if (moment.kind === 'apart') return 'unchecked';
    const request = await this.#askAgain(fact, moment, retelling);
    return request === null ? 'unchecked' : this.#judge(fact, moment, request);
  }

  /** What is asked, were the tool what the fact says; null where its grounding does not come out again. */
  async #askAgain(fact: ToolFact, moment: Asked, retelling: Retelling): Promise<Act | null> {
    const { past, request, event } = moment;
    const { grounding: recorded } = event.body;
    const again = await retelling.ground(AS_IT_WAS, past.connectors, request);
    if (recorded === undefined || !isSameGrounding(again ?? [], recorded)) return null;
    const { connectors } = this.#find(fact).suppose(past);
    const grounding = (await retelling.ground(nameOf(fact), connectors, request)) ?? [];
    await this.words.fetch(event.stream);
    const { vault } = this.#core;
    const asked = { ...request, agent: event.body.agent };
    const destinations = describeDestinations({ vault, connectors }, asked, true);
    return { ...request, grounding, destinations };
  }

  #judge(fact: Fact, { past }: Asked, request: Act): Tried {
    const { suppose, engines } = this.#find(fact);
    const supposed = suppose(past);
    return judge(supposed, request, engines.engine(past.org.policy, supposed.connectors)).verdict;
  }

  #find(fact: Fact): Supposed {
    const name = nameOf(fact);
    const known = this.#supposed.get(name);
    if (known !== undefined) return known;
    // A catalog is named by its admissions, of which a supposed one has the same.
    const engines = isOfTool(fact) ? new Engines(this.#core) : this.#engines;
    const supposed = { suppose: supposing(fact), engines };
    this.#supposed.set(name, supposed);
    return supposed;
  }
}

function concerns(fact: Exclude<Fact, ToolFact>, moment: Recalled): boolean {
  const { past } = moment;
  const { connector, tool } = moment.event.body;
  if (fact.kind === 'preapproval') {
    const allowances = past.task?.scope.allowances ?? [];
    const own = allowances.filter((one) => one.tool === fact.allowance && allows(one, connector, tool));
    return past.task?.workflow.id === fact.workflow && own.length > 0;
  }
  // Where its words are gone, nobody knows where it would have gone.
  return moment.kind === 'apart' || moment.request.destinations.some(({ host }) => host === fact.host);
}

function isAbout(fact: ToolFact, { event }: Recalled, retelling: Retelling): boolean {
  const { connector, tool } = event.body;
  const isAsked = connector === fact.connector && tool === fact.tool;
  return isAsked || (fact.kind !== 'effects' && retelling.used(`${fact.connector}/${fact.tool}`));
}
