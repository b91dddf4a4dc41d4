// Cedar's official engine and ours, asked the same thing side by side.

import { isAuthorized, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { createCedar } from './cedar.ts';
import { Refusal } from './failure.ts';
import { readEntities, readScene } from './request.ts';
import { readSchema } from './schema.ts';

const record = (attributes: object) => ({ type: 'Record', attributes });
const optional = (type: object) => ({ ...type, required: false });

/** Users in groups in tenants, things with an attribute of every type, colours that are listed. */
export const SCHEMA = {
  '': {
    entityTypes: {
      User: { memberOfTypes: ['Group', 'User'], shape: record({}), tags: { type: 'Long' } },
      Group: { memberOfTypes: ['Tenant', 'Colour'] },
      Tenant: {},
      Colour: { enum: ['red', 'blue'] },
      Thing: {
        shape: record({
          text: optional({ type: 'String' }),
          count: optional({ type: 'Long' }),
          flag: optional({ type: 'Boolean' }),
          group: optional({ type: 'Entity', name: 'Group' }),
          colour: optional({ type: 'Entity', name: 'Colour' }),
          address: optional({ type: 'Extension', name: 'ipaddr' }),
          price: optional({ type: 'Extension', name: 'decimal' }),
          since: optional({ type: 'Extension', name: 'datetime' }),
          span: optional({ type: 'Extension', name: 'duration' }),
          inner: optional(
            record({ count: optional({ type: 'Long' }), __entity: optional({ type: 'Long' }) }),
          ),
          colours: optional({ type: 'Set', element: { type: 'Entity', name: 'Colour' } }),
          counts: optional({ type: 'Set', element: { type: 'Long' } }),
        }),
      },
    },
    actions: {
      view: {
        memberOf: [{ id: 'reading' }],
        appliesTo: {
          principalTypes: ['User', 'Colour'],
          resourceTypes: ['Thing'],
          context: record({
            colour: optional({ type: 'Entity', name: 'Colour' }),
            'a b': optional({ type: 'Long' }),
          }),
        },
      },
      reading: { memberOf: [{ id: 'all' }] },
      all: {},
      idle: {},
    },
  },
} as unknown as SchemaJson<string>;

export interface Asked {
  readonly principal?: object;
  readonly action?: object;
  readonly resource?: object;
  readonly context?: unknown;
  readonly entities?: readonly object[];
}

export type Outcome = 'refused' | { readonly decision: string; readonly errors: readonly string[] };

export interface Both {
  readonly official: Outcome;
  readonly ours: Outcome;
}

/** Asks both about one policy; the request is a user who views a thing, unless `asked` says otherwise. */
export function askBoth(policy: string, asked: Asked = {}): Both {
  const call = {
    principal: { type: 'User', id: 'ann' },
    action: { type: 'Action', id: 'view' },
    resource: { type: 'Thing', id: 'lamp' },
    context: {},
    entities: [],
    ...asked,
  };
  return { official: askOfficial(policy, call), ours: askOurs(policy, call) };
}

type Call = Required<Asked>;

function askOfficial(policy: string, call: Call): Outcome {
  const answer = isAuthorized({
    ...(call as Parameters<typeof isAuthorized>[0]),
    schema: SCHEMA,
    policies: { staticPolicies: { p: policy } },
    validateRequest: true,
  });
  if (answer.type === 'failure') return 'refused';
  const { decision, diagnostics } = answer.response;
  const kindOf = (message: string): string => (message.startsWith('integer overflow') ? 'overflow' : 'other');
  return { decision, errors: diagnostics.errors.map(({ error }) => kindOf(error.message)) };
}

function askOurs(policy: string, call: Call): Outcome {
  const parsed = policyToJson(policy);
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message);
  const { cedar, refused } = createCedar([{ id: 'p', json: parsed.json }]);
  if (refused[0] !== undefined) throw new Error(refused[0].why);
  try {
    const schema = readSchema(SCHEMA);
    const scene = readScene(schema, { ...call, context: call.context }, readEntities(schema, call.entities));
    const { decision, errors } = cedar.isAuthorized(scene);
    return { decision, errors: errors.map(({ kind }) => (kind === 'overflow' ? 'overflow' : 'other')) };
  } catch (error) {
    if (error instanceof Refusal) return 'refused';
    throw error;
  }
}
