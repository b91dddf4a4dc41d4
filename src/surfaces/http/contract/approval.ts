// What an approval says besides yes: what was shown, for how many, with which other arguments; and what a
// rejection says besides no.

import { z } from 'zod';
import { groundedArgument } from './grounding.ts';
import { carriedLabels } from './labels.ts';
import { effectSchema } from './profile.ts';
import { askedStep } from './step.ts';

const word = z.string().min(1).max(128);
const text = z.string().max(1_000);

/** As a statement of version 3 has it: what stood when the hold was shown. */
export const shownSchema = z.strictObject({
  policy: text.nullable(),
  arguments: text,
  labels: z
    .strictObject({
      sensitivity: carriedLabels.shape.sensitivity,
      categories: z.array(word),
      integrity: z.enum(['trusted', 'untrusted']),
    })
    .nullable(),
  grounding: z
    .array(
      z.strictObject({
        role: groundedArgument.shape.role,
        level: groundedArgument.shape.level,
        instructed: z.boolean(),
      }),
    )
    .nullable(),
  model: text.nullable(),
  definition: text.nullable(),
  effects: z.array(effectSchema),
  workflow: text.nullable(),
});

export const rejectionCategory = z.enum([
  'wrong-destination',
  'wrong-amount',
  'not-needed',
  'unsafe',
  'other',
]);

/** For so many identical actions of the task. */
const times = z.int().min(1).max(1_000);

/** What people may ask to sign. */
export const draftOptions = {
  times: times.exactOptional(),
  /** Other arguments, that are approved in place of those that wait. */
  edit: z.record(z.string(), z.json()).exactOptional(),
  category: rejectionCategory.exactOptional(),
  /** The agent may read the words of the rejection. */
  tell: z.literal(true).exactOptional(),
};

/** What a statement of version 3 may have besides what all have. */
export const statementOptions = {
  shown: shownSchema.exactOptional(),
  times: times.exactOptional(),
  edited: z.strictObject({ digest: text, arguments: text }).exactOptional(),
  category: rejectionCategory.exactOptional(),
  tell: z.literal(true).exactOptional(),
};

/** What an ask says of time and number; of a policy without such words, nothing. */
export const askOptions = {
  remindSeconds: z.number().exactOptional(),
  escalate: z
    .object({
      afterSeconds: z.number(),
      approvers: z.array(z.object({ role: z.string(), quorum: z.int() })),
    })
    .exactOptional(),
  maxUses: z.int().exactOptional(),
};

/** Who said yes, and what they said with it. */
export const approvalView = z.object({
  operator: z.string(),
  record: z.string(),
  /** For so many identical actions; absent: one. */
  times: z.int().exactOptional(),
  /** Operators whose duty it also used, as they had lent it; absent: none. */
  onBehalfOf: z.array(z.string()).exactOptional(),
});

/** What a hold is about besides a call, and what became of it besides its status. */
export const holdOptions = {
  /** What its asks still lack, all of them together; empty: nothing, or it waits no more. */
  missing: z.array(z.object({ role: z.string(), quorum: z.int() })).exactOptional(),
  /** The step that it asks for; absent: none. */
  next: askedStep.optional(),
  /** How often it was used; absent: once where it is used. */
  uses: z.int().exactOptional(),
  /** Who decided or ended it, and when; absent: it waits, or time ended it. */
  ended: z.object({ by: z.array(z.string()), at: z.number() }).exactOptional(),
  /** What became due of it. */
  tended: z.array(z.enum(['reminded', 'escalated', 'expired'])).exactOptional(),
  /** An approver wrote other arguments: who did last, and the digests before. */
  edited: z.object({ operator: z.string(), was: z.array(z.string()) }).exactOptional(),
  /** What the agent is told of its rejection; `words` is a commitment. */
  rejection: z.object({ category: rejectionCategory, words: z.string().nullable() }).exactOptional(),
};

export const leadSchema = z.object({
  to: z.string(),
  trust: z.enum(['own', 'listed', 'seen', 'new', 'unknown']),
  known: z.boolean(),
});

export const repeatedSchema = z.object({
  task: z.string().nullable(),
  action: z.string().nullable(),
  at: z.number(),
  /** It runs still; else nobody knows how it ended. */
  runs: z.boolean(),
});

/** What the sheet of one hold says of its asks and its call; absent: of an older Holdpoint. */
export const sheetOptions = {
  /** The record with which it was asked for last: the values are described as of that. */
  newest: z.string().exactOptional(),
  /** Policies whose asks are not met yet. */
  unmet: z.array(z.string()).exactOptional(),
  /** Calls of its task whose results contradict what was asked. */
  contradicted: z.int().exactOptional(),
  /** Calls that may have done the very same already; `task` and `action` null: one of several. */
  mayHaveRun: z.array(repeatedSchema).exactOptional(),
  /** What the call may set off, and what that starts; '': something outside of what is governed. */
  fires: z.array(z.object({ name: z.string(), starts: z.string() })).exactOptional(),
  /** Where each address leads, while it waits: how far it is trusted, and whether the agent was there. */
  leads: z.array(leadSchema).exactOptional(),
};
export type Repeated = z.output<typeof repeatedSchema>;
export type Lead = z.output<typeof leadSchema>;
export type Shown = z.output<typeof shownSchema>;
export type RejectionCategory = z.output<typeof rejectionCategory>;
