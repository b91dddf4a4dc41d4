// Lists that go back to the first record: newest first, a page at a time. `next` of a page is `before` of
// the one that follows, and null where there is none.

import { z } from 'zod';
import { holdView, leaseView, nameSchema, taskSummary } from '../contract.ts';

/** Rows of a page, where nobody says how many, and at most. */
export const PAGE_ROWS = 100;
export const MAX_PAGE_ROWS = 1_000;

const instant = z.int().nonnegative();
const count = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number);

/** The query string of a list whose rows have one of these statuses. */
function listQuery<Status extends z.ZodType<string>>(status: Status) {
  return z.strictObject({
    status: status.exactOptional(),
    task: nameSchema.exactOptional(),
    before: count.pipe(instant).exactOptional(),
    limit: count.pipe(z.int().min(1).max(MAX_PAGE_ROWS)).default(PAGE_ROWS),
  });
}

const next = instant.nullable();

export const taskQuery = listQuery(taskSummary.shape.status);
export const taskPage = z.object({ tasks: z.array(taskSummary), next });

/** A pending one whose `expiresAt` has passed is over, too. */
export const holdSummary = holdView.omit({ requester: true, workflow: true });
export const holdQuery = listQuery(holdSummary.shape.status);
export const holdPage = z.object({ holds: z.array(holdSummary), next });

export const leaseSummary = leaseView.extend({
  grantedAt: instant,
  revokedAt: instant.nullable(),
  /** How the revocation was confirmed. */
  how: z.string().nullable(),
});
export const leaseQuery = listQuery(leaseSummary.shape.status);
export const leasePage = z.object({ leases: z.array(leaseSummary), next });

export const decisionSummary = z.object({
  /** The action that was asked for. */
  id: z.string(),
  record: z.string(),
  decidedAt: instant,
  verdict: z.enum(['permit', 'hold', 'deny']),
  task: z.string(),
  agent: z.string(),
  connector: z.string(),
  tool: z.string(),
  /** The hold that it waits for, or that it used up. */
  hold: z.string().nullable(),
  policies: z.array(z.string()),
  /** Codes of the reasons of a denial. */
  reasons: z.array(z.string()),
  /** How the call ended; null: nothing was called, or it still runs. */
  outcome: z.enum(['succeeded', 'failed', 'unknown', 'not-started']).nullable(),
  code: z.string().nullable(),
  /** Checks that contradict what was asked; absent: none does, or an older Holdpoint made the row. */
  contradicted: z.array(z.string()).exactOptional(),
});
/** `status` is the verdict. */
export const decisionQuery = listQuery(decisionSummary.shape.verdict);
export const decisionPage = z.object({ decisions: z.array(decisionSummary), next });

/** The answer to `ledger/rebuild`: lines of NDJSON, the last of which says what there is now. */
export const rebuildEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('folded'), records: z.int(), of: z.int() }),
  z.object({ event: z.literal('rebuilt'), records: z.int(), rows: z.record(z.string(), z.int()) }),
]);

export type HoldSummary = z.output<typeof holdSummary>;
export type LeaseSummary = z.output<typeof leaseSummary>;
export type DecisionSummary = z.output<typeof decisionSummary>;
export type RebuildEvent = z.output<typeof rebuildEvent>;
