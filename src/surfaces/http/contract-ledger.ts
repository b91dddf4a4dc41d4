// What crosses the management API about the ledger's own keys, and a task's causes as a graph.

import { z } from 'zod';
import { answerSchema } from './contract.ts';

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

export type LedgerKeys = z.output<typeof keysResponse>;
