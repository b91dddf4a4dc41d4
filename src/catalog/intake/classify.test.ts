// The dangerous mistake is to call a tool harmless: every sign of more than reading has to show.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Effect } from '../../kernel/effect.ts';
import { classifyTool } from './classify.ts';

function effectsOf(name: string, description = '', rest: JsonObject = {}): readonly Effect[] {
  return classifyTool(name, { name, description, ...rest }).effects;
}

function taking(properties: { readonly [name: string]: Json }): JsonObject {
  return { inputSchema: { type: 'object', properties } };
}

describe('a name', () => {
  test.each<[string, Effect[]]>([
    ['get_user', ['read']],
    ['listInvoices', ['read']],
    ['reports-search', ['read']],
    ['create_folder', ['write']],
    ['edit file', ['write']],
    ['overwrite_file', ['write', 'delete']],
    ['delete_row', ['delete']],
    ['send_payment_reminder', ['send']],
    ['post_message', ['send']],
    ['pay_invoice', ['spend']],
    ['refund', ['spend']],
    ['run_pipeline', ['execute']],
    ['approve_request', ['approve']],
    ['grant_access', ['admin']],
    ['impersonate_user', ['impersonate']],
    ['turn_on_heater', ['execute']],
    ['get_or_create_user', ['admin', 'read']],
    ['list_and_post', ['send', 'read']],
    ['read_then_delete', ['delete', 'read']],
  ])('%s is %j', (name, effects) => {
    expect(effectsOf(name)).toEqual(effects);
  });

  test('is read with what its verb is done to', () => {
    expect(effectsOf('create_comment')).toEqual(['send']);
    expect(effectsOf('create_role')).toEqual(['admin']);
    expect(effectsOf('create_role_description')).toEqual(['admin']);
    expect(effectsOf('create_order')).toEqual(['spend']);
    expect(effectsOf('create_order_note')).toEqual(['write']);
  });

  test('has nouns that look like verbs only where they lead or nothing is surer', () => {
    expect(effectsOf('get_order_status')).toEqual(['read']);
    expect(effectsOf('list_messages')).toEqual(['read']);
    expect(effectsOf('order_status')).toEqual(['read']);
    expect(effectsOf('order_pizza')).toEqual(['spend']);
  });

  test('that says nothing is unknown, whatever kindly words surround it', () => {
    expect(effectsOf('frobnicate', 'A safe, read-only tool.')).toEqual(['unknown']);
    expect(effectsOf('')).toEqual(['unknown']);
  });
});

describe('a name that calls what is answered', () => {
  test.each([
    ['payees', 'Saved payees'],
    ['leaveRequests', 'Leave requests waiting for a decision'],
    ['orders_history', 'Messages of an order'],
    ['order_lookup', 'Order by number'],
    ['productPage', 'Product with reviews'],
    ['tasks_mine', ''],
    ['bills_open', 'Open bills'],
    ['access.requests', 'Requests waiting'],
    ['PatientInbox', 'Portal messages waiting for an answer'],
    ['inbox.open', 'Full mail.'],
  ])('looks: %s', (name, description) => {
    expect(effectsOf(name, description)).toEqual(['read']);
  });
  test.each([
    ['archive_page', 'Archive page'],
    ['settle_balance', ''],
    ['change_issue_status', ''],
    ['delete_users', 'Delete users'],
    ['user_profile', 'Deletes the profile of a user'],
    ['payments', ''],
    ['deletion', 'Deletion of a user'],
    ['call_log', 'Log a call'],
    ['access.request.decide', 'Decide a request'],
  ])('and with a verb it does what that says: %s', (name, description) => {
    expect(effectsOf(name, description)).not.toEqual(['read']);
  });
});

