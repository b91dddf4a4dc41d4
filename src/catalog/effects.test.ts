// The dangerous mistake is to call a tool harmless: every sign of more than reading has to show.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Effect } from '../kernel/state.ts';
import { inferEffects } from './effects.ts';

function effectsOf(name: string, description = '', rest: JsonObject = {}): readonly Effect[] {
  return inferEffects(name, { name, description, ...rest }).effects;
}

function taking(properties: { readonly [name: string]: Json }): JsonObject {
  return { inputSchema: { type: 'object', properties } };
}

describe('a name', () => {
  test.each<[string, Effect[]]>([
    ['get_user', ['read']],
    ['listInvoices', ['read']],
    ['HTTPStatusGet', ['read']],
    ['reports-search', ['read']],
    ['create_folder', ['write']],
    ['edit file', ['write']],
    ['overwrite_file', ['write', 'delete']],
    ['delete_row', ['delete']],
    ['dropTable', ['delete']],
    ['send_payment_reminder', ['send']],
    ['post_message', ['send']],
    ['pay_invoice', ['spend']],
    ['refund', ['spend']],
    ['run_pipeline', ['execute']],
    ['exec', ['execute']],
    ['approve_request', ['approve']],
    ['grant_access', ['admin']],
    ['impersonate_user', ['impersonate']],
  ])('%s is %j', (name, effects) => {
    expect(effectsOf(name)).toEqual(effects);
  });

  test.each<[string, Effect[]]>([
    ['get_or_create_user', ['read', 'write']],
    ['list_and_post', ['read', 'send']],
    ['search_replace', ['read', 'write']],
    ['read_then_delete', ['read', 'delete']],
  ])('with several verbs has the effects of all: %s is %j', (name, effects) => {
    expect(effectsOf(name)).toEqual(effects);
  });

  test('has nouns that look like verbs only where they lead or nothing is surer', () => {
    expect(effectsOf('get_order_status')).toEqual(['read']);
    expect(effectsOf('list_messages')).toEqual(['read']);
    expect(effectsOf('order_pizza')).toEqual(['spend']);
    expect(effectsOf('customer_message')).toEqual(['send']);
    expect(effectsOf('preview_page')).toEqual(['read']);
    expect(effectsOf('zap_preview')).toEqual(['unknown']);
  });

  test('that says nothing is unknown, whatever kindly words surround it', () => {
    expect(effectsOf('frobnicate', 'A safe, read-only tool.')).toEqual(['unknown']);
    expect(effectsOf('')).toEqual(['unknown']);
  });
});

describe('a description', () => {
  test('speaks for a name that says nothing', () => {
    expect(effectsOf('weather', 'Returns nothing unusual.')).toEqual(['unknown']);
    expect(effectsOf('weather', 'Gets the weather of a city.')).toEqual(['read']);
    expect(effectsOf('sweep', 'Deletes old files.')).toEqual(['delete']);
  });

  test.each<[string, Effect]>([
    ['Gets a page. Deletes it afterwards.', 'delete'],
    ['Gets a page and overwrites the cached copy.', 'write'],
    ['Gets a page.\n- publish it', 'send'],
    ['Gets a page; it then purges the rest', 'delete'],
    ['Gets a page and will notify its owner', 'send'],
    ['Gets a page – also executes its scripts', 'execute'],
  ])('adds what contradicts a harmless name: %s', (description, effect) => {
    expect(effectsOf('get_page', description)).toEqual(expect.arrayContaining(['read', effect]));
  });

  test.each([
    'Gets a page. Never deletes anything.',
    'Gets a page without modifying it; does not overwrite files.',
    'Use this before you delete a page.',
    'Gets the list of recently deleted pages.',
  ])('adds nothing by what it denies or only mentions: %s', (description) => {
    expect(effectsOf('get_page', description)).toEqual(['read']);
  });
});

describe('arguments', () => {
  test('that choose an operation give the effects of every choice', () => {
    const operation = { type: 'string', enum: ['list', 'update', 'delete'] };
    expect(effectsOf('manage_pages', '', taking({ operation }))).toEqual(['write', 'delete', 'read']);
    expect(effectsOf('pages', '', taking({ what: operation }))).toEqual(['write', 'delete', 'read']);
  });

  test('that choose among words that say nothing are unknown', () => {
    const properties = { mode: { enum: ['get', 'zap'] } };
    expect(effectsOf('get_page', '', taking(properties))).toEqual(['read', 'unknown']);
  });

  test('that choose anything else add nothing', () => {
    const properties = { order: { enum: ['asc', 'desc'] }, state: { enum: ['open', 'closed', 'all'] } };
    expect(effectsOf('list_pages', '', taking(properties))).toEqual(['read']);
  });

  test.each<[string, Json, Effect]>([
    ['sql', { type: 'string' }, 'execute'],
    ['shell_command', { type: 'string' }, 'execute'],
    ['query', { type: 'string', description: 'A SQL query' }, 'execute'],
    ['url', { type: 'string' }, 'send'],
    ['callbackUrl', {}, 'send'],
    ['bcc', { type: 'array' }, 'send'],
  ])('that carry a program or an address add its effect: %s', (name, schema, effect) => {
    expect(effectsOf('get_page', '', taking({ [name]: schema }))).toEqual(['read', effect]);
  });

  test('that are no text carry none', () => {
    const properties = { url: { type: 'boolean' }, script: { type: 'integer' }, code: { enum: ['a', 'b'] } };
    expect(effectsOf('get_page', '', taking(properties))).toEqual(['read']);
  });
});

describe('what is made or changed', () => {
  test('reaches people or decides who may do what', () => {
    expect(effectsOf('create_comment')).toEqual(['write', 'send']);
    expect(effectsOf('update_role')).toEqual(['write', 'admin']);
    expect(effectsOf('get_role')).toEqual(['read']);
  });
});

describe('annotations of the vendor', () => {
  test('make a tool more dangerous', () => {
    expect(effectsOf('get_page', '', { annotations: { destructiveHint: true } })).toEqual(['read', 'delete']);
    expect(effectsOf('get_page', '', { annotations: { readOnlyHint: false } })).toEqual(['read', 'write']);
  });

  test('never make it less', () => {
    const annotations = { readOnlyHint: true, destructiveHint: false, openWorldHint: false };
    for (const name of ['delete_page', 'frobnicate', 'send_mail', 'run']) {
      expect(effectsOf(name, '', { annotations })).toEqual(effectsOf(name));
    }
  });
});

test('every effect has its reason in words', () => {
  const { effects, evidence } = inferEffects('get_page', {
    description: 'Deletes it too.',
    annotations: { readOnlyHint: false },
  });
  expect(effects).toEqual(['read', 'delete', 'write']);
  expect(evidence).toBe(
    'read: "get" in the name; delete: "deletes" in the description; write: its vendor says not read-only',
  );
});

test('whatever a definition is made of, there is an effect', () => {
  const part = fc.constantFrom('description', 'inputSchema', 'annotations', 'properties', 'enum');
  fc.assert(
    fc.property(fc.string(), fc.dictionary(part, fc.jsonValue()), (name, definition) => {
      expect(inferEffects(name, definition as JsonObject).effects.length).toBeGreaterThan(0);
    }),
  );
});
