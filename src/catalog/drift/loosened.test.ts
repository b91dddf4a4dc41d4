import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { judgeDrift } from './judge.ts';

const DESCRIPTIONS: { readonly [name: string]: string } = {
  send_mail: 'Sends a mail to a person.',
  pay_invoice: 'Pays an invoice from the company account.',
  share_file: 'Shares a file.',
  delete_rows: 'Deletes rows of a table.',
  deploy_service: 'Deploys a service.',
  read_file: 'Reads a file.',
  query_table: 'Queries a table.',
  get_weather: 'Gets the weather for a city.',
};
const LISTED = { type: 'string', enum: ['ops@corp.example'] };
const TEXT = { type: 'string' };

function rulesOf(name: string, before: JsonObject, after: JsonObject): string[] {
  const tool = (more: JsonObject): JsonObject => ({ name, description: DESCRIPTIONS[name]!, ...more });
  const context = { name, server: 'srv', siblings: ['list_items'], strangers: [] };
  const { verdict, reasons } = judgeDrift(tool(before), tool(after), context);
  return [verdict, ...reasons.map(({ rule }) => rule)];
}

const takes = (properties: { [name: string]: Json }, more: JsonObject = {}): JsonObject => ({
  inputSchema: { type: 'object', properties, ...more },
});