describe('a description', () => {
  test('speaks for a name that says nothing', () => {
    expect(effectsOf('weather', 'Gets the weather of a city.')).toEqual(['read']);
    expect(effectsOf('sweep', 'Deletes old files.')).toEqual(['delete']);
    expect(effectsOf('tabs', 'List, create, close, or select a tab.')).toEqual(['write', 'read']);
    expect(effectsOf('pipelines', 'Manages pipelines. Available actions: get, start')[0]).toBe('execute');
  });

  test('overrules a name whose verb may be a noun, but never towards less than a grave effect', () => {
    expect(effectsOf('audit_log', 'Returns the audit log')).toEqual(['read']);
    expect(effectsOf('review', 'Sends a review to the seller')[0]).toBe('send');
    expect(effectsOf('order_book', 'Returns a book')[0]).toBe('spend');
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
    expect(effectsOf('manage_pages', '', taking({ operation }))).toEqual(['write', 'read', 'delete']);
    expect(effectsOf('pages', '', taking({ what: operation }))).toEqual(['write', 'read', 'delete']);
  });

  test('that choose an operation by alternatives of the schema do, too', () => {
    const variant = (action: string): Json => ({ properties: { action: { const: action } } });
    const inputSchema = { oneOf: [variant('get'), variant('delete')] };
    expect(effectsOf('pages', '', { inputSchema })).toEqual(['delete', 'read']);
  });

  test('that choose among words that say nothing are unknown', () => {
    expect(effectsOf('get_page', '', taking({ mode: { enum: ['get', 'zap'] } }))).toContain('unknown');
  });

  test('that choose anything else add nothing', () => {
    const properties = { order: { enum: ['asc', 'desc'] }, state: { enum: ['open', 'closed', 'all'] } };
    expect(effectsOf('list_pages', '', taking(properties))).toEqual(['read']);
  });

  test.each<[string, Json, Effect[]]>([
    ['sql', { type: 'string' }, ['execute', 'read', 'write', 'delete']],
    ['query', { type: 'string', description: 'A SQL query' }, ['execute', 'read', 'write', 'delete']],
    ['shell_command', { type: 'string' }, ['execute', 'read', 'write', 'delete', 'send']],
    ['function', { description: 'JavaScript to run' }, ['execute', 'read', 'write', 'delete', 'send']],
    ['url', { type: 'string' }, ['read', 'send']],
    ['callbackUrl', {}, ['read', 'send']],
  ])('that carry a program or an address add its effects: %s', (name, schema, effects) => {
    expect(effectsOf('get_page', '', taking({ [name]: schema }))).toEqual(effects);
  });

  test.each<[string, Json]>([
    ['command', { type: 'boolean' }],
    ['script', { type: 'integer' }],
    ['code', { enum: ['a', 'b'] }],
    ['code', { description: 'Country code' }],
    ['currency_code', {}],
  ])('that are no program add none: %s %j', (name, schema) => {
    expect(effectsOf('get_page', '', taking({ [name]: schema }))).toEqual(['read']);
  });

  test('that name a method and a place make any request', () => {
    const place = { path: { type: 'string' } };
    const all = ['execute', 'read', 'write', 'delete', 'admin'];
    expect(effectsOf('api', '', taking({ ...place, method: { type: 'string' } }))).toEqual(all);
    expect(effectsOf('api', '', taking({ ...place, method: { enum: ['GET', 'POST'] } }))).toEqual(
      expect.arrayContaining(all),
    );
    expect(effectsOf('get', '', taking({ ...place, method: { enum: ['GET'] } }))).toEqual(['read']);
  });

  test('that take people invite them', () => {
    expect(effectsOf('create_event', '', taking({ attendees: {} }))).toEqual(['write', 'send']);
    expect(effectsOf('list_events', '', taking({ attendees: {} }))).toEqual(['read']);
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

describe('how sure it is', () => {
  test('grows with what agrees', () => {
    const sure = (name: string, description = ''): number => classifyTool(name, { description }).confidence;
    expect(sure('zap')).toBeLessThan(sure('check_page'));
    expect(sure('check_page')).toBeLessThan(sure('pages', 'Deletes all'));
    expect(sure('pages', 'Deletes all')).toBeLessThan(sure('delete_pages'));
    expect(sure('delete_pages')).toBeLessThan(sure('delete_pages', 'Removes pages'));
    expect(classifyTool('x', taking({ sql: {} })).confidence).toBe(0.9);
  });
});

test.each([
  ['get_page', 'nothing-done'],
  ['update_page', 'reversible'],
  ['delete_page', 'irreversible'],
  ['run_job', 'unknown'],
])('what %s does is %s', (name, reversibility) => {
  expect(classifyTool(name, {}).reversibility).toBe(reversibility);
});

describe('whatever a definition is made of', () => {
  const part = fc.constantFrom(
    'description',
    'inputSchema',
    'annotations',
    'properties',
    'enum',
    'items',
    '$ref',
    'oneOf',
    'type',
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(part, tie('value'), { maxKeys: 4 }),
    ),
  })).value as fc.Arbitrary<Json>;

  test('there is an effect, the main one first, each with its reason', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(part, json), (name, definition) => {
        const { effect, effects, claims, readOnly } = classifyTool(name, definition);
        expect(effects[0]).toBe(effect);
        expect(effects).toEqual([...new Set(claims.map((claim) => claim.effect))]);
        expect(readOnly).toBe(effects.join() === 'read');
      }),
    );
  });

  test('one sign of more is enough to be more than reading', () => {
    const name = fc.constantFrom('get_page', 'list_rows', 'search', 'pages', 'lookup_user');
    const said = fc.constantFrom('Gets it.', 'Lists rows.', '', 'Returns what was found. Never fails.');
    const sign = fc.constantFrom<JsonObject & { readonly description?: string }>(
      { description: 'Deletes the rest.' },
      { description: 'It then sends a copy.' },
      { inputSchema: { properties: { sql: { type: 'string' } } } },
      { inputSchema: { properties: { webhook: { type: 'string' } } } },
      { inputSchema: { properties: { deep: { properties: { command: { type: 'string' } } } } } },
      { inputSchema: { properties: { action: { enum: ['get', 'delete'] } } } },
      { annotations: { destructiveHint: true } },
    );
    fc.assert(
      fc.property(name, said, sign, (tool, description, more) => {
        const told = `${description} ${more.description ?? ''}`;
        expect(classifyTool(tool, { ...more, description: told }).readOnly).toBe(false);
      }),
    );
  });
});

