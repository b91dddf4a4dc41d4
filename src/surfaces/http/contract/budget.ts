// What a task may use up and what it did, and what all tasks of an agent may together in a window of time.
// Amounts of money are in ten-thousandths, of whatever currency.

import { z } from 'zod';

const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const limit = {
  calls: amount.exactOptional(),
  sends: amount.exactOptional(),
  money: amount.exactOptional(),
};

/** An hour or a day, from their beginning in UTC. */
const windowSeconds = z.literal([3_600, 86_400]);

/** `limit` null: nothing limits that window any more. */
export const allowanceRequest = z.strictObject({ windowSeconds, limit: z.strictObject(limit).nullable() });

/** How much may wait for people at once; null: what is usual. */
export const agentHoldsRequest = z.strictObject({ holds: z.int().min(0).max(10_000).nullable() });

export const agentAllowanceView = z.object({ windowSeconds: z.int(), ...limit });

export const agentBounds = {
  allowances: z.array(agentAllowanceView).exactOptional(),
  /** How much of its tasks may wait for people at once; absent: as much as is usual. */
  holds: z.int().exactOptional(),
};

const resultLimit = z.object({ task: z.int(), call: z.int() });

/** What is absent is not limited. */
export const limitsView = z.object({
  calls: z.int(),
  wallSeconds: z.int(),
  callSeconds: z.int(),
  holds: z.int(),
  effects: z.record(z.string(), z.int()).exactOptional(),
  money: amount.exactOptional(),
  destinations: z.int().exactOptional(),
  fanOut: z.int().exactOptional(),
  running: z.int().exactOptional(),
  records: resultLimit.exactOptional(),
  bytes: resultLimit.exactOptional(),
  depth: z.int().exactOptional(),
  coolingSeconds: z.number().exactOptional(),
  /** What ends it as a runaway. */
  breaker: z
    .object({
      denials: z.int().exactOptional(),
      variations: z.int().exactOptional(),
      repeats: z.int().exactOptional(),
      callsPerMinute: z.int().exactOptional(),
    })
    .exactOptional(),
});

const resultUsage = z.object({ reserved: z.int(), spent: z.int() });

export const usageView = z.object({
  calls: z.int(),
  denials: z.int(),
  holds: z.int(),
  reservedMs: z.number(),
  spentMs: z.number(),
  byEffect: z.record(z.string(), z.int()),
  /** Money. */
  spent: amount,
  /** Commitments to them. */
  destinations: z.array(z.string()),
  /** Things that its calls may have set off. */
  fired: z.int(),
  records: resultUsage,
  bytes: resultUsage,
  /** Calls whose results, or what was read back, contradict what was asked; absent: of an older Holdpoint. */
  contradicted: z.int().exactOptional(),
});

/** What the tasks above it did counts as its own. */
export const inheritedView = z.object({
  calls: z.int(),
  byEffect: z.record(z.string(), z.int()),
  spent: amount,
  destinations: z.int(),
  fired: z.int(),
  records: z.int(),
  bytes: z.int(),
});

/** Beside what a task used itself; absent: of an older Holdpoint. */
export const usageOptions = { inherited: inheritedView.exactOptional() };

export type InheritedView = z.output<typeof inheritedView>;
export type LimitsView = z.output<typeof limitsView>;
export type UsageView = z.output<typeof usageView>;
