// What people say of tools, models and hosts beside their effects: as they say it, and as it is shown.

import { z } from 'zod';
import { EFFECTS } from '../../../kernel/effect.ts';
import type { Json } from '../../../kernel/json.ts';
import { ARGUMENT_ROLES } from '../../../kernel/role.ts';

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

export const roleSchema = z.enum(ARGUMENT_ROLES);

export const effectSchema = z.enum(EFFECTS);

export const triggerSchema = z.strictObject({
  name: word.describe('What policies and traces call it'),
  /** Empty: something outside of what is governed. */
  starts: z
    .string()
    .max(320)
    .regex(/^(?:[^/\s]+\/\S+)?$/, 'must be workflow/<id> or <connector>/<tool>, or empty')
    .default('')
    .describe('workflow/<id> or <connector>/<tool>; absent: something outside of what is governed'),
  effects: z.array(effectSchema).max(10).default([]).describe('What it does beyond what it starts'),
  egress: z.enum(['none', 'shared', 'external', 'unknown']).exactOptional(),
  when: (z.json() as z.ZodType<Json>)
    .default(null)
    .describe('A JSON Schema that the arguments fit which set it off; absent: any'),
  withinSeconds: z
    .int()
    .min(1)
    .max(2_592_000)
    .default(3_600)
    .describe('How long after the call it may still start, in seconds'),
  words: z.string().max(1_000).default('').describe('What it is, for people'),
});

const pointer = z
  .string()
  .max(1024)
  .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'must be a JSON pointer, such as /to or /items/*/price');

/** One place: no `*`. */
const place = z
  .string()
  .max(1024)
  .regex(
    /^(?:\/(?!\*(?:\/|$))(?:[^~/]|~[01])*)+$/,
    'must be a JSON pointer to one place, such as /to or /items/0',
  );
const resultPlace = place.describe('Where in the structured result');
const argumentPlace = place.describe('The argument that it confirms');

export const outcomeCheckSchema = z.discriminatedUnion('check', [
  z
    .strictObject({ check: z.literal('count'), result: resultPlace, argument: argumentPlace })
    .describe('A number, or how many items a list has, is what the argument says or how many items it has'),
  z
    .strictObject({ check: z.literal('at-most'), result: resultPlace, most: z.int().min(0) })
    .describe('A number, or how many items a list has, is no more than that'),
  z.strictObject({ check: z.literal('receipt'), result: resultPlace }).describe('Something stands there'),
  z
    .strictObject({ check: z.literal('echo'), result: resultPlace, argument: argumentPlace })
    .describe('The argument stands there again'),
]);

/** What shows whether a call was done: another tool of its connector, which only reads. */
const readBackSchema = z.strictObject({
  tool: z.string().trim().min(1).max(256).describe('A tool of the same connector that only reads'),
  with: z
    .record(
      z.string().min(1).max(128),
      z.union([
        z.strictObject({ argument: place.describe('The value there in the arguments of the call') }),
        z.strictObject({ result: place.describe('The value there in its structured result') }),
      ]),
    )
    .describe('Arguments of the tool that reads'),
  checks: z
    .array(outcomeCheckSchema)
    .min(1)
    .max(16)
    .describe('What it shows, beside what the call was given'),
});

export const profileSchema = z.strictObject({
  egress: z.enum(['none', 'shared', 'external', 'unknown']),
  /** By JSON pointer into the arguments; `*` for every item of a list. */
  roles: z.record(pointer, roleSchema),
  output: labelsSchema,
  /** By JSON pointer into the structured result; `*` for every item of a list. */
  fields: z
    .record(
      pointer,
      z.strictObject({
        writer: z
          .enum(['organisation', 'owner', 'anyone', 'unknown'])
          .describe('Who can have written it: own systems, whoever holds the account, or anyone'),
        categories: z.array(word).max(64).default([]),
      }),
    )
    .exactOptional(),
  /** What a call sets off elsewhere, each by a name of its own. */
  triggers: z.array(triggerSchema).max(64).exactOptional(),
  /** What tells in a result whether the call did what was asked. */
  verify: z.array(outcomeCheckSchema).max(16).exactOptional(),
  readBack: readBackSchema.exactOptional(),
});

/** A host name in lower case, or `.` and one: that host and all below it. */
export const hostSchema = z
  .string()
  .max(254)
  .regex(
    /^(?:\.?(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z0-9](?:[a-z0-9-]{0,62})|\[[0-9a-f:.]+\])$/,
    'must be a host name in lower case (ASCII form), or one behind a dot for all below it: .example.com',
  );
const hosts = z.array(hostSchema).max(1024);

const cleared = z.record(z.string().max(254), labelsSchema.shape.sensitivity);

/** The whole of both lists: they replace what was declared before. */
export const destinationsRequest = z
  .strictObject({
    own: hosts,
    listed: hosts,
    /** The most sensitive data that listed hosts may be given, where it is not the usual. */
    cleared: cleared.default({}),
  })
  .refine((said) => Object.keys(said.cleared).every((host) => said.listed.includes(host)), {
    path: ['cleared'],
    message: 'names a host that is not listed',
  });
export const destinationsResponse = z.object({
  own: z.array(z.string()),
  listed: z.array(z.string()),
  cleared,
});

/** What models may be given, by `provider`, `provider/name`, or `*` for any other: all of it is replaced. */
export const clearancesSchema = z.strictObject({
  models: z.record(
    z.string().trim().min(1).max(257),
    z.strictObject({
      sensitivity: labelsSchema.shape.sensitivity,
      except: z.array(word).max(64).default([]),
    }),
  ),
});

export type ToolProfileView = z.output<typeof profileSchema>;
