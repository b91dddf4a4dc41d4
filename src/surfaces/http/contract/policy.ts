// How workflows and policy sets come into force, and what policy has people told: one person proposes,
// another publishes.

import { z } from 'zod';
import {
  answerSchema,
  fileSchema,
  nameSchema,
  policyRequest,
  policyView,
  problemSchema,
  workflowView,
} from '../contract.ts';
import { MAX_PAGE_ROWS, PAGE_ROWS } from './lists.ts';

const instant = z.int().nonnegative();
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits');

export const proposalRequest = policyRequest;
/** A proposal by its digest; or files, which are proposed and, in solo mode, published at once. */
export const publishRequest = z.union([z.strictObject({ digest }), policyRequest]);
export const rollbackRequest = z.strictObject({
  digest,
  reason: z.string().trim().min(1, 'must say why').max(4000),
});
/** Files to be tried beside the set in force, or the end of that. */
export const shadowRequest = z.union([z.strictObject({ off: z.literal(true) }), policyRequest]);

export const policyAnswer = answerSchema.extend({
  /** Of the set; empty where a trial ended. */
  digest: z.string(),
  /** Whether it is in force now. */
  published: z.boolean(),
  problems: z.array(problemSchema),
  /** Proposals that go on waiting beside the set that took force, under other digests. */
  rebased: z.array(z.object({ was: z.string(), digest: z.string() })).exactOptional(),
  /** Proposals of what was to be always allowed that fell away, and why. */
  fallen: z.array(z.object({ digest: z.string(), why: z.string() })).exactOptional(),
});

/** Files that need not be in force, and one `*.policy-test.yaml` of questions to them. */
export const policyTestRequest = policyRequest.extend({ tests: fileSchema });
export const policyTestResponse = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      place: z.object({ file: z.string(), line: z.int(), column: z.int() }),
      /** None: it passed. */
      differences: z.array(z.object({ about: z.string(), expected: z.json(), actual: z.json() })),
      outcome: z.object({ errors: z.array(z.string()) }),
    }),
  ),
  /** Of all that tests can make happen: that each policy decides, and each condition is true and false. */
  coverage: z.object({ percent: z.number(), covered: z.int(), total: z.int() }),
});

/** A workflow's file before it is published. */
export const workflowChecked = z.object({
  /** As it would be in force, published by who asks. */
  workflow: workflowView.omit({ record: true }),
  /** What a reviewer should know of it, in words. */
  remarks: z.array(z.string()),
});

/** What is in force, and what is tried beside it. */
export const policyStanding = z.object({ policy: policyView.nullable(), shadow: policyView.nullable() });

export const proposalView = policyView.extend({
  author: z.string(),
  /** Who else proposed the very same set: none of them publishes it either. */
  coauthors: z.array(z.string()),
  /** The hold whose action it would always allow. */
  always: z.string().exactOptional(),
});
/** The newest last. */
export const proposalsResponse = z.object({ proposals: z.array(proposalView) });

export const policySetResponse = z.object({ policy: policyView });

export const publicationView = z.object({
  digest: z.string(),
  record: z.string(),
  publishedAt: instant,
  publisher: z.string(),
  /** Who proposed it; null: it was the first one, or came back. */
  author: z.string().nullable(),
  rolledBack: z.boolean(),
  reason: z.string().nullable(),
});
/** The newest first; so many of them at most. */
export const MAX_PUBLICATIONS = 1_000;
export const publicationsResponse = z.object({ publications: z.array(publicationView) });

const count = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number);

export const noticeQuery = z.strictObject({
  role: nameSchema.exactOptional(),
  task: nameSchema.exactOptional(),
  before: count.pipe(instant).exactOptional(),
  limit: count.pipe(z.int().min(1).max(MAX_PAGE_ROWS)).default(PAGE_ROWS),
});
export const noticeView = z.object({
  /** The record of the decision. */
  record: z.string(),
  /** Whose people are told. */
  roles: z.array(z.string()),
  decidedAt: instant,
  verdict: z.enum(['permit', 'hold', 'deny']),
  task: z.string(),
  agent: z.string(),
  connector: z.string(),
  tool: z.string(),
  /** Ids of the policies behind the verdict. */
  policies: z.array(z.string()),
});
export const noticePage = z.object({ notices: z.array(noticeView), next: instant.nullable() });

export type PolicyAnswerView = z.output<typeof policyAnswer>;
export type PolicyStanding = z.output<typeof policyStanding>;
export type ProposalView = z.output<typeof proposalView>;
export type WorkflowCheckedView = z.output<typeof workflowChecked>;
export type PolicyTestView = z.output<typeof policyTestResponse>;
export type PublicationView = z.output<typeof publicationView>;
