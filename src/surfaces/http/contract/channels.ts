// How the channels to people do, as the management API says it.

import { z } from 'zod';

export const channelsResponse = z.object({
  channels: z.array(
    z.object({
      name: z.string(),
      /** When it last took a message, Unix milliseconds; null: never. */
      deliveredAt: z.int().nullable(),
      /** Why the last message was not taken, which try that was and when; null: nothing fails. */
      failure: z.object({ code: z.string(), attempt: z.int(), at: z.int() }).nullable(),
      /** How many notices wait, as far as this replica has looked. */
      waiting: z.int(),
    }),
  ),
});

/** `failure` null: the channel took the test. */
export const channelTestResponse = z.object({ failure: z.string().nullable() });
