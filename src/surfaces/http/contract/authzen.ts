// What crosses the AuthZEN endpoints (Authorization API 1.0, §5 to §9). Members that nobody knows are passed
// over, as §5 has it, but never a known one of a wrong type.

import { z } from 'zod';
import type { Json } from '../../../kernel/json.ts';

export const ACCESS_PREFIX = '/access/v1';
export const METADATA_PATH = '/.well-known/authzen-configuration';

/** Below the prefix. */
export const REQUESTS_PATH = '/requests';
export const KEYS_PATH = '/jwks';

/** Evaluations in one request. */
export const MAX_EVALUATIONS = 100;
/** Access requests in one. */
export const MAX_ITEMS = 20;
/** Results of a page of a search, where nobody says how many, and at most. */
export const PAGE_RESULTS = 100;

const word = z.string().min(1).max(512);
const json = z.json() as z.ZodType<Json>;
const properties = z.record(z.string(), json).exactOptional();
const words = z.array(z.string()).catch([]).default([]);

// A denial is bound to these as they were sent, whatever else stands in them.
const subject = z.object({ type: word, id: word, properties }).catchall(json);
const action = z.object({ name: word, properties }).catchall(json);
const resource = z.object({ type: word, id: word, properties }).catchall(json);

/** Of the context these are read, and nothing else of it. */
const context = z
  .object({
    /** The live task whose facts count; an agent names its own. */
    task: word.optional(),
    /**
     * Obligations extension: whoever lists `obligations` enforces them or refuses. Custom ones are listed by
     * their `action`.
     */
    supported_mandatory_extensions: words,
    supported_obligations: words,
    /** What an access request came to: presented, and decided about afresh. */
    approval: z.object({ id: word }).optional(),
  })
  .default({ supported_mandatory_extensions: [], supported_obligations: [] });

/** §6.1 */
export const evaluationRequest = z.object({ subject, action, resource, context });

const denial = z.object({
  evaluation_id: word.optional(),
  /** It is what counts where it is given. */
  binding_token: z.string().max(4_096).optional(),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

/** Callback notifications profile: an address that is configured for whoever asks. */
const callback = z
  .object({
    endpoint: z.string().max(4_096),
    state: z.string().max(1_024).optional(),
    events: z.array(z.string().max(64)).max(16).optional(),
  })
  .optional();

/** Access request and approval profile: what was denied, as it was asked, and its evaluation. */
export const accessRequest = evaluationRequest.extend({ denial, callback });

/** Bulk access requests profile: several questions of one subject, each with its own denial. */
export const accessItems = z.object({
  subject,
  context,
  items: z
    .array(z.object({ resource, action, denial: denial.optional() }))
    .min(1)
    .max(MAX_ITEMS),
  callback,
});

/** §7.1; each of the entities is a default, and judged with the evaluation that it becomes part of. */
export const evaluationsRequest = z.object({
  subject: json.optional(),
  action: json.optional(),
  resource: json.optional(),
  context: json.optional(),
  evaluations: z.array(json).default([]),
  options: z
    .object({
      evaluations_semantic: z
        .enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'])
        .default('execute_all'),
    })
    .default({ evaluations_semantic: 'execute_all' }),
});

const page = z.object({ token: z.string().optional(), limit: z.int().min(1).optional() }).default({});

/** §8: what is sought has no id, and one that is given is not read. */
export const subjectSearch = z.object({
  subject: subject.omit({ id: true }),
  action,
  resource,
  context,
  page,
});
export const resourceSearch = z.object({
  subject,
  action,
  resource: resource.omit({ id: true }),
  context,
  page,
});
export const actionSearch = z.object({ subject, resource, context, page });

export type EvaluationRequest = z.output<typeof evaluationRequest>;
export type AccessItemsRequest = z.output<typeof accessItems>;
export type Denial = z.output<typeof denial>;
export type Callback = NonNullable<z.output<typeof callback>>;
export type EvaluationsRequest = z.output<typeof evaluationsRequest>;
export type Page = z.output<typeof page>;
