// Of one hold: each single fact that would have spared it, tried on the very question that raised it.

import type { State } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import type { Core } from '../core.ts';
import type { Recalled } from '../replay/replay.ts';
import { adviceFor, type Advice } from './advice.ts';
import { candidateFacts } from './candidates.ts';
import type { Fact } from './fact.ts';
import { Trials } from './trial.ts';

export interface AvoidableBy extends Advice {
  /** By which it is proposed. */
  readonly name: string;
  readonly fact: Fact;
  /** Somebody proposed it, and it waits for somebody else. */
  readonly waits: boolean;
}

/** What people are told of a fact. */
export function toldOf(core: Pick<Core, 'crypto'>, state: Pick<State, 'org'>, fact: Fact): AvoidableBy {
  const [, hex = ''] = digestOf(core.crypto, { ...fact }).split(':');
  const name = `fact_${hex.slice(0, NAME_DIGITS)}`;
  const waits = state.org.proposedFacts.some((one) => one.name === name);
  return { name, fact, waits, ...adviceFor(state, fact) };
}

const NAME_DIGITS = 16;

/** Empty where no single fact would have done, or it cannot be asked again. Rejects with `StoreFault`. */
export async function avoidableBy(core: Core, moment: Recalled): Promise<readonly AvoidableBy[]> {
  if (moment.kind === 'apart' || moment.event.type !== 'action-held') return [];
  // Asked for in another shape after people rejected it, it is no reason to ask less.
  if (moment.event.body.variationOf !== undefined) return [];
  const trials = new Trials(core);
  try {
    if (!trials.isRepeated(moment)) return [];
    const facts = await avoidingFacts(core, trials, moment);
    const state = core.world.state(null);
    return facts.map((fact) => toldOf(core, state, fact));
  } finally {
    trials.words.release();
  }
}

/** Of the candidates those with which nobody would have been asked. */
export async function avoidingFacts(
  core: Core,
  trials: Trials,
  moment: Extract<Recalled, { kind: 'asked' }>,
): Promise<readonly Fact[]> {
  const facts: Fact[] = [];
  for (const fact of await candidateFacts(core, trials.words, moment)) {
    // A host that it is enough to know need not be the organisation's own.
    if (facts.some((known) => isListed(known, fact))) continue;
    if ((await trials.try(fact, moment)) === 'permit') facts.push(fact);
  }
  return facts;
}

function isListed(known: Fact, fact: Fact): boolean {
  return known.kind === 'destination' && fact.kind === 'destination' && known.host === fact.host;
}
