// Where an argument's value comes from, as whoever approves is told.

import { z } from 'zod';

const level = z.enum(['person', 'approved', 'trusted', 'named', 'untrusted', 'unseen']);

const sources = z.array(
  z.object({
    record: z.string(),
    /** `connector/tool`, `prompt`, `input` or `approval`; null: the record is not there. */
    from: z.string().nullable(),
    excerpt: z.string().nullable(),
    /** What the scan found in the record, by rule; absent: nothing. */
    findings: z.array(z.string()).exactOptional(),
    /** Tasks that wrote some of what it brought, and nobody vouched for that; absent: none is known. */
    writtenBy: z.array(z.string()).exactOptional(),
  }),
);

export const groundedArgument = z.object({
  /** RFC 6901, into the arguments. */
  pointer: z.string(),
  role: z.enum(['destination', 'identity', 'amount', 'credential', 'code', 'content', 'selector', 'path']),
  level,
  match: z.enum(['exact', 'normalised', 'embedded', 'derived', 'none']),
  /** All that is known of it is text that asks its reader for it. */
  instructed: z.boolean(),
  sources,
  /** Of a text: the links and accounts in it that are in doubt; absent: none is told apart. */
  parts: z.array(z.object({ value: z.string(), level, instructed: z.boolean(), sources })).exactOptional(),
  /** The single fact that would have let it pass unasked; null: there is none, or none is needed. */
  remedy: z.string().nullable(),
});

/** What tells a hold from others in a list: what it asks for, and which of that carries authority. */
export const holdWords = z.object({
  argumentsText: z.string().nullable(),
  grounding: z.array(groundedArgument.pick({ pointer: true, role: true })),
});
export type HoldWordsView = z.output<typeof holdWords>;
export type GroundedArgumentView = z.output<typeof groundedArgument>;
