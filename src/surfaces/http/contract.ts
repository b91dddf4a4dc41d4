// All that crosses the management API, once: what the server refuses to read, no client can have written,
// and console and CLI know nothing of Holdpoint but this file. Answers may gain members; requests may not
// carry unknown ones.

import { z } from 'zod';
import { assertionSchema, passkeySignature } from './contract/passkey.ts';
import {
  approvalView,
  askOptions,
  draftOptions,
  holdOptions,
  sheetOptions,
  shownSchema,
  statementOptions,
} from './contract/approval.ts';
import { agentBounds, limitsView, usageOptions, usageView } from './contract/budget.ts';
import { approverView, operatorDuty } from './contract/duty.ts';
import { groundedArgument } from './contract/grounding.ts';
import { askedDeclassification, carriedArgument, carriedLabels } from './contract/labels.ts';
import { stepView } from './contract/step.ts';
import { effectSchema, modelSchema } from './contract/profile.ts';
import { witnessingView } from './contract/witnesses.ts';
import type { Json } from '../../kernel/json.ts';

export const API_PREFIX = '/api/v1';

/** Largest request body, bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Longest life of an operator's session and of an agent's token, seconds. */
export const SESSION_SECONDS = 12 * 3600;
export const MAX_AGENT_TOKEN_SECONDS = 24 * 3600;

const NAME = /^[A-Za-z0-9._-]{1,128}$/;
export const json = z.json() as z.ZodType<Json>;
const word = z.string().min(1).max(128);
const instant = z.int().nonnegative();

/** Names an operator, agent, connector, task or hold. */
export const nameSchema = z
  .string()
  .regex(NAME, 'must be 1 to 128 letters, digits, dots, hyphens or underscores');
export const digestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits');
const reasonText = z.string().trim().min(1, 'must say why').max(4000);

// ── what answers are made of ─────────────────────────────────────────────────────────────────────

export const reasonSchema = z.object({
  rule: z.string(),
  code: z.string(),
  facts: z.record(z.string(), json),
  lift: z.string(),
});

export const receiptSchema = z.object({
  ledger: z.string(),
  mode: z.enum(['separated', 'solo']),
  record: z.string(),
  seq: z.int(),
  hash: z.string(),
  checkpoint: z.string(),
  inclusion: z.array(z.string()).readonly().nullable(),
});

/** A recorded decision that was not a denial (those are errors). */
export const answerSchema = z.object({
  verdict: z.enum(['permit', 'hold', 'deny']),
  reasons: z.array(reasonSchema),
  receipt: receiptSchema,
});

export const problemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  source: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
  help: z.string().nullable(),
});

export const errorCodeSchema = z.enum([
  'malformed',
  'invalid',
  'too-large',
  'wrong-content-type',
  'unauthenticated',
  'not-allowed',
  'denied',
  'not-found',
  'foreign-host',
  'foreign-origin',
  'store-fault',
  'overloaded',
  'too-many-requests',
  'upstream-fault',
  'credential-fault',
  'internal',
]);

export const errorSchema = z.object({
  error: z.object({
    code: errorCodeSchema,
    message: z.string(),
    help: z.string().optional(),
    /** Of `too-many-requests`. */
    retryAfterSeconds: z.int().optional(),
    /** The finer code of an operational fault. */
    fault: z.string().optional(),
    /** Of a `denied`: exactly why, and where it is recorded. */
    reasons: z.array(reasonSchema).optional(),
    receipt: receiptSchema.optional(),
    /** Of an `invalid` file. */
    problems: z.array(problemSchema).optional(),
  }),
});

// ── sessions and status ──────────────────────────────────────────────────────────────────────────

export const challengeRequest = z.strictObject({ operator: nameSchema });
export const challengeResponse = z.object({ challenge: z.string(), ledger: z.string(), expiresAt: instant });
/** What an operator's key signs, as canonical JSON (RFC 8785), to sign in. */
export interface LoginStatement {
  readonly v: 1;
  readonly type: 'holdpoint/login@v1';
  readonly ledger: string;
  readonly operator: string;
  readonly challenge: string;
}
const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'must be an Ed25519 signature in base64url');
export const sessionRequest = z.strictObject({
  operator: nameSchema,
  challenge: z.string().max(128),
  signature: signatureSchema,
});
export const tokenResponse = z.object({ token: z.string(), expiresAt: instant });

