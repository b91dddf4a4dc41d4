// What is asked to count as less sensitive, and what people are shown of it.

import { z } from 'zod';
import { answerSchema, nameSchema } from '../contract.ts';
import { labelsSchema } from './profile.ts';

const pointer = z
  .string()
  .max(4096)
  .regex(/^(?:\/.*)?$/s, 'must be a JSON pointer: empty, or from / on');

export const declassifyRequest = z.strictObject({
  /** A record of the task, or one of its actions or holds: their arguments. */
  source: z.strictObject({ record: z.string().min(1).max(128), pointer }),
  sensitivity: labelsSchema.shape.sensitivity,
  without: z.array(z.string().min(1).max(64)).max(32),
  /** `connector/tool`; null: any. */
  tool: z.string().max(512).nullable(),
  /** One address; null: any. */
  destination: z.string().min(1).max(4096).nullable(),
  /** Unix milliseconds. */
  until: z.int().nonnegative(),
  reason: z.string().trim().min(1, 'must say why').max(4000),
});

export type DeclassifyRequest = z.infer<typeof declassifyRequest>;

export const declassifyResponse = answerSchema.extend({ hold: nameSchema.nullable() });
