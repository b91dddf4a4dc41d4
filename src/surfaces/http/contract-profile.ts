// What people say of tools, models and hosts beside their effects: as they say it, and as it is shown.

import { z } from 'zod';

const word = z.string().trim().min(1).max(128);

/** What is behind an agent; the fingerprint is whatever digest its owner takes over model, prompt, corpus. */
export const modelSchema = z.strictObject({
  provider: word,
  name: word,
  fingerprint: z.string().trim().min(1).max(256),
});

/** Of a registered agent; null: nobody knows any more. */
export const agentModelRequest = z.strictObject({ model: modelSchema.nullable() });

export const labelsSchema = z.strictObject({
  sensitivity: z.enum(['public', 'internal', 'confidential', 'restricted']),
  categories: z.array(word).max(64),
  integrity: z.enum(['trusted', 'untrusted']),
});

export const roleSchema = z.enum([
  'destination',
  'identity',
  'amount',
  'credential',
  'code',
  'content',
  'selector',
  'path',
]);

export const profileSchema = z.strictObject({
  egress: z.enum(['none', 'shared', 'external', 'unknown']),
  /** By JSON pointer into the arguments; `*` for every item of a list. */
  roles: z.record(
    z
      .string()
      .max(1024)
      .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'must be a JSON pointer, such as /to or /items/*/price'),
    roleSchema,
  ),
  output: labelsSchema,
});

/** A host name in lower case, or `.` and one: that host and all below it. */
const hostSchema = z
  .string()
  .max(254)
  .regex(
    /^(?:\.?(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z0-9](?:[a-z0-9-]{0,62})|\[[0-9a-f:.]+\])$/,
    'must be a host name in lower case (ASCII form), or one behind a dot for all below it: .example.com',
  );
const hosts = z.array(hostSchema).max(1024);

/** The whole of both lists: they replace what was declared before. */
export const destinationsRequest = z.strictObject({ own: hosts, listed: hosts });
export const destinationsResponse = z.object({ own: z.array(z.string()), listed: z.array(z.string()) });

export type ToolProfileView = z.output<typeof profileSchema>;
