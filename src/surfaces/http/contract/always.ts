// What "always allow" would propose, and that it was proposed.

import { z } from 'zod';

export const alwaysView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('draft'),
    /** When nobody would be asked any more, as Cedar. */
    condition: z.string(),
    /** The policies that it would stand in. */
    policies: z.array(z.string()),
    /** Arguments that may have any value. */
    free: z.array(z.string()),
  }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
]);
export type AlwaysView = z.output<typeof alwaysView>;
