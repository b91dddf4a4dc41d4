// One case, both evaluators: the same decision, the same policies that determined it, the same that went
// wrong, and the same refusals.

import { askCompiled } from './compiled.ts';
import { printCase } from './draft.ts';
import type { CedarCase } from './draft.ts';
import { askReference } from './reference.ts';
import type { Outcome } from './reference.ts';

/** Is told the reference's outcomes, and of cases with a policy that the compiler does not take. */
export interface Listener {
  readonly heard: (outcome: Outcome) => unknown;
  readonly untaken: () => unknown;
}

const DEAF: Listener = { heard: () => {}, untaken: () => {} };

/** The first difference, for people; null where there is none. */
export function cedarDifference(asked: CedarCase, { heard, untaken }: Listener = DEAF): string | null {
  const reference = askReference(asked);
  if (reference === null) return null;
  const compiled = askCompiled(asked);
  if (compiled === null) {
    untaken();
    return null;
  }
  for (const [index, request] of asked.requests.entries()) {
    const [one, other] = [reference[index], compiled[index]];
    if (one !== undefined) heard(one);
    // Without a schema the compiled evaluator takes data on trust: only the reference refuses.
    if (asked.schema === null && one !== undefined && 'refused' in one) continue;
    if (JSON.stringify(one) === JSON.stringify(other)) continue;
    const kept = { ...asked, requests: [request] };
    return [
      printCase(kept),
      `--- Cedar: ${JSON.stringify(one)}`,
      `--- compiled: ${JSON.stringify(other)}`,
      `--- to keep in cases/`,
      JSON.stringify(kept),
    ].join('\n');
  }
  return null;
}
