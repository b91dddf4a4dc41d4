// What values carry, and what is asked of that, as people are shown it.

import { z } from 'zod';

export const carriedLabels = z.object({
  sensitivity: z.enum(['public', 'internal', 'confidential', 'restricted']),
  categories: z.array(z.string()),
  integrity: z.enum(['trusted', 'untrusted']),
});

export const carriedArgument = z.object({
  /** RFC 6901, into the arguments; empty: all that no other names. */
  pointer: z.string(),
  role: z.string(),
  labels: carriedLabels,
  /** False: it may come from anything that the task read. */
  isPlaced: z.boolean(),
  /** What it counts as in this call, as it was declassified; absent: as what it carries. */
  countsAs: carriedLabels.exactOptional(),
});
export type CarriedArgumentView = z.output<typeof carriedArgument>;

export const askedDeclassification = z.object({
  actor: z.object({ kind: z.string(), id: z.string() }),
  source: z.object({ record: z.string(), pointer: z.string() }),
  from: carriedLabels,
  declassification: z.object({
    sensitivity: carriedLabels.shape.sensitivity,
    without: z.array(z.string()),
    tool: z.string().nullable(),
    /** The address stands among the arguments. */
    destination: z.string().nullable(),
    until: z.int(),
  }),
});
export type AskedDeclassificationView = z.output<typeof askedDeclassification>;
