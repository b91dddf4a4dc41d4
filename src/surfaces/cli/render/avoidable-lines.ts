// Facts that would have spared people a hold: what is true is for whoever reads them to know.

import type { AvoidanceView } from '../../http/contract/friction.ts';
import { printable } from './printable.ts';

/** Nothing where there is none. */
export function avoidableLines(hold: string, facts: readonly AvoidanceView[]): string[] {
  if (facts.length === 0) return [];
  const lines = facts.flatMap((fact) => [
    `  - ${printable(fact.words)}`,
    ...stepLines(fact.steps),
    ...proposalLines(hold, fact),
  ]);
  return ['', 'if one of these is true, say so, and such a call asks nobody (tried on this one):', ...lines];
}

/** One below the other, to be taken over as they are. */
export function stepLines(steps: readonly string[]): string[] {
  return steps.map((step) => `      ${printable(step)}`);
}

/** How somebody else is asked whether it is so. */
export function proposalLines(hold: string, { name, fact }: AvoidanceView): string[] {
  const command =
    fact.kind === 'preapproval' ? `hold always ${hold} --propose` : `fact propose ${hold} ${name}`;
  return ['      # or propose it, for somebody else to say:', `      holdpoint ${printable(command)}`];
}
