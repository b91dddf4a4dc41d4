// The `*.policy-test.yaml` format: every key it takes asks something or expects something, and any other key
// is an error.

import { z } from 'zod';
import { SENSITIVITIES } from '../../kernel/flow/label.ts';
import type { Json } from '../../kernel/json.ts';
import { connectorsSchema } from '../catalog-file.ts';

const name = z.string().min(1).max(128);
const names = z.array(name).max(1000);
const json = z.json() as z.ZodType<Json>;
const facts = z.record(z.string(), json);
const host = z.string().min(1).max(254);
const hosts = z.array(host).max(10_000);

const agentSchema = z.strictObject({
  id: name.exactOptional(),
  groups: names.exactOptional(),
  owner: name.exactOptional(),
  environment: name.exactOptional(),
  model: z.strictObject({ provider: name, name, fingerprint: z.string().default('') }).exactOptional(),
});

const operatorSchema = z.strictObject({
  id: name.exactOptional(),
  roles: names.exactOptional(),
  provedSecondsAgo: z
    .int()
    .nonnegative()
    .exactOptional()
    .describe('How long ago the person proved who they are; absent: never'),
});

const obligationSchema = z.union(
  [
    z.strictObject({ kind: z.literal('redact'), fields: z.array(z.string()) }),
    z.strictObject({ kind: z.literal('cap-rows'), rows: z.int() }),
    z.strictObject({ kind: z.literal('notify'), roles: names }),
    z.strictObject({ kind: z.literal('record-payload') }),
    z.strictObject({ kind: z.literal('step-up'), withinSeconds: z.int() }),
    z.strictObject({ kind: z.literal('other'), name: z.string(), value: z.string() }),
  ],
  'must be an obligation, such as {kind: redact, fields: [ssn]}',
);

const expectSchema = z.strictObject({
  verdict: z.enum(['permit', 'hold', 'deny']).describe('permit, hold or deny'),
  policies: names.exactOptional().describe('Ids of exactly the policies that determine the verdict'),
  approvers: z
    .array(z.string().regex(/^[^:\s]+:[1-9]\d?$/, 'must be role:quorum, such as finance:1'))
    .exactOptional()
    .describe('Exactly who is asked: [finance:1, security:2]'),
  obligations: z.array(obligationSchema).exactOptional().describe('Exactly what it comes with'),
  reasons: names.exactOptional().describe('Codes of exactly the reasons, such as [policy-default-deny]'),
});

const testSchema = z.strictObject({
  name: z.string().min(1).max(300).describe('What the policies do here, as a sentence'),
  agent: agentSchema.exactOptional().describe('Who asks; of defaults.agent what is not said here'),
  operator: operatorSchema.exactOptional().describe('The person who asks, in place of an agent'),
  action: name.describe("connector/tool, or one of the organisation's verbs"),
  input: facts.exactOptional().describe("The tool's arguments"),
  context: facts.exactOptional().describe('What differs from a task that was just opened and did nothing'),
  approved: names.exactOptional().describe('Ids of the policies whose asks people have met'),
  expect: expectSchema,
});

const defaultsSchema = z.strictObject({
  agent: agentSchema.exactOptional(),
  operator: operatorSchema.exactOptional(),
  context: facts.exactOptional(),
});

/** The shape of a policy test file; also what `schemas/policy-test.schema.json` is made from. */
export const testFileSchema = z.strictObject({
  policies: z
    .array(z.string().min(1).max(1000))
    .min(1)
    .default(['*.cedar'])
    .describe('Cedar files, relative to this one: paths, or *.cedar of a folder'),
  catalog: z.string().min(1).exactOptional().describe('A catalog file, relative to this one'),
  connectors: connectorsSchema.exactOptional().describe('The catalog itself, in place of a file'),
  destinations: z
    .strictObject({
      own: hosts.default([]),
      listed: hosts.default([]),
      cleared: z.record(host, z.enum(SENSITIVITIES)).default({}),
    })
    .prefault({})
    .describe("The organisation's own hosts, others that it knows, and how sensitive what those get may be"),
  defaults: defaultsSchema.prefault({}).describe('What holds for every test that does not say otherwise'),
  tests: z.array(testSchema).min(1).describe('Each asks one question and says what the answer must be'),
});

export type TestFile = z.output<typeof testFileSchema>;
export type TestCase = TestFile['tests'][number];
export type Expectation = TestCase['expect'];
