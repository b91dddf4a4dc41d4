// How people are told: each channel has a name of its own, no secret stands in the file, and what is sent
// leads to where they really reach the console.

import { z } from 'zod';
import { NOTICE_KINDS } from '../gateway/ports/notifier.ts';
import { EFFECTS } from '../kernel/effect.ts';
import { endpoint, id, secret } from './terms.ts';

/** One address, without a name beside it: nothing in it can end a header or begin another one. */
const mailbox = z
  .string()
  .max(320)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$/, 'must be a mail address alone');

const name = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be letters, digits, dots, hyphens and low lines')
  .describe('Names it in the ledger: another name is another channel');

/** What every channel to people has. */
const told = {
  name,
  events: z
    .array(z.enum(NOTICE_KINDS))
    .min(1)
    .default([
      'hold-raised',
      'hold-reminded',
      'hold-escalated',
      'policy-notice',
      'task-quarantined',
      'breaker-tripped',
      'killed',
      'drift',
    ])
    .describe('What it is told of'),
  roles: z
    .array(id)
    .max(64)
    .default([])
    .describe('Only what is for people of one of these roles, or for everybody; none: all'),
  perMinute: z.int().min(1).max(600).default(20).describe('Messages in a minute; more go together in one'),
  show: z
    .strictObject({
      sensitivity: z.enum(['public', 'internal', 'confidential', 'restricted']),
      except: z.array(id).max(64).default(['secret']).describe('Categories that may not be shown'),
    })
    .exactOptional()
    .describe('Shows the arguments of a hold that carry no more than this; absent: never'),
};

/** What goes out signed. */
const signed = {
  url: endpoint.describe('Where it is sent'),
  secrets: z
    .array(secret)
    .min(1)
    .max(2)
    .describe('References to signing secrets (whsec_…); two while one is replaced by the other'),
  allowPrivate: z.boolean().default(false).describe('Whether it may be an address of a private network'),
};

/** As Slack writes them: people of a larger organisation have `W…`, private channels `G…`. */
const slackId = (first: 'C' | 'T' | 'U') =>
  z
    .string()
    .regex(
      new RegExp(`^[${{ C: 'CG', T: 'T', U: 'UW' }[first]}][A-Z0-9]{2,31}$`),
      `must be an id (${first}…)`,
    );

const channel = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    ...told,
    ...signed,
  }),
  z.strictObject({
    kind: z.literal('callback'),
    name,
    asker: id.describe('Operator that enforces elsewhere, and may have its access requests answered there'),
    ...signed,
  }),
  z.strictObject({
    kind: z.literal('smtp'),
    ...told,
    host: z
      .string()
      .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be a host name or an address')
      .describe('Mail server. TLS is required, but of one on this machine'),
    port: z.int().min(1).max(65_535).default(587).describe('465: TLS from the first byte; else STARTTLS'),
    from: mailbox,
    to: z.array(mailbox).min(1).max(50),
    auth: z.strictObject({ user: z.string().min(1).max(256), password: secret }).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('slack'),
    ...told,
    channel: slackId('C').describe('Id of the channel, as its details show it'),
    token: secret.describe("Reference to the bot's token (scope chat:write)"),
    api: endpoint.default('https://slack.com/api').describe('Where Slack listens'),
    reject: z
      .strictObject({
        signingSecret: secret.describe('Reference to what Slack signs with'),
        workspace: slackId('T').describe('Id of the workspace whose people count'),
        people: z
          .record(slackId('U'), id)
          .describe('Operators by their member id there: nobody else can say no'),
        effects: z
          .array(z.enum(EFFECTS).exclude(['unknown']))
          .min(1)
          .default(['read', 'write'])
          .describe('Actions with no other effects can be rejected there'),
      })
      .exactOptional()
      .describe('Lets people say no there, unsigned; absent: nothing is decided there'),
  }),
]);

/** The section `channels`. */
export const channels = z
  .strictObject({
    url: endpoint
      .exactOptional()
      .describe('Where people reach the console, as links in messages say it; absent: console.origin'),
    list: z.array(channel).max(32).default([]).describe('How people are told of what waits for them'),
  })
  .prefault({})
  .refine(({ list }) => new Set(list.map((one) => one.name)).size === list.length, {
    path: ['list'],
    message: 'has two channels of one name',
  });
