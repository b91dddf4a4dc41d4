// What crosses the management API about the ledger's own keys, and a task's causes as a graph.

import { z } from 'zod';
import { answerSchema, recordView } from '../contract.ts';
import { MAX_PAGE_ROWS, PAGE_ROWS } from './lists.ts';

const vkey = z.string().min(1).max(1024);

export const keysResponse = z.object({
  ledger: z.string(),
  /** Verifier key (C2SP signed-note) in force. */
  vkey,
  /** Those before it, oldest first. */
  retired: z.array(vkey),
});

export const rotationRequest = z.strictObject({
  /** The key that was in force when somebody decided to replace it. */
  previous: vkey,
});
export const rotationResponse = answerSchema.extend({ vkey, previous: vkey });

/** `erased` is false where it is ordered, owed and tried again. */
export const eraseResponse = answerSchema.extend({ erased: z.boolean() });

/** The query string of a trace; without `format` it is the records with what their commitments stand for. */
export const traceQuery = z.strictObject({ format: z.enum(['json', 'mermaid', 'otlp']).exactOptional() });

const part = z.enum(['task', 'past', 'downstream']);

export const graphResponse = z.object({
  task: z.string(),
  /** In the ledger's order. */
  nodes: z.array(
    z.object({
      id: z.string(),
      seq: z.int(),
      /** Unix milliseconds. */
      time: z.int(),
      type: z.string(),
      stream: z.string(),
      actor: z.object({ kind: z.enum(['agent', 'operator', 'system']), id: z.string() }),
      /** Of the task itself, what led to it, or what followed from it elsewhere. */
      part,
      subject: z.string(),
    }),
  ),
  edges: z.array(z.object({ cause: z.string(), effect: z.string() })),
  /** Parts that were looked at for so many records and then no further. */
  cuts: z.array(z.object({ part, records: z.int() })),
});

// ── reading it ───────────────────────────────────────────────────────────────────────────────────

const seq = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

/** In the ledger's order, from a number on; of one stream, where one is named. */
export const recordsQuery = z.strictObject({
  from: seq.default(0),
  limit: seq.pipe(z.int().min(1).max(MAX_PAGE_ROWS)).default(PAGE_ROWS),
  stream: z.string().min(1).max(256).exactOptional(),
});
/** `next`: `from` of the page that follows; null: there is none yet. */
export const recordsResponse = z.object({ records: z.array(recordView), next: z.int().nullable() });

export const streamsQuery = z.strictObject({ prefix: z.string().max(256).default('') });
/** By name; `more`: others have the prefix, too. */
export const streamsResponse = z.object({
  streams: z.array(z.object({ stream: z.string(), version: z.int() })),
  more: z.boolean(),
});

/** Signed checkpoints that are kept, the newest first. */
export const checkpointsResponse = z.object({
  checkpoints: z.array(z.object({ size: z.int(), note: z.string() })),
});

export type RecordsView = z.output<typeof recordsResponse>;
export type StreamsView = z.output<typeof streamsResponse>;
export type CheckpointsView = z.output<typeof checkpointsResponse>;
export type LedgerKeys = z.output<typeof keysResponse>;
