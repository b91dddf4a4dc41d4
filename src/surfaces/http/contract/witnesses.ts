// How the third parties do who cosign the ledger's checkpoints.

import { z } from 'zod';

const size = z.int().nonnegative();

/** `?cosigned=true`: with the witnesses' signatures. */
export const cosignedQuery = z.strictObject({ cosigned: z.literal('true').exactOptional() });

export const witnessingView = z.object({
  /** Whether this replica is the one that submits; else the rest is what it knew when it last did. */
  isActive: z.boolean(),
  /** Size of the newest checkpoint submitted. */
  size,
  /** How many have cosigned it, and how many should. */
  have: z.int(),
  need: z.int(),
  /** Size of the largest checkpoint that enough have cosigned since the start. */
  cosignedSize: size,
  /** A witness says that it cosigned a history of this ledger which is not in the store. */
  alarm: z.enum(['forked', 'rolled-back']).nullable(),
  witnesses: z.array(
    z.object({
      name: z.string(),
      vkey: z.string(),
      /** Size of the last checkpoint that it cosigned since the start. */
      size,
      /** Unix milliseconds. */
      cosignedAt: z.int().nullable(),
      /** Why it did not, the last time it was asked. */
      failure: z.string().nullable(),
    }),
  ),
});
