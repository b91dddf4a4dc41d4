// What could be reached from one place, as it crosses the management API; and triggers that the ledger
// hints at.

import { z } from 'zod';
import { effectSchema, labelsSchema, profileSchema } from './profile.ts';

const word = z.string().min(1).max(512);
const egress = profileSchema.shape.egress;
const verdict = z.enum(['permit', 'hold', 'deny']);

export const blastKind = z.enum(['agent', 'workflow', 'tool', 'lease']);
export const blastQuery = z.strictObject({ kind: blastKind, name: word });

const policyView = z.object({
  verdict: z.enum(['permit', 'hold', 'deny', 'depends']),
  among: z.array(verdict),
  approvers: z.array(z.string()),
});

const blastLead = z.object({
  to: z.string(),
  trigger: z.object({ name: z.string(), words: z.string(), isConditional: z.boolean() }).nullable(),
  policy: policyView.nullable(),
  needsPerson: z.boolean(),
});

const blastNode = z.object({
  key: z.string(),
  kind: z.enum(['agent', 'workflow', 'lease', 'tool', 'outside', 'unknown']),
  name: z.string(),
  obstacle: z.enum(['killed', 'not-admitted', 'quarantined', 'not-published', 'expired']).nullable(),
  effects: z.array(effectSchema),
  egress,
  output: labelsSchema.nullable(),
  words: z.string(),
  leads: z.array(blastLead),
});

const reach = z.object({
  tools: z.int(),
  effects: z.array(effectSchema),
  egress,
  categories: z.array(z.string()),
});

export const blastResponse = z.object({
  root: z.string(),
  /** What policy says of calls of the tool that it begins at, by whatever allows them; null: at no tool. */
  policy: policyView.nullable(),
  nodes: z.array(blastNode),
  reach,
  unheld: reach,
});

export const triggerQuery = z.strictObject({
  /** Only what was recorded from then on, Unix milliseconds. */
  since: z.coerce.number().int().nonnegative().default(0),
  /** How long after a call what it sets off may come, seconds. */
  within: z.coerce.number().int().min(1).max(2_592_000).default(3_600),
});

const triggerHint = z.object({
  tool: z.string(),
  starts: z.string(),
  /** Calls of the tool that it followed, and calls in all. */
  followed: z.int(),
  calls: z.int(),
  /** How often it would follow if it had nothing to do with the tool, as a part of 1. */
  expected: z.number(),
  /** How many times more often it follows than it would by chance. */
  lift: z.number(),
  /** How long after the call it came, in the middle, seconds. */
  medianSeconds: z.number(),
  /** What a trigger may say: twice what nineteen of twenty took, a minute at least. */
  withinSeconds: z.int(),
  /** Records of a few calls and what followed each. */
  examples: z.array(z.object({ call: z.string(), opening: z.string() })),
});
export const triggersResponse = z.object({
  hints: z.array(triggerHint),
  /** Records that were looked at; true: there are more. */
  records: z.int(),
  isCut: z.boolean(),
});

export type BlastView = z.output<typeof blastResponse>;
export type BlastNodeView = z.output<typeof blastNode>;
export type BlastLeadView = z.output<typeof blastLead>;
export type TriggersView = z.output<typeof triggersResponse>;
export type TriggerHintView = z.output<typeof triggerHint>;