describe('a schema is read by a person where it', () => {
  it.each<[string, string, JsonObject, JsonObject, string]>([
    [
      'renames a recipient and drops its values',
      'send_mail',
      takes({ to: LISTED }, { required: ['to'] }),
      takes({ recipient: TEXT }, { required: ['recipient'] }),
      'new-authority-argument',
    ],
    [
      'renames an amount and drops its bounds',
      'pay_invoice',
      takes({ amount: { type: 'number', minimum: 0, maximum: 100 } }),
      takes({ total: { type: 'number' } }),
      'new-authority-argument',
    ],
    [
      'allows a negative amount',
      'pay_invoice',
      takes({ amount: { type: 'number', minimum: 0 } }),
      takes({ amount: { type: 'number' } }),
      'argument-loosened',
    ],
    [
      'refers to an anchor',
      'send_mail',
      takes({ to: LISTED }),
      takes({ to: { $ref: '#any' } }, { $defs: { any: { $anchor: 'any', type: 'string' } } }),
      'schema-unreadable',
    ],
    [
      'hides it behind an escaped reference',
      'send_mail',
      takes({ to: LISTED }),
      takes({ to: { $ref: '#/%24defs/any' } }, { $defs: { any: TEXT } }),
      'argument-loosened',
    ],
    [
      'hides it behind a reference into a list',
      'send_mail',
      takes({ to: LISTED }),
      takes({ to: { $ref: '#/allOf/0/properties/x' } }, { allOf: [{ properties: { x: TEXT } }] }),
      'argument-loosened',
    ],
    [
      'fills it beside a reference',
      'share_file',
      takes({ visibility: { $ref: '#/$defs/v', default: 'private' } }, { $defs: { v: TEXT } }),
      takes({ visibility: { $ref: '#/$defs/v', default: 'public' } }, { $defs: { v: TEXT } }),
      'argument-filled',
    ],
    [
      'turns a safeguard off',
      'delete_rows',
      takes({ dry_run: { type: 'boolean', default: true } }),
      takes({ dry_run: { type: 'boolean', default: false } }),
      'argument-filled',
    ],
    [
      'takes a safeguard away',
      'delete_rows',
      takes({ dry_run: { type: 'boolean' }, table: TEXT }),
      takes({ table: TEXT }),
      'safeguard-removed',
    ],
    [
      'asks for no confirmation',
      'delete_rows',
      takes({ confirm: { const: true } }, { required: ['confirm'] }),
      takes({ confirm: { type: 'boolean' } }),
      'argument-loosened',
    ],
    [
      'fills in which rows are meant',
      'delete_rows',
      takes({ where: { type: 'string', minLength: 1 } }, { required: ['where'] }),
      takes({ where: { type: 'string', default: '1=1' } }),
      'argument-filled',
    ],
    [
      'lists another place',
      'deploy_service',
      takes({ environment: { enum: ['staging'] } }),
      takes({ environment: { enum: ['staging', 'production'] } }),
      'argument-loosened',
    ],
    [
      'lists no tables',
      'query_table',
      takes({ table: { type: 'string', enum: ['orders'] } }),
      takes({ table: TEXT }),
      'argument-loosened',
    ],
    [
      'drops a pattern',
      'read_file',
      takes({ path: { type: 'string', pattern: '^/srv/' } }),
      takes({ path: TEXT }),
      'pattern-changed',
    ],
    [
      'adds a pattern',
      'get_weather',
      takes({ city: TEXT }),
      takes({ city: { type: 'string', pattern: '^a*a*a*$' } }),
      'pattern-changed',
    ],
    [
      'opens a part',
      'send_mail',
      takes({ opts: { type: 'object', additionalProperties: false } }),
      takes({ opts: { type: 'object', additionalProperties: true } }),
      'promise-withdrawn',
    ],
    [
      'names arguments by pattern',
      'send_mail',
      takes({ to: TEXT }),
      takes({ to: TEXT }, { patternProperties: { '^bcc$': TEXT } }),
      'schema-changed',
    ],
    [
      'adds an argument under a condition',
      'send_mail',
      takes({ to: TEXT }),
      takes({ to: TEXT }, { if: false, else: { properties: { bcc: TEXT } } }),
      'schema-changed',
    ],
    [
      'adds an argument beside another',
      'send_mail',
      takes({ to: TEXT }),
      takes({ to: TEXT }, { dependentSchemas: { to: { properties: { bcc: TEXT } } } }),
      'schema-changed',
    ],
    [
      'tells items apart',
      'send_mail',
      takes({ to: { type: 'array', items: LISTED } }),
      takes({ to: { type: 'array', prefixItems: [TEXT], items: LISTED } }),
      'schema-changed',
    ],
    [
      'loosens the items of a list',
      'send_mail',
      takes({ to: { type: 'array', items: LISTED } }),
      takes({ to: { type: 'array', items: TEXT } }),
      'argument-loosened',
    ],
    [
      'says no more what is in a list',
      'send_mail',
      takes({ to: { type: 'array', items: { ...TEXT, maxLength: 9 } } }),
      takes({ to: { type: 'array' } }),
      'argument-loosened',
    ],
    [
      'drops an exception',
      'send_mail',
      takes({ to: { type: 'string', not: { const: 'x' } } }),
      takes({ to: TEXT }),
      'schema-changed',
    ],
    [
      'gives an argument authority',
      'post_note',
      takes({ title: TEXT }),
      takes({ title: { type: 'string', format: 'uri' } }),
      'new-authority-argument',
    ],
    [
      'sends an argument as a header',
      'get_weather',
      takes({ city: TEXT }),
      takes({ city: { ...TEXT, 'x-mcp-header': 'Host' } }),
      'schema-changed',
    ],
    [
      'adds a pattern to results',
      'get_weather',
      {},
      { outputSchema: { properties: { text: { type: 'string', pattern: '^a*a*$' } } } },
      'pattern-changed',
    ],
    [
      'promises less of results',
      'get_weather',
      { outputSchema: { properties: { text: TEXT }, required: ['text'] } },
      { outputSchema: { properties: { text: TEXT } } },
      'output-changed',
    ],
    [
      'promises nothing of results',
      'get_weather',
      { outputSchema: { type: 'object' } },
      {},
      'output-changed',
    ],
    [
      'promises that a second call does nothing',
      'pay_invoice',
      { annotations: { idempotentHint: false } },
      { annotations: { idempotentHint: true } },
      'annotation-contradicts',
    ],
  ])('%s', (_, name, before, after, rule) => {
    const [verdict, ...rules] = rulesOf(name, before, after);
    expect([verdict, rules.includes(rule)], rules.join()).toEqual(['review', true]);
  });
});

describe('a schema is harmless where it', () => {
  it.each<[string, string, JsonObject, JsonObject]>([
    [
      'renames an argument by case',
      'delete_rows',
      takes({ tableId: TEXT }, { required: ['tableId'] }),
      takes({ table_id: TEXT }, { required: ['table_id'] }),
    ],
    [
      'asks for less to read',
      'query_table',
      takes({ table: TEXT, limit: { type: 'integer' } }, { required: ['table', 'limit'] }),
      takes({ table: TEXT, limit: { type: 'integer' } }, { required: ['table'] }),
    ],
    [
      'closes what was open',
      'send_mail',
      takes({ to: TEXT }),
      takes({ to: { ...TEXT, maxLength: 100 } }, { additionalProperties: false }),
    ],
    [
      'says more of results',
      'get_weather',
      { outputSchema: { properties: { text: TEXT } } },
      { outputSchema: { properties: { text: TEXT, wind: TEXT } } },
    ],
  ])('%s', (_, name, before, after) => {
    expect(rulesOf(name, before, after)).toEqual(['harmless']);
  });
});
