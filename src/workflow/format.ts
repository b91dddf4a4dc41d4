// The `*.workflow.yaml` format: every key it takes is enforced or recorded, and any other key is an error.

import { EFFECTS } from '../kernel/effect.ts';
import { z } from 'zod';
import { BREAKER } from '../kernel/rules/breaker.ts';
import { MAX_CYCLE } from '../kernel/chain/cycle.ts';
import { MAX_DESTINATIONS, MAX_TIMES } from '../kernel/chain/usage.ts';
import { DURATION } from './moment.ts';
import { moneySchema } from './money.ts';
import { compileSchema } from './schema.ts';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63');

const name = z.string().min(1).max(128);

const duration = z.string().regex(DURATION, 'must be a span such as 30s, 5m, 2h or 7d');

const count = z.int().min(1).max(1_000_000);

const argumentSchema = z
  .record(z.string(), z.json())
  .superRefine((schema, context) => {
    try {
      compileSchema(schema, 'authored');
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : 'cannot be compiled';
      context.addIssue({ code: 'custom', message: `is no usable JSON Schema: ${why}` });
    }
  })
  .describe(
    'A JSON Schema (draft 2020-12) that the whole arguments object must fit, such as {type: object, …}',
  );

const preapproval = z.union(
  [
    z.literal(true),
    z.strictObject({
      arguments: argumentSchema.exactOptional(),
      max: count
        .exactOptional()
        .describe('How many calls are approved beforehand; absent: every allowed one'),
    }),
  ],
  'must be true, or a mapping of arguments and max',
);

const tool = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}\/(?:\*|[^\s*][^*]{0,255})$/,
    'must be connector/tool, or connector/* for every tool of the connector',
  )
  .describe('connector/tool, or connector/* for every admitted tool of the connector');

const allowance = z.strictObject({
  tool,
  arguments: argumentSchema.exactOptional(),
  max: count
    .exactOptional()
    .describe('How many calls this allowance gives; absent: as many as the limits let'),
  preapproved: preapproval
    .exactOptional()
    .describe(
      'Calls that the review of this file approves: true, or {arguments, max} for calls within bounds',
    ),
});

const resultLimit = z.strictObject({
  task: z.int().min(1).max(1_000_000_000_000).describe('All calls of a task together'),
  call: z.int().min(1).max(1_000_000_000_000).describe('One call: what each reserves while it runs'),
});

const breaker = z.strictObject({
  denials: count
    .exactOptional()
    .describe(`Denials of what it should not have asked, no permit between; absent: ${BREAKER.denials}`),
  variations: count
    .exactOptional()
    .describe(
      `Holds for what was rejected in other shapes, no approval between; absent: ${BREAKER.variations}`,
    ),
  repeats: count
    .exactOptional()
    .describe(
      `Rounds of one and the same changing call, or of up to ${MAX_CYCLE}; absent: ${BREAKER.repeats}`,
    ),
  callsPerMinute: z
    .int()
    .min(1)
    .max(MAX_TIMES)
    .exactOptional()
    .describe('Calls within a minute; absent: any number'),
});

const limits = z
  .strictObject({
    calls: count.default(100).describe('How many calls a task may make'),
    wall: duration.default('5m').describe('How long its calls may take together, such as 5m'),
    call: duration
      .default('30s')
      .describe('How long one call may take, such as 30s; each reserves that much'),
    holds: z.int().min(0).max(10_000).default(10).describe('How many holds a task may raise'),
    cooling: duration
      .exactOptional()
      .describe('How long nothing of a tool is asked again after two rejections, such as 15m; absent: 5m'),
    depth: z
      .int()
      .min(0)
      .max(64)
      .exactOptional()
      .describe('How many tasks that set each other off may stand above one; absent: 8'),
    effects: z
      .partialRecord(z.enum(EFFECTS), z.int().min(0).max(1_000_000))
      .exactOptional()
      .describe('How many calls may have each effect: {write: 50, send: 10}; not named: any number'),
    money: moneySchema
      .exactOptional()
      .describe('The sum of all amounts that its calls may name, of whatever currency, such as 250.50'),
    destinations: z
      .int()
      .min(0)
      .max(MAX_DESTINATIONS)
      .exactOptional()
      .describe('How many different destinations a task may address; absent: any number'),
    fanOut: z
      .int()
      .min(0)
      .max(1_000_000)
      .exactOptional()
      .describe('How many things its calls may set off by triggers; absent: any number'),
    running: count.exactOptional().describe('How many calls may run at once; absent: any number'),
    records: resultLimit
      .exactOptional()
      .describe('Records that results may bring: {task: 5000, call: 500}; one with more is withheld'),
    bytes: resultLimit
      .exactOptional()
      .describe('Bytes that results may bring: {task: 10000000, call: 1000000}; one with more is withheld'),
    breaker: breaker.exactOptional().describe('When a task counts as a runaway and is quarantined'),
  })
  .prefault({});

const task = z
  .strictObject({ ttl: duration.default('1h').describe('How long a task may live, such as 30m') })
  .prefault({});

const gate = z.strictObject({
  approvers: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be the name of a role'),
      z.int().min(1).max(99),
    )
    .refine((roles) => Object.keys(roles).length > 0, 'must name a role')
    .describe('How many people with each role let the step begin: {finance: 1, security: 1}'),
  reason: z.string().trim().min(1).max(1000).describe('What they are to look at, in words for people'),
  expires: duration.exactOptional().describe('How long it waits for them; absent: 1h'),
});

const step = z.strictObject({
  name: id.describe('Name of the step, once in the file'),
  tools: z.array(tool).min(1).max(500).describe('What it may use of what the file allows'),
  calls: count.exactOptional().describe('How many calls it may take; absent: as many as the limits let'),
  for: duration.exactOptional().describe('How long it may last, such as 30m; absent: as long as the task'),
  gate: gate.exactOptional().describe('Who lets it begin; absent: it begins when it is asked for'),
});

/** The shape of a workflow file; also what `schemas/workflow.schema.json` is made from. */
export const workflowSchema = z.strictObject({
  holdpoint: z.literal('workflow/v1').describe('The format of this file: workflow/v1'),
  id: id.describe('Name of the workflow; publishing it again replaces it'),
  purpose: z.string().min(1).max(1000).describe('What tasks under it are for, in words people review'),
  owner: name.describe('The operator who answers for it'),
  author: name.exactOptional().describe('Id of the operator who wrote it; absent: the one who publishes it'),
  agents: z.array(name).min(1).max(1000).describe('Ids of the agents that may run it'),
  unattended: z.boolean().default(false).describe("Whether a task may open without a person's prompt"),
  expires: z
    .union(
      [z.iso.date(), z.iso.datetime({ offset: true })],
      'must be a date, or a date and time with its zone',
    )
    .describe(
      'No task opens from here on: 2027-01-31 (its first moment in UTC) or 2027-01-31T17:00:00+01:00',
    ),
  task,
  limits,
  outcomes: z
    .array(z.enum(EFFECTS))
    .min(1)
    .exactOptional()
    .describe('All that its actions may do and set off: [read, send]; absent: whatever policy lets'),
  allow: z.array(allowance).min(1).max(500).describe('What a task may do; anything else is denied'),
  steps: z
    .array(step)
    .min(1)
    .max(50)
    .exactOptional()
    .describe('What it may do when, in this order; absent: all of it at any time'),
});

/** A workflow as reviewed, with every default written out: plain JSON. */
export type WorkflowSpec = z.output<typeof workflowSchema>;
