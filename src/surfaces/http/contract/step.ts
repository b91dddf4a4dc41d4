// Steps of a task, as people are shown them.

import { z } from 'zod';

export const stepView = z.object({
  name: z.string(),
  tools: z.array(z.string()),
  calls: z.int().nullable(),
  seconds: z.int().nullable(),
  /** Who lets it begin; null: it begins when it is asked for. */
  gate: z
    .object({
      reason: z.string(),
      approvers: z.array(z.object({ role: z.string(), quorum: z.int() })),
      expiresSeconds: z.number().nullable(),
    })
    .nullable(),
});
export type StepView = z.output<typeof stepView>;

/** The step that a hold asks for, and what its task did before it asked. */
export const askedStep = z.object({
  actor: z.object({ kind: z.string(), id: z.string() }),
  step: z.string(),
  soFar: z.object({
    calls: z.int(),
    byEffect: z.record(z.string(), z.int()),
    /** In ten-thousandths. */
    spent: z.int(),
    denials: z.int(),
  }),
});
export type AskedStepView = z.output<typeof askedStep>;
