// Evidence for an auditor, as the management API says it: controls, and the records behind each.

import { z } from 'zod';

const count = z.int().nonnegative();

/** Only what was recorded from then on counts, Unix milliseconds. */
export const evidenceQuery = z.strictObject({ since: z.coerce.number().int().nonnegative().default(0) });

const exhibit = z.object({
  record: z.string(),
  seq: count,
  time: count,
  who: z.string(),
  words: z.string(),
  /** It speaks against the control. */
  isOpen: z.boolean(),
});

const control = z.object({
  id: z.string(),
  title: z.string(),
  /** The question that it answers. */
  asks: z.string(),
  standing: z.enum(['met', 'open', 'none']),
  /** The finding in one line. */
  says: z.string(),
  count,
  open: count,
  /** The latest 100 of either kind, what is open first. */
  records: z.array(exhibit),
});

/** Lines of NDJSON, the last of which is `done`. */
export const evidenceEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), records: count, of: count }),
  z.object({
    event: z.literal('done'),
    ledger: z.string(),
    madeAt: count,
    since: count,
    /** How many records were read. */
    size: count,
    /** The signed note over the ledger, cosigned where witnesses have. */
    checkpoint: z.string().nullable(),
    controls: z.array(control),
  }),
]);

export type EvidenceView = Extract<z.output<typeof evidenceEvent>, { event: 'done' }>;
export type ControlView = z.output<typeof control>;
