// What a server lists beside its tools is only read, and nobody vouches for its words: resources, templates
// of them, and prompts.

import type { Json, JsonObject } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { isObject, listOf, objectOf, textOf } from '../member.ts';
import { profileOf } from '../profile.ts';
import { claimsOf } from './claim.ts';
import type { Classification } from './classify.ts';
import { readFields } from './fields.ts';
import { sheetOf, type ToolSheet } from './sheet.ts';

interface Entry {
  readonly name: string;
  readonly because: string;
  readonly definition: JsonObject;
  readonly roles: { readonly [pointer: string]: ArgumentRole };
}

/** An expression of a URI template, with its operator and its variables (RFC 6570 §2.2). */
const EXPRESSION = /\{([+#./;?&]?)([^{}]*)\}/g;
/** With these a variable may hold slashes, or is a part of a path (RFC 6570 §3.2). */
const OF_PATHS = new Set(['+', '/', '#']);
const MAX_URI = 8_192;
/** The protocol names them; the rest is the server's. */
const READS = { resource: '@resources/read', prompt: '@prompts/get' } as const;
const TEXT = { type: 'object', properties: { text: { type: 'string' } } };

/**
 * Sheets of what an answer to `resources/list`, `resources/templates/list` or `prompts/list` holds, one for
 * each entry. Null where it is none of these.
 */
export function sheetsOfListing(value: Json): ToolSheet[] | null {
  const answer = objectOf(value);
  const lists = isObject(answer['result']) ? answer['result'] : answer;
  if (!['resources', 'resourceTemplates', 'prompts'].some((key) => Array.isArray(lists[key]))) return null;
  const entries = [
    ...listOf(lists['resources']).map((one) => resourceEntry(objectOf(one), 'uri')),
    ...listOf(lists['resourceTemplates']).map((one) => resourceEntry(objectOf(one), 'uriTemplate')),
    ...listOf(lists['prompts']).map((one) => promptEntry(objectOf(one))),
  ];
  return entries.map(entrySheet);
}

function resourceEntry(resource: JsonObject, key: 'uri' | 'uriTemplate'): Entry {
  const uri = textOf(resource[key]).slice(0, MAX_URI);
  const variables = key === 'uri' ? [] : [...uri.matchAll(EXPRESSION)].flatMap(variablesIn);
  const inputSchema = {
    properties: Object.fromEntries(variables.map(({ name }) => [name, { type: 'string' }])),
  };
  return {
    name: `${READS.resource} ${uri}`,
    because: 'a resource is read, and not changed',
    definition: { ...describedBy(resource), inputSchema, outputSchema: TEXT },
    roles: Object.fromEntries(variables.map(({ name, role }) => [`/${name}`, role])),
  };
}

function variablesIn([, operator = '', list = '']: RegExpExecArray): { name: string; role: ArgumentRole }[] {
  return list.split(',').map((variable) => {
    const name = variable.replace(/(?:\*|:\d+)$/, '').trim();
    return { name, role: OF_PATHS.has(operator) ? 'path' : 'selector' };
  });
}

function promptEntry(prompt: JsonObject): Entry {
  const taken = listOf(prompt['arguments']).map((one) => {
    const { name, description } = objectOf(one);
    return [textOf(name), { type: 'string', description: textOf(description) }] as const;
  });
  return {
    name: `${READS.prompt} ${textOf(prompt['name'])}`,
    because: 'a prompt is a text of the server, and untrusted',
    definition: {
      ...describedBy(prompt),
      inputSchema: { properties: Object.fromEntries(taken) },
      outputSchema: TEXT,
    },
    roles: Object.fromEntries(taken.map(([name]) => [`/${name}`, 'content'])),
  };
}

function describedBy({ name, description }: JsonObject): JsonObject {
  return { name: textOf(name), description: textOf(description) };
}

function entrySheet({ name, because, definition, roles }: Entry): ToolSheet {
  const classified: Classification = {
    effect: 'read',
    effects: ['read'],
    readOnly: true,
    idempotent: false,
    egress: 'none',
    reversibility: 'nothing-done',
    confidence: 0.9,
    fields: readFields(definition['inputSchema']).fields,
    claims: claimsOf(['read'], because),
  };
  const profile = profileOf(textOf(definition['name']), definition, classified);
  return sheetOf({ server: '', name, definition }, classified, { ...profile, roles });
}