describe('a hostile definition', () => {
  test('that goes on and on is unknown besides what was read of it', () => {
    const long = `Gets a page. ${'and deletes '.repeat(1_000_000)}`;
    expect(effectsOf('get_page', long)).toContain('unknown');
    expect(effectsOf('get_page'.padEnd(10_000_000, '_x'))).toContain('unknown');
    for (const filler of [' ', 'a', 'A', '\n', ', a', ' and', '- ', '.', '_']) {
      expect(effectsOf('get_page', filler.repeat(2_000_000))).toContain('unknown');
    }
  });

  test('that refers to itself ends', () => {
    const inputSchema = {
      $defs: { node: { properties: { next: { $ref: '#/$defs/node' }, command: { type: 'string' } } } },
      $ref: '#/$defs/node',
    };
    expect(effectsOf('get_page', '', { inputSchema })).toContain('execute');
    expect(effectsOf('get_page', '', { inputSchema: { $ref: '#' } })).toEqual(['read']);
  });

  test('that branches without end, or holds too much, is unknown', () => {
    const twice = {
      oneOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }],
      properties: { b: { $ref: '#/$defs/a' } },
    };
    expect(effectsOf('get_page', '', { inputSchema: { ...twice, $defs: { a: twice } } })).toContain(
      'unknown',
    );
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`f${index}`, {}]));
    expect(effectsOf('get_page', '', taking(many))).toContain('unknown');
  });
});
