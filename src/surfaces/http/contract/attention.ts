// How people decide, as the management API says it.

import { z } from 'zod';

const count = z.int().nonnegative();

const counted = z.object({
  name: z.string(),
  decisions: count,
  approved: count,
  rejected: count,
  /** Of the approved, those with other arguments. */
  edited: count,
  /** So soon that they can hardly have looked. */
  quick: count,
  /** From when it was asked, milliseconds. */
  timeToDecide: z.object({ medianMs: count, p90Ms: count }).nullable(),
  signs: z.array(z.enum(['little-time', 'nearly-always-yes'])),
});

/** Lines of NDJSON, the last of which is `done`. */
export const attentionEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), records: count, of: count }),
  z.object({
    event: z.literal('done'),
    /** One word about several that were shown together is one. */
    decisions: count,
    by: z.object({ approver: z.array(counted), policy: z.array(counted), tool: z.array(counted) }),
    /** Holds for what was rejected, in another shape. */
    variations: z.object({ raised: count, approved: count }),
    thresholds: z.object({ quickMs: count, telling: count, quickShare: z.number(), yesShare: z.number() }),
  }),
]);

export type AttentionView = Extract<z.output<typeof attentionEvent>, { event: 'done' }>;