export const statusResponse = z.object({
  version: z.string(),
  url: z.string(),
  ledger: z.string(),
  vkey: z.string(),
  mode: z.enum(['separated', 'solo']).nullable(),
  size: z.int(),
  epoch: z.int(),
  policy: z.string().nullable(),
  /** Whether the published policy could be loaded; without it everything is denied. */
  policyLoaded: z.boolean(),
  killed: z.object({ all: z.boolean(), agents: z.array(z.string()), connectors: z.array(z.string()) }),
  queue: z.int(),
  flights: z.int(),
  openTasks: z.int(),
  pendingHolds: z.int(),
  /** Whether agents may run as the operating-system user that Holdpoint runs as. */
  advisory: z.boolean(),
  /** Living processes that share the ledger; null: no other can. */
  replicas: z.int().nullable(),
  /** Null: the ledger has no witnesses. */
  witnessing: witnessingView.nullable(),
});

// ── people, agents, workflows, policy ────────────────────────────────────────────────────────────

const identitySchema = z.strictObject({
  issuer: z.string().min(1).max(2048),
  subject: z.string().min(1).max(256),
});

export const operatorRequest = z.strictObject({
  id: nameSchema,
  name: z.string().trim().min(1).max(256),
  roles: z.array(word).min(1).max(32),
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be a raw Ed25519 public key in base64url')
    .nullable(),
  identity: identitySchema.nullable(),
});
export const operatorView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  roles: z.array(z.string()),
  publicKey: z.string().nullable(),
  identity: z.object({ issuer: z.string(), subject: z.string() }).nullable(),
  ...operatorDuty,
});
export const delegated = answerSchema.extend({ delegation: z.string() });
export const operatorsResponse = z.object({ operators: z.array(operatorView) });

export const agentRequest = z.strictObject({
  id: nameSchema,
  owner: nameSchema,
  environment: word,
  groups: z.array(word).max(32),
  identity: identitySchema.nullable(),
  /** The model behind it; absent: nobody says. */
  model: modelSchema.exactOptional(),
});
export const agentView = z.object({
  ...agentRequest.shape,
  identity: operatorView.shape.identity,
  model: z.object(modelSchema.shape).exactOptional(),
  ...agentBounds,
  killed: z.boolean(),
});
export const agentsResponse = z.object({ agents: z.array(agentView) });
export const agentTokenRequest = z.strictObject({ ttlSeconds: z.int().min(60).max(MAX_AGENT_TOKEN_SECONDS) });

export const fileSchema = z.strictObject({
  name: z.string().min(1).max(256),
  text: z.string().max(MAX_BODY_BYTES),
});
const allowanceView = z.object({
  tool: z.string(),
  arguments: json,
  max: z.int().nullable(),
  preapproved: z.object({ arguments: json, max: z.int().nullable() }).nullable(),
});
export const scopeView = z.object({
  purpose: z.string(),
  allowances: z.array(allowanceView),
  limits: limitsView,
  /** All that its actions may do and set off; absent: whatever policy lets. */
  outcomes: z.array(effectSchema).exactOptional(),
  /** In their order; absent: it has none. */
  steps: z.array(stepView).exactOptional(),
});
export const workflowRequest = fileSchema;
export const workflowView = z.object({
  id: z.string(),
  digest: z.string(),
  author: z.string(),
  publisher: z.string(),
  scope: scopeView,
  agents: z.array(z.string()),
  unattended: z.boolean(),
  expiresAt: z.number(),
  taskSeconds: z.number(),
  record: z.string(),
});
export const workflowsResponse = z.object({ workflows: z.array(workflowView) });
export const workflowPublished = answerSchema.extend({ workflow: z.string() });

export const policyRequest = z.strictObject({ sources: z.array(fileSchema).min(1).max(256) });
export const policyView = z.object({
  digest: z.string(),
  sources: z.array(z.object({ name: z.string(), text: z.string() })),
  record: z.string(),
});
export const policyResponse = z.object({ policy: policyView.nullable() });
export const problemsResponse = z.object({ problems: z.array(problemSchema) });

// ── tasks, holds, leases ─────────────────────────────────────────────────────────────────────────

export const taskRequest = z.strictObject({
  workflow: nameSchema,
  agent: nameSchema,
  /** A person's own words; null where nobody asked in words. */
  prompt: z
    .string()
    .min(1)
    .max(256 * 1024)
    .nullable(),
  /** The action that set it off; absent: nobody says. */
  cause: nameSchema.exactOptional(),
});
export const taskOpened = answerSchema.extend({ task: z.string(), token: tokenResponse });
export const renewed = answerSchema.extend({ token: tokenResponse });

