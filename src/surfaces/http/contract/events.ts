// What crosses the event stream (text/event-stream): names of what changed, never what it says.

import { z } from 'zod';

/** `event: changed`. Whoever reads it asks again for what it names. */
export const changedEvent = z.object({
  topic: z.enum(['hold', 'action', 'task', 'lease', 'connector', 'notice', 'org']),
  /** The type of the record. */
  what: z.string(),
  subject: z.string(),
  task: z.string().nullable(),
});

export type ChangedEvent = z.output<typeof changedEvent>;
