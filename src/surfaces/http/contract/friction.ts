// What asking people costs, and which facts would spare it, as the management API says it.

import { z } from 'zod';
import { answerSchema } from '../contract.ts';
import { effectSchema } from './profile.ts';

const ofTool = { connector: z.string(), tool: z.string() };
const count = z.int().nonnegative();

/** A fact that would have let an action run unasked, and how it is said. */
export const avoidance = z.object({
  /** By which it is proposed. */
  name: z.string(),
  fact: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('field'), ...ofTool, pointer: z.string() }),
    z.object({ kind: z.literal('role'), ...ofTool, pointer: z.string() }),
    z.object({ kind: z.literal('effects'), ...ofTool, effects: z.array(effectSchema) }),
    z.object({ kind: z.literal('destination'), list: z.enum(['own', 'listed']), host: z.string() }),
    z.object({ kind: z.literal('preapproval'), workflow: z.string(), allowance: z.string() }),
  ]),
  /** Somebody proposed it, and it waits for somebody else. */
  waits: z.boolean(),
  /** What would have to be true. */
  words: z.string(),
  /** Commands that say it, and between them, after `#`, what to write where. */
  steps: z.array(z.string()),
});

const shares = z.array(z.object({ name: z.string(), actions: count, holds: count }));

const change = avoidance.extend({
  spares: count,
  /** The newest hold that it spares. */
  hold: z.string(),
  /** What would have run and must not; of these, the first. */
  letsThrough: count,
  through: z.array(
    z.object({ record: z.string(), why: z.enum(['denied', 'rejected', 'quarantined', 'suspicious']) }),
  ),
  /** How much of what must not run could not be tried. */
  unchecked: count,
});

export const frictionQuery = z.strictObject({ since: z.coerce.number().int().nonnegative().default(0) });

/** Lines of NDJSON, the last of which is `done`. */
export const frictionEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('progress'),
    step: z.enum(['count', 'ask', 'try']),
    records: count,
    of: count,
  }),
  z.object({
    event: z.literal('done'),
    /** Each once, however often it was asked for. */
    actions: count,
    held: count,
    /** How often people were asked: like actions that are shown together are one question. */
    questions: count,
    denied: count,
    outcomes: z.record(z.enum(['approved', 'rejected', 'expired', 'void', 'pending']), count),
    /** Null: nobody answered any. */
    timeToDecide: z.object({ medianMs: count, p90Ms: count }).nullable(),
    /** How many answers within each span, and not within the one before it; null: longer than all others. */
    answered: z.array(z.object({ upToMs: count.nullable(), holds: count })),
    by: z.object({ workflow: shares, agent: shares, tool: shares }),
    rules: z.array(z.object({ policy: z.string(), reason: z.string(), holds: count })),
    /** Of the holds: whether a single fact would have spared them, or why that is not said. */
    needs: z.record(
      z.enum(['avoidable', 'needed', 'guarded', 'replays-otherwise', 'erased', 'redacted', 'damaged']),
      count,
    ),
    changes: z.array(change),
  }),
]);

export const proposeFactRequest = z.strictObject({ name: z.string().min(1).max(64) });

/** `unchecked`: how much of what was refused could not be tried. */
export const proposedFact = answerSchema.extend({ ...avoidance.shape, unchecked: count });

/** Oldest first. */
export const factsResponse = z.object({
  facts: z.array(avoidance.extend({ hold: z.string(), author: z.string(), record: z.string() })),
});

export type AvoidanceView = z.output<typeof avoidance>;
export type FrictionView = Extract<z.output<typeof frictionEvent>, { event: 'done' }>;
export type FrictionLine = z.output<typeof frictionEvent>;
export type ProposedFactView = z.output<typeof proposedFact>;
export type FactsView = z.output<typeof factsResponse>;
