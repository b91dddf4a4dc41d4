// What crosses the management API about the past: decisions judged again, one explained, and what a set that
// is only tried says.

import { z } from 'zod';
import type { Json } from '../../../kernel/json.ts';
import { policyRequest, reasonSchema } from '../contract.ts';
import { avoidance } from './friction.ts';
import { MAX_PAGE_ROWS, PAGE_ROWS } from './lists.ts';
import { effectSchema, profileSchema } from './profile.ts';

const json = z.json() as z.ZodType<Json>;
const instant = z.int().nonnegative();
const verdict = z.enum(['permit', 'hold', 'deny']);
const approvers = z.array(z.object({ role: z.string(), quorum: z.int() }));
const names = z.array(z.string());
const actor = z.object({ kind: z.enum(['agent', 'operator', 'system']), id: z.string() });

const obligation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redact'), fields: names }),
  z.object({ kind: z.literal('cap-rows'), rows: z.int() }),
  z.object({ kind: z.literal('notify'), roles: names }),
  z.object({ kind: z.literal('record-payload') }),
  z.object({ kind: z.literal('step-up'), withinSeconds: z.int() }),
  z.object({ kind: z.literal('other'), name: z.string(), value: z.string() }),
]);

/** What was decided, as far as two decisions can be told apart by it. */
const outcome = z.object({
  verdict,
  determining: names,
  /** Codes of the reasons of a denial. */
  reasons: names,
  /** Whom a hold asks. */
  approvers,
  /** What a permit comes with. */
  obligations: z.array(obligation),
});

// ── simulate ─────────────────────────────────────────────────────────────────────────────────────

export const MAX_LAST = 1_000_000;

export const simulationRequest = policyRequest.extend({
  /** Only decisions from this time on, Unix milliseconds. */
  sinceMs: instant.exactOptional(),
  /** Only so many, the newest. */
  last: z.int().min(1).max(MAX_LAST).exactOptional(),
  /** Whether the questions are told too, with their arguments in clear. */
  traces: z.boolean().default(false),
});

const place = {
  record: z.string(),
  seq: z.int(),
  time: instant,
  task: z.string(),
  agent: z.string(),
  connector: z.string(),
  tool: z.string(),
};

/** A question and its answer, by itself. */
export const queryTrace = z.object({
  v: z.literal(1),
  /** Id of the record. */
  id: z.string(),
  at: instant,
  query: z.object({
    principal: z.object({
      type: z.enum(['Agent', 'Operator']),
      id: z.string(),
      parents: names,
      attributes: z.record(z.string(), json),
    }),
    action: z.string(),
    resource: z.object({ type: z.enum(['Connector', 'Organization']), id: z.string() }),
    context: z.record(z.string(), json),
  }),
  verdict,
  determining: names,
  approvers,
  obligations: z.array(obligation),
});

/** Its words are gone, lost a secret or do not open. */
const missing = z.enum(['erased', 'redacted', 'damaged']);

/**
 * Why a decision was not compared: its words are gone, lost a secret or do not open; no policy was asked; or
 * the set of its time does not say again what it said.
 */
export const apartSchema = z.enum([...missing.options, 'policy-not-asked', 'replays-otherwise']);

/** The answer to a simulation: lines of NDJSON, the last of which is `done`. */
export const simulationEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), records: z.int(), of: z.int() }),
  z.object({ event: z.literal('changed'), ...place, before: outcome, after: outcome }),
  z.object({ event: z.literal('apart'), ...place, why: apartSchema }),
  z.object({ event: z.literal('trace'), trace: queryTrace }),
  z.object({
    event: z.literal('done'),
    candidate: z.string(),
    /** How many were compared. */
    decisions: z.int(),
    changed: z.int(),
    apart: z.record(apartSchema, z.int()),
  }),
]);

// ── replay ───────────────────────────────────────────────────────────────────────────────────────

/**
 * What arguments were grounded in: the words, which give what was recorded or `otherwise`; what was
 * `recorded`, as some of them are gone; `none`: nothing was grounded.
 */
const grounded = z.enum(['rebuilt', 'otherwise', 'recorded', 'none']);

/** The answer to a replay of the ledger: lines of NDJSON, the last of which is `done`. */
export const repeatEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), records: z.int(), of: z.int() }),
  z.object({
    event: z.literal('differs'),
    ...place,
    recorded: outcome,
    again: outcome,
    /** `grounding`: on the recorded one it comes out as it was recorded. */
    by: z.enum(['grounding', 'rules']),
    grounding: grounded,
  }),
  z.object({ event: z.literal('apart'), ...place, why: missing }),
  z.object({
    event: z.literal('done'),
    /** How many were decided again. */
    decisions: z.int(),
    differing: z.int(),
    /** How many no longer replay. */
    apart: z.record(missing, z.int()),
    grounding: z.record(grounded, z.int()),
  }),
]);

// ── explain ──────────────────────────────────────────────────────────────────────────────────────

