// A task is asked to go on with its next step.

import { z } from 'zod';
import { answerSchema, nameSchema } from '../contract.ts';

/** `step`: the one that is meant, so that it begins once however often it is asked for; absent: the next. */
export const nextStepRequest = z.strictObject({ step: z.string().min(1).max(64).exactOptional() });

export const nextStepResponse = answerSchema.extend({ step: z.string(), hold: nameSchema.nullable() });
