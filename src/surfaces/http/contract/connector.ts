// What crosses the API about connectors: how they are reached, what they offer beside what was admitted, and
// what a person says of it.

import { z } from 'zod';
import { answerSchema, digestSchema, json, nameSchema } from '../contract.ts';
import { effectSchema, profileSchema } from './profile.ts';

export const upstreamSchema = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('stdio'),
    command: z.string().min(1).max(4096),
    args: z.array(z.string().max(8192)).max(256),
    cwd: z.string().min(1).max(4096).nullable(),
    env: z.record(z.string().min(1).max(256), z.string().max(8192)),
  }),
  z.strictObject({ transport: z.literal('http'), url: z.url({ protocol: /^https?$/ }).max(2048) }),
  z.strictObject({
    transport: z.literal('openapi'),
    url: z.url({ protocol: /^https?$/ }).max(2048),
    document: z
      .string()
      .regex(/^(?:[A-Za-z]:)?[\\/]/, 'must be an absolute path')
      .max(4096),
  }),
]);
export const credentialSchema = z.strictObject({
  issuer: z.enum(['jwt', 'static']),
  audience: z.string().min(1).max(2048),
  ttlSeconds: z.int().min(1).max(86_400),
  inject: z.strictObject({
    as: z.enum(['header', 'query', 'env']),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
    prefix: z.string().max(64),
  }),
  reference: z
    .string()
    .regex(/^(env|file):/, 'must be env:NAME or file:/path, never the secret itself')
    .max(4096)
    .nullable(),
});
export const connectorRequest = z.strictObject({
  id: nameSchema,
  upstream: upstreamSchema,
  credential: credentialSchema.nullable(),
  /** Whether the model that is configured is asked what the tools do. */
  model: z.boolean().exactOptional(),
});
/** The model that was asked, and why it was not heard. */
export const modelAsked = z.object({
  name: z.string(),
  fault: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export const connectorProposed = answerSchema.extend({
  proposal: z.string(),
  /** What it could do and is not offered. */
  leftOut: z.array(z.object({ name: z.string(), why: z.string() })),
  /** Null: none was asked. */
  model: modelAsked.nullable(),
});

const tool = z.string().max(1024);
export const admitRequest = z.strictObject({
  proposal: digestSchema,
  effects: z.record(tool, z.array(effectSchema).min(1).max(10)),
  profiles: z.record(tool, profileSchema).exactOptional(),
  /** Tools that are not admitted; absent: those that were left out before. */
  without: z.array(tool).max(10_000).exactOptional(),
  /** Findings that the reviewer read and takes on. */
  accepted: z
    .array(z.strictObject({ tool, rule: z.string().max(128) }))
    .max(10_000)
    .exactOptional(),
  /** Only if every change is harmless. */
  light: z.boolean().exactOptional(),
});

export const serverSchema = z.object({ name: z.string(), version: z.string() });
const toolView = z.object({
  name: z.string(),
  kind: z.string(),
  definition: z.string(),
  effects: z.array(effectSchema),
  idempotent: z.boolean(),
  inputSchema: json,
  description: z.string(),
  profile: z.object(profileSchema.shape),
});
const proposedPart = z.object({
  digest: z.string(),
  upstream: json,
  credential: z.object({ ...credentialSchema.shape, reference: z.string().nullable() }).nullable(),
  server: serverSchema.nullable(),
  record: z.string(),
});
/** Unix milliseconds. */
const sighting = { at: z.int(), record: z.string() };
const serverSighting = z.object({ observed: serverSchema, ...sighting });
export const connectorView = z.object({
  id: z.string(),
  killed: z.boolean(),
  proposal: proposedPart.extend({ tools: z.array(toolView) }).nullable(),
  admitted: proposedPart
    .extend({
      tools: z.record(z.string(), toolView),
      corrected: z.object({ effects: z.array(z.string()), profiles: z.array(z.string()) }),
      /** Tools that were proposed with these and left out. */
      without: z.array(z.string()),
    })
    .nullable(),
  /** What was seen since the admission and is not what was admitted; tools in `drifted` are refused. */
  drifted: z.record(z.string(), z.object({ observed: z.string(), ...sighting })),
  /** Another server: everything is refused. */
  swapped: serverSighting.nullable(),
  updates: z.array(serverSighting),
  checked: z.object({ added: z.array(z.string()), vanished: z.array(z.string()), ...sighting }).nullable(),
});
export const connectorsResponse = z.object({ connectors: z.array(connectorView) });

const fieldChange = z.object({ pointer: z.string(), before: json.optional(), after: json.optional() });
const reviewedTool = z.object({
  name: z.string(),
  verdict: z.enum(['same', 'harmless', 'new', 'review', 'block']),
  /** Why a change is not harmless. */
  reasons: z.array(z.object({ rule: z.string(), pointer: z.string(), text: z.string() })),
  newSentences: z.array(z.string()),
  fields: z.array(fieldChange),
  found: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning']),
      pointer: z.string(),
      excerpt: z.string(),
    }),
  ),
  /** All that the scan found, by rule id. */
  findings: z.array(z.string()),
  /** Findings without whose names nobody admits it. */
  unread: z.array(z.string()),
});
export const reviewSchema = z.object({
  /** Record of the admission that it is compared with; null: there is none. */
  against: z.string().nullable(),
  /** Whether upstream, credential and the server's name are as they were admitted. */
  of: z.string(),
  isReachedAlike: z.boolean(),
  tools: z.array(reviewedTool),
  /** Admitted tools that it does not list. */
  gone: z.array(z.string()),
});

const inferenceView = z.object({
  evidence: z.string(),
  /** 0 (nothing is known) to 1. */
  confidence: z.number(),
  reversibility: z.string(),
});

/** With the definitions as the upstream gave them when it was proposed, else when what was admitted was. */
export const connectorDetail = connectorView.extend({
  definitions: z.record(z.string(), json),
  /** Why each tool is thought to do what was proposed; an older daemon does not say. */
  inferences: z.record(z.string(), inferenceView).exactOptional(),
  /** What a model said of tools of the proposal beyond what the rules found. */
  modelSays: z.record(z.string(), z.array(z.string())).default({}),
  /** Null: nothing is proposed. */
  review: reviewSchema.nullable(),
});
export const checkResponse = answerSchema.extend({ connector: connectorView });

export type ConnectorRequest = z.output<typeof connectorRequest>;
export type ConnectorView = z.output<typeof connectorView>;
export type ConnectorDetail = z.output<typeof connectorDetail>;
export type ReviewedTool = z.output<typeof reviewedTool>;
