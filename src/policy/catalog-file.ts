// The catalog as a file, so that policies can be checked and tested where no gateway runs. It says all that
// counts for a decision; what it leaves out of a profile is taken as a gateway would propose it.

import { ARGUMENT_ROLES } from '../kernel/role.ts';
import { EFFECTS } from '../kernel/effect.ts';
import { z } from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import { SENSITIVITIES } from '../kernel/flow/label.ts';
import { NOTHING_SEEN } from '../kernel/action/presented.ts';
import type { ConnectorState, Tool, ToolProfile } from '../kernel/state.ts';
import { proposeProfile } from '../catalog/profile.ts';
import { fit, readYaml } from '../document/document.ts';
import type { Read } from '../document/document.ts';
import type { PolicyCatalog } from './schema.ts';

const KINDS = ['tool', 'resource', 'prompt', 'completion', 'elicitation'] as const;

const triggerSchema = z.strictObject({
  name: z.string().min(1).max(128).describe('What policies know it by'),
  starts: z
    .string()
    .max(320)
    .default('')
    .describe('workflow/<id> or <connector>/<tool>; absent: something outside of what is governed'),
  effects: z.array(z.enum(EFFECTS)).default([]).describe('What it does beyond what it starts'),
  egress: z.enum(['none', 'shared', 'external', 'unknown']).exactOptional(),
  when: (z.json() as z.ZodType<Json>)
    .default(null)
    .describe('A JSON Schema that the arguments fit which set it off; absent: any'),
  withinSeconds: z.int().min(1).max(2_592_000).default(3_600),
  words: z.string().max(1_000).default(''),
});

const profileSchema = z.strictObject({
  egress: z
    .enum(['none', 'shared', 'external', 'unknown'])
    .exactOptional()
    .describe('How far what it is given may go: none, shared, external, unknown'),
  roles: z
    .record(
      z.string().startsWith('/', 'must be a JSON pointer, such as /to or /items/*/id'),
      z.enum(ARGUMENT_ROLES),
    )
    .exactOptional()
    .describe('What an argument is for, by JSON pointer: {/to: destination, /amount: amount}'),
  output: z
    .strictObject({
      sensitivity: z.enum(SENSITIVITIES).default('internal'),
      categories: z.array(z.string().min(1).max(64)).max(64).default([]),
      integrity: z.enum(['trusted', 'untrusted']).default('untrusted'),
    })
    .exactOptional()
    .describe('What its results carry: {sensitivity, categories, integrity}'),
  triggers: z.array(triggerSchema).max(64).exactOptional().describe('What a call sets off elsewhere'),
});

const toolSchema = z.strictObject({
  effects: z.array(z.enum(EFFECTS)).min(1).describe('What it does to the world, such as [write, send]'),
  inputSchema: (z.json() as z.ZodType<Json>)
    .default({ type: 'object' })
    .describe('The JSON Schema of its arguments; absent: any object, of which policies see nothing'),
  kind: z.enum(KINDS).default('tool'),
  idempotent: z.boolean().default(false),
  description: z.string().default(''),
  profile: profileSchema.prefault({}),
});

/** Connectors by id, each with its tools by name. */
export const connectorsSchema = z.record(
  z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must be 1 to 128 letters, digits, dots, hyphens or underscores'),
  z.strictObject({ tools: z.record(z.string().min(1).max(256), toolSchema) }),
);

/** The shape of a catalog file; also what `schemas/catalog.schema.json` is made from. */
export const catalogFileSchema = z.strictObject({
  connectors: connectorsSchema.describe('Connectors by id, each with its tools by name'),
});

export type CatalogFile = z.output<typeof catalogFileSchema>;

const admittedTool = z.object({ ...toolSchema.shape, profile: z.object(profileSchema.shape) });

/** What a running gateway says of its connectors, as far as it counts here: what else it says is left out. */
export const admittedSchema = z.object({
  connectors: z.array(
    z.object({
      id: z.string(),
      admitted: z.object({ tools: z.record(z.string(), admittedTool) }).nullable(),
    }),
  ),
});

/** Reads a catalog file (YAML or JSON). Problems come with their place. */
export function readCatalogFile(text: string, name: string): Read<PolicyCatalog> {
  const read = readYaml(text, name);
  if ('problems' in read) return read;
  const fitted = fit(read.value, catalogFileSchema);
  return 'problems' in fitted ? fitted : { value: catalogOf(fitted.value.connectors) };
}

/** A connector of which nothing is known but its admitted tools. */
export function connectorWith(id: string, tools: readonly Tool[], digest = ''): ConnectorState {
  const admitted = {
    digest,
    upstream: null,
    credential: null,
    tools: Object.fromEntries(tools.map((tool) => [tool.name, tool])),
    server: null,
    corrected: { effects: [], profiles: [] },
    without: [],
    by: '',
    record: digest,
  };
  return { id, proposal: null, admitted, ...NOTHING_SEEN };
}

/** The catalog that a file's connectors stand for: all of them admitted. */
export function catalogOf(connectors: CatalogFile['connectors']): PolicyCatalog {
  const states = Object.entries(connectors).map(([id, { tools }]) => {
    const named = Object.entries(tools).map(([name, tool]) => toolOf(name, tool));
    return [id, connectorWith(id, named)] as const;
  });
  return { connectors: Object.fromEntries(states) };
}

function toolOf(name: string, tool: z.output<typeof toolSchema>): Tool {
  const profile = { ...proposeProfile(tool.effects, tool.inputSchema), ...tool.profile };
  return { name, definition: '', ...tool, profile };
}

/** What `readCatalogFile` reads back to the same, for every decision. Only what is admitted is in it. */
export function catalogFileOf(catalog: PolicyCatalog): JsonObject {
  const connectors = sorted(catalog.connectors).flatMap(([id, { admitted }]) => {
    if (admitted === null) return [];
    const tools = sorted(admitted.tools).map(([name, tool]) => [name, entryOf(tool)] as const);
    return [[id, { tools: Object.fromEntries(tools) }] as const];
  });
  return { connectors: Object.fromEntries(connectors) };
}

function entryOf({ effects, inputSchema, kind, idempotent, description, profile }: Tool): JsonObject {
  return {
    effects: [...effects],
    ...(description === '' ? {} : { description }),
    ...(kind === 'tool' ? {} : { kind }),
    ...(idempotent ? { idempotent } : {}),
    inputSchema,
    profile: profileOf(profile),
  };
}

function profileOf({ egress, roles, output, triggers }: ToolProfile): JsonObject {
  const { sensitivity, categories, integrity } = output;
  return {
    egress,
    roles: { ...roles },
    output: { sensitivity, categories: [...categories], integrity },
    ...(triggers === undefined ? {} : { triggers: triggers.map((trigger) => ({ ...trigger })) }),
  };
}

function sorted<Value>(entries: { readonly [name: string]: Value }): [string, Value][] {
  return Object.entries(entries).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