export const taskSummary = z.object({
  id: z.string(),
  workflow: z.string(),
  agent: z.string(),
  requester: z.string(),
  status: z.enum(['open', 'closed', 'expired', 'quarantined']),
  openedAt: instant,
  endedAt: instant.nullable(),
  expiresAt: instant,
  permitted: z.int(),
  held: z.int(),
  denied: z.int(),
  /** Its prompt, arguments and results are gone for good. */
  erased: z.boolean(),
});

export const leaseView = z.object({
  id: z.string(),
  task: z.string(),
  agent: z.string(),
  connector: z.string(),
  issuer: z.enum(['jwt', 'static']),
  /** One action's own; null: shared by the task's calls to the connector. */
  action: z.string().nullable(),
  status: z.enum(['granted', 'issued', 'revoked']),
  expiresAt: instant,
  failedRevocations: z.int(),
  /** The secret outlives the lease: somebody else manages it. */
  standing: z.boolean(),
  /** An agent under the same operating-system user could read it all the same. */
  advisory: z.boolean(),
});
export const leasesResponse = z.object({ leases: z.array(leaseView) });

const askView = z.object({
  policy: z.string(),
  policyDigest: z.string(),
  reason: z.string(),
  approvers: z.array(z.object({ role: z.string(), quorum: z.int() })),
  expiresSeconds: z.number().nullable(),
  ...askOptions,
});
export const holdView = z.object({
  id: z.string(),
  task: z.string(),
  agent: z.string(),
  requester: z.string(),
  workflow: z.string(),
  digest: z.string(),
  connector: z.string(),
  tool: z.string(),
  effects: z.array(effectSchema),
  asks: z.array(askView),
  approvals: z.array(approvalView),
  status: z.enum(['pending', 'rejected', 'used', 'void']),
  raisedAt: instant,
  expiresAt: instant,
  usedBy: z.string().nullable(),
  /** The first of the like holds that are shown together, or its own id; absent: it stands alone. */
  batch: z.string().exactOptional(),
  /** The rejected hold whose action it asks for in another shape; of an older row that is not known. */
  variationOf: z.string().nullish(),
  record: z.string(),
  ...holdOptions,
});
export const holdsResponse = z.object({ holds: z.array(holdView) });
export const holdDetail = holdView.extend({
  argumentsText: z.string().nullable(),
  promptText: z.string().nullable(),
  /** Secrets were taken out of them before they were written. */
  isRedacted: z.boolean(),
  /** What an approval is bound to; an approval that was given for something else is refused. */
  shown: shownSchema,
  /** Whom it asks: who may approve, and why others of those may not; absent: of an older Holdpoint. */
  approvers: z.array(approverView).exactOptional(),
  /** The other holds that wait for like actions: one word may be about all of them. */
  together: z.array(z.string()),
  ...sheetOptions,
  /** Where the values come from that carry authority, and words that should not be passed on. */
  grounding: z.array(groundedArgument),
  /** What it gives away, value by value and all together; null: nobody looked. */
  carried: z.array(carriedArgument),
  sent: carriedLabels.nullable(),
  /** What it asks to declassify; absent: it is an action that waits. */
  asked: askedDeclassification.optional(),
  /** Who asks for access elsewhere, and the evaluation that denied it; absent: nobody does. */
  access: z
    .object({ actor: z.object({ kind: z.string(), id: z.string() }), evaluation: z.string() })
    .optional(),
});

export const taskDetail = z.object({
  summary: taskSummary,
  expiresAt: instant,
  /** The call of another task that set it off; null: none did. */
  cause: z.object({ task: z.string().nullable(), action: z.string().nullable() }).nullable(),
  /** How many tasks that set each other off stand above it. */
  depth: z.int(),
  scope: scopeView,
  /** The one it is in; null: its workflow has none. */
  step: z.string().nullable(),
  usage: usageView,
  ...usageOptions,
  holds: z.array(holdView),
  leases: z.array(leaseView),
});

/** More are never shown together. */
const MOST_COVERED = 100;

