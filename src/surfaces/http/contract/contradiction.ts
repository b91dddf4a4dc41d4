// Calls of a task whose results, or what was read back of them, contradict what was asked: what was expected
// and what was found, as text, cut short.

import { z } from 'zod';

export const contradiction = z.object({
  /** The record that says so, and that of the call's permit. */
  record: z.string(),
  decision: z.string(),
  connector: z.string(),
  tool: z.string(),
  at: z.int(),
  isReadBack: z.boolean(),
  /** The checks that say so. */
  by: z.array(z.string()),
  /** As far as the words are kept and the checks are admitted still. */
  compared: z.array(z.object({ check: z.string(), expected: z.string(), found: z.string() })),
});
/** The first 100 of a task, in the ledger's order. */
export const contradictionsResponse = z.object({ contradictions: z.array(contradiction) });

export type ContradictionView = z.output<typeof contradiction>;
export type ContradictionsView = z.output<typeof contradictionsResponse>;
