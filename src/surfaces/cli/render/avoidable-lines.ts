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
export function proposalLines(hold: string, fact: AvoidanceView): string[] {
  const [how, command] = proposalOf(hold, fact);
  return [`      # ${how}`, `      holdpoint ${printable(command)}`];
}

function proposalOf(
  hold: string,
  { name, fact, waits }: AvoidanceView,
): readonly [how: string, command: string] {
  // Policy cannot single out every action: what it would be, or why not, is shown before it is proposed.
  if (fact.kind === 'preapproval') {
    return ['or see whether such an action alone can be allowed:', `hold always ${hold}`];
  }
  return waits
    ? ['it is proposed already; whoever else knows it to be true says so:', `fact accept ${name}`]
    : ['or propose it, for somebody else to say:', `fact propose ${hold} ${name}`];
}
