// The tasks that a task set off, as they stand, in the order in which they were opened.

import { z } from 'zod';
import { taskSummary } from '../contract.ts';

export const taskBelow = z.object({
  ...taskSummary.pick({ id: true, workflow: true, agent: true, status: true }).shape,
  /** The task that set it off; null: one of several. */
  above: z.string().nullable(),
  calls: z.int(),
  /** Its own limit; null: it is over. */
  mostCalls: z.int().nullable(),
  /** Calls that run, holds that wait for people, credentials that are not revoked. */
  running: z.int(),
  waiting: z.int(),
  leases: z.int(),
});
export const belowResponse = z.object({ tasks: z.array(taskBelow) });

export type TaskBelow = z.output<typeof taskBelow>;
export type BelowView = z.output<typeof belowResponse>;
