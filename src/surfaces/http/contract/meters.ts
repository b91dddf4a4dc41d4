// What this process counted since it started: numbers only.

import { z } from 'zod';

const count = z.int().nonnegative();

export const metersResponse = z.object({
  decisions: z.object({ permit: count, hold: count, deny: count }),
  shadowDisagreements: count,
  /** Requests that were decided and recorded, and the batches they were committed in. */
  requests: count,
  batches: count,
  redecided: count,
  /** Requests refused because too many wait. */
  overloaded: count,
  /** Batches that the store did not take, by fault code: nothing in them was done. */
  faults: z.record(z.string(), count),
  /** From the start of a batch's decisions until it is durable; cumulative, as Prometheus has it. */
  commitSeconds: z.object({
    boundsSeconds: z.array(z.number()).readonly(),
    counts: z.array(count).readonly(),
    count,
    sumSeconds: z.number(),
  }),
  uptimeSeconds: z.number(),
});

export type MetersView = z.output<typeof metersResponse>;