const seen = z.enum(['true', 'false', 'error', 'not-reached']);
const explainedPolicy = z.object({
  id: z.string(),
  effect: z.enum(['permit', 'forbid']),
  source: z.string(),
  line: z.int(),
  text: z.string(),
  reason: z.string().nullable(),
  determining: z.boolean(),
  /** `unknown`: the question is not to be had, or the policy is not traced. */
  outcome: z.enum(['applies', 'does-not-apply', 'error', 'unknown']),
  clauses: z.array(
    z.object({
      kind: z.enum(['when', 'unless']),
      value: seen,
      conditions: z.array(
        z.object({
          /** In UTF-16 units of `text`; null: not known. */
          span: z.object({ start: z.int(), end: z.int() }).nullable(),
          value: seen,
        }),
      ),
    }),
  ),
});

export const explanationResponse = z.object({
  record: z.string(),
  seq: z.int(),
  time: instant,
  type: z.string(),
  actor,
  /** `fact`: nothing was asked, it happened. */
  verdict: z.enum(['permit', 'hold', 'deny', 'fact']),
  action: z
    .object({
      id: z.string(),
      task: z.string(),
      agent: z.string(),
      workflow: z.string().nullable(),
      requester: z.string().nullable(),
      connector: z.string(),
      tool: z.string(),
      hold: z.string().nullable(),
      /** The canonical arguments, as far as they are kept. */
      argumentsText: z.string().nullable(),
      isRedacted: z.boolean(),
      /** What its outcome (`context.outcome`) is made of, beside its own effects. */
      setsOff: z.array(
        z.object({ name: z.string(), effects: z.array(effectSchema), egress: profileSchema.shape.egress }),
      ),
    })
    .nullable(),
  /** What an enforcement point elsewhere asked (AuthZEN), as far as it is recorded. */
  access: z
    .object({
      subject: z.object({ type: z.string(), id: z.string().nullable() }),
      action: z.string(),
      resource: z.string(),
      task: z.string().nullable(),
    })
    .nullable(),
  /** What became of the hold that the action raised or used. */
  hold: z
    .object({
      id: z.string(),
      status: z.enum(['pending', 'used', 'rejected', 'void', 'expired']),
      expiresAt: instant,
      approvals: z.array(z.object({ operator: z.string(), record: z.string() })),
      ended: z.object({ record: z.string(), time: instant, by: z.string() }).nullable(),
      usedBy: z.string().nullable(),
      /** Who wrote other arguments for it; absent: nobody, and of an older Holdpoint that is not known. */
      editedBy: z.string().exactOptional(),
    })
    .nullable(),
  verb: z.string().nullable(),
  reasons: z.array(reasonSchema),
  asks: z.array(z.object({ policy: z.string(), reason: z.string(), approvers })),
  obligations: z.array(obligation),
  /** What the set that was tried beside it said, where that differs. */
  shadow: z.object({ policy: z.string(), verdict, determining: names }).nullable(),
  policy: z.object({ digest: z.string(), policies: z.array(explainedPolicy) }).nullable(),
  /** What of policy would have to be otherwise for a permit, the least first. */
  nearest: z.array(
    z.object({
      changes: z.array(
        z.object({
          words: z.string(),
          /** Who can bring it about. */
          by: z.enum(['asker', 'approver', 'time', 'task', 'admin', 'person']),
        }),
      ),
      /** Who must approve even then. */
      approvals: names,
      /** The engine was asked, and permits what was so changed. */
      isVerified: z.boolean(),
    }),
  ),
  /** Of a hold: each single fact that would have spared it, tried on its question; the least to say first. */
  avoidable: z.array(avoidance),
  /** `same`: asked again it is decided the same; else how not, or why it is not asked. */
  replay: z.enum(['same', 'otherwise', 'not-asked', 'unkept', 'erased', 'redacted', 'damaged']),
  /** What the set in force today says to the same question; null: it cannot be asked again. */
  today: outcome.extend({ policy: z.string().nullable(), isSame: z.boolean() }).nullable(),
});

// ── shadow ───────────────────────────────────────────────────────────────────────────────────────

const count = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number);

/** `after`: `next` of the page before. */
export const shadowQuery = z.strictObject({
  after: count.pipe(instant).default(0),
  limit: count.pipe(z.int().min(1).max(MAX_PAGE_ROWS)).default(PAGE_ROWS),
});

const tried = { connector: z.string(), tool: z.string(), verdict, shadow: verdict };
export const shadowReport = z.object({
  policy: z.string(),
  since: z.object({ record: z.string(), seq: z.int(), time: instant }),
  decisions: z.int(),
  disagreements: z.int(),
  groups: z.array(z.object({ ...tried, count: z.int() })),
  rows: z.array(z.object({ ...place, ...tried, determining: names, shadowDetermining: names })),
  next: instant.nullable(),
});
export const shadowResponse = z.object({ report: shadowReport.nullable() });

export type RepeatLine = z.output<typeof repeatEvent>;
export type SimulationLine = z.output<typeof simulationEvent>;
export type QueryTrace = z.output<typeof queryTrace>;
export type Outcome = z.output<typeof outcome>;
export type ExplanationView = z.output<typeof explanationResponse>;
export type ExplainedPolicyView = z.output<typeof explainedPolicy>;
export type ShadowReportView = z.output<typeof shadowReport>;
