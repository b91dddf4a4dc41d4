// Some attributes take few values and no others, so a comparison with another value is a mistake.

import { ARGUMENT_ROLES } from '../../kernel/role.ts';
import { EFFECTS } from '../../kernel/effect.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Domain } from '../analysis/setting.ts';
import type { PolicyCatalog, SchemaAction } from '../schema.ts';

/** Texts that the product itself writes, by path. */
const WORDS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['context.tool.kind', ['tool', 'resource', 'prompt', 'completion', 'elicitation']],
  ['context.tool.effects', EFFECTS],
  ['context.outcome.effects', EFFECTS],
  ['context.outcome.downstream', EFFECTS],
  ['context.outcome.egress', ['none', 'shared', 'external', 'unknown']],
  ['context.hold.effects', EFFECTS],
  ['context.destination.trust', ['own', 'listed', 'seen', 'new', 'unknown']],
  ['context.task.trigger', ['person', 'agent']],
]);

/** How sensitive something is, by number. */
const SENSITIVITIES_AT: readonly string[] = [
  'context.data.sensitivity',
  'context.sent.sensitivity',
  'context.leaving.certain',
  'context.leaving.possible',
  'context.destination.clearance',
  'context.leaving.elsewhere',
  'context.agent.exposed.sensitivity',
  'context.declassification.from',
  'context.declassification.to',
  ...ARGUMENT_ROLES.map((role) => `context.args.${role}.labels.sensitivity`),
];

/** The same for the analysis, which knows of no words that a set holds. */
export const DOMAINS: ReadonlyMap<string, Domain> = new Map<string, Domain>([
  ...[...WORDS].flatMap(([path, values]): [string, Domain][] =>
    path.endsWith('.effects') ? [] : [[path, { values }]],
  ),
  ...SENSITIVITIES_AT.map((path): [string, Domain] => [path, { min: 0n, max: 3n }]),
]);

/** The texts that an attribute can be, or hold; null where it can be anything. */
export function wordsOf(path: string): readonly string[] | null {
  return WORDS.get(path) ?? null;
}

const COUNTS = /^context\.(chain|task|args|approvals)\.[\w.]+$/;

/** The least and the most that a number of the product can be; null where it can be anything. */
export function boundsOf(path: string): { readonly min: number; readonly max: number } | null {
  if (SENSITIVITIES_AT.includes(path)) return { min: 0, max: 3 };
  return COUNTS.test(path) ? { min: 0, max: Infinity } : null;
}

/** The values that a tool's schema lists for an argument; null where it lists none. */
export function enumOf(catalog: PolicyCatalog, action: SchemaAction, path: string): readonly Json[] | null {
  const [connector = '', ...rest] = action.id.split('/');
  const tool = catalog.connectors[connector]?.admitted?.tools[rest.join('/')];
  const names = path.split('.').slice('context.input'.split('.').length);
  let schema: Json | undefined = tool?.inputSchema;
  for (const name of names) schema = memberOf(memberOf(schema, 'properties'), name);
  const values = memberOf(schema, 'enum') ?? memberOf(memberOf(schema, 'items'), 'enum');
  if (Array.isArray(values)) return values as readonly Json[];
  const only = memberOf(schema, 'const');
  return only === undefined ? null : [only];
}

function memberOf(json: Json | undefined, name: string): Json | undefined {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  return isObject && Object.hasOwn(json, name) ? (json as JsonObject)[name] : undefined;
}
