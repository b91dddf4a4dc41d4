// How far an operator's approvals go, to whom they lend a part of that, and who may approve what waits.

import { z } from 'zod';
import { MAX_DECIDED } from '../../../kernel/hold/decided.ts';
import { carriedLabels } from './labels.ts';
import { effectSchema, hostSchema } from './profile.ts';

const word = z.string().trim().min(1).max(128);
const roles = z.array(word).min(1).max(32);

/** A part that is absent is not limited. */
export const approverLimit = z.strictObject({
  /** What the action may do, with all that it sets off. */
  effects: z.array(effectSchema).max(10).exactOptional(),
  /** The most sensitive that it may give away or read. */
  sensitivity: carriedLabels.shape.sensitivity.exactOptional(),
  /** The only kinds of data that it may give away or read. */
  categories: z.array(word).max(64).exactOptional(),
  /** Where it may go: `own`, `known`, or hosts. */
  destinations: z.array(hostSchema).max(256).exactOptional(),
  /** In ten-thousandths, of whatever currency. */
  amount: z.int().nonnegative().exactOptional(),
  /** How many holds they decide within an hour. */
  perHour: z.int().positive().max(MAX_DECIDED).exactOptional(),
});

/** In place of those that they have; none: they may do nothing that a role is needed for. */
export const rolesRequest = z.strictObject({ roles: z.array(word).max(32) });

/** Null: as far as their roles do. */
export const limitRequest = z.strictObject({ limit: approverLimit.nullable() });

export const delegationRequest = z.strictObject({
  to: word,
  /** Of the asker's own. */
  roles,
  /** Unix milliseconds; at most 90 days away. */
  until: z.int().positive(),
  limit: approverLimit.exactOptional(),
});

export const delegationView = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  roles: z.array(z.string()),
  until: z.int(),
  limit: z.object(approverLimit.shape).exactOptional(),
  record: z.string(),
});
/** Those that last. */
export const delegationsResponse = z.object({ delegations: z.array(delegationView) });

/** What is known of an operator as an approver; each of an older Holdpoint is not known. */
export const operatorDuty = {
  limit: z.object(approverLimit.shape).exactOptional(),
  /** Holds that they decided within the hour before. */
  decidedLastHour: z.int().exactOptional(),
  /** How many they may sign with. */
  passkeys: z.int().exactOptional(),
};

/** Somebody whom a hold asks. */
export const approverView = z.object({
  operator: z.string(),
  /** Whose duty they would use, too, as it is lent to them. */
  onBehalfOf: z.array(z.string()),
  /** What keeps them from approving; empty where they may. */
  reasons: z.array(z.object({ code: z.string(), lift: z.string() })),
});

export type ApproverLimitView = z.output<typeof approverLimit>;
export type DelegationView = z.output<typeof delegationView>;
export type ApproverView = z.output<typeof approverView>;