export const statementRequest = z.strictObject({
  task: nameSchema,
  verdict: z.enum(['approve', 'reject']),
  reason: reasonText,
  /** Other holds of like actions that were shown with it. */
  also: z.array(nameSchema).max(MOST_COVERED).exactOptional(),
  ...draftOptions,
});
const statementShape = {
  v: z.literal([1, 2, 3]),
  type: z.enum(['holdpoint/approval@v1', 'holdpoint/approval@v2', 'holdpoint/approval@v3']),
  ledger: z.string().regex(/^[^\s+\p{Cc}]+$/u),
  task: nameSchema,
  hold: nameSchema,
  digest: digestSchema,
  /** Of version 2 and 3. */
  also: z
    .array(z.strictObject({ hold: nameSchema, digest: digestSchema, shown: shownSchema.exactOptional() }))
    .max(MOST_COVERED)
    .exactOptional(),
  policies: z.array(digestSchema).max(1024),
  verdict: z.enum(['approve', 'reject']),
  reason: z.string().regex(/^hmac-sha256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/),
  operator: nameSchema,
  at: instant,
  expiresAt: instant,
  ...statementOptions,
};
export const statementSchema = z.strictObject(statementShape);
export const decisionRequest = z.strictObject({
  statement: statementSchema,
  signature: z.union([signatureSchema, passkeySignature]),
  /** It is a passkey's signature, and this what it signed with. */
  assertion: assertionSchema.exactOptional(),
  reason: reasonText,
  /** The other arguments that the statement commits to. */
  edit: z.record(z.string(), json).exactOptional(),
});

// ── containment: answered twice, with a tree three times, as lines of NDJSON ────────────────────

/** `tree`: with all that it may have set off. */
export const quarantineRequest = z.strictObject({ reason: reasonText, tree: z.boolean().default(false) });
export const killRequest = z.strictObject({
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['agent', 'connector']), id: nameSchema }),
    z.strictObject({ kind: z.literal('all') }),
  ]),
  lift: z.boolean(),
  reason: reasonText,
});
const containmentStep = z.enum(['calls-ended', 'leases-revoked']);
export const containmentEvent = z.discriminatedUnion('event', [
  answerSchema.extend({
    event: z.literal('recorded'),
    recordedMs: z.number(),
    voidHolds: z.int(),
  }),
  z.object({
    /** Of the tasks that this one may have set off, where they were to be stopped as well. */
    event: z.literal('tree-recorded'),
    recordedMs: z.number(),
    voidHolds: z.int(),
    below: z.array(z.string()),
  }),
  z.object({
    event: z.literal('quiesced'),
    quiescedMs: z.number(),
    aborted: z.int(),
    /** When each part was done, from the request on; `left` is owed still, and tried again. */
    steps: z.array(z.object({ step: containmentStep, atMs: z.number(), count: z.int(), left: z.int() })),
  }),
]);

// ── ledger ───────────────────────────────────────────────────────────────────────────────────────

export const recordView = z.object({
  v: z.literal(1),
  seq: z.int(),
  id: z.string(),
  time: instant,
  stream: z.string(),
  version: z.int(),
  type: z.string(),
  actor: z.object({ kind: z.enum(['agent', 'operator', 'system']), id: z.string() }),
  causes: z.array(z.string()),
  body: z.record(z.string(), json),
});
export const traceResponse = z.object({
  summary: taskSummary,
  records: z.array(recordView),
  /** What it set off, and the openings of the tasks that go back to that. */
  downstream: z.array(recordView),
  /** The words behind the commitments; null where the key is gone. */
  payloads: z.record(z.string(), z.string().nullable()),
});
export const recordResponse = z.object({ record: recordView });
export const revocationResponse = z.looseObject({ active: z.boolean() });

export type Answer = z.output<typeof answerSchema>;
export type ApiError = z.output<typeof errorSchema>['error'];
export type ErrorCode = z.output<typeof errorCodeSchema>;
export type Problem = z.output<typeof problemSchema>;
export type Reason = z.output<typeof reasonSchema>;
export type Receipt = z.output<typeof receiptSchema>;
export type Status = z.output<typeof statusResponse>;
export type OperatorView = z.output<typeof operatorView>;
export type AgentView = z.output<typeof agentView>;
export type WorkflowView = z.output<typeof workflowView>;
export type TaskSummary = z.output<typeof taskSummary>;
export type TaskDetail = z.output<typeof taskDetail>;
export type LeaseView = z.output<typeof leaseView>;
export type HoldView = z.output<typeof holdView>;
export type HoldDetail = z.output<typeof holdDetail>;
export type Statement = z.output<typeof statementSchema>;
export type KillRequest = z.output<typeof killRequest>;
export type ContainmentEvent = z.output<typeof containmentEvent>;
export type RecordView = z.output<typeof recordView>;
export type TraceView = z.output<typeof traceResponse>;
