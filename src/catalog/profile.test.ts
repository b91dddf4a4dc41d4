import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import type { Effect } from '../kernel/effect.ts';
import type { ToolProfile } from '../kernel/state.ts';
import type { JsonObject } from '../kernel/json.ts';
import { classifyTool } from './intake/classify.ts';
import { profileOf, proposeProfile } from './profile.ts';

const TEXT: Json = { type: 'string' };

function rolesOf(properties: Json): ToolProfile['roles'] {
  return proposeProfile(['read'], { type: 'object', properties }).roles;
}

test.each<[string, string | undefined]>([
  ['to', 'destination'],
  ['recipient_email', 'destination'],
  ['webhookUrl', 'destination'],
  ['host', 'destination'],
  ['accountId', 'identity'],
  ['iban', 'identity'],
  ['amount', 'amount'],
  ['unit_price', 'amount'],
  ['apiKey', 'credential'],
  ['access_token', 'credential'],
  ['pageToken', 'selector'],
  ['sql', 'code'],
  ['command', 'code'],
  ['body', 'content'],
  ['file_path', 'path'],
  ['query', 'selector'],
  ['issue_id', 'selector'],
  ['email_id', 'selector'],
  ['colour', undefined],
])('an argument called %s is %s', (name, role) => {
  expect(rolesOf({ [name]: TEXT })[`/${name}`]).toBe(role);
});

test('a format says more than a name', () => {
  expect(rolesOf({ body: { type: 'string', format: 'uri' } })).toEqual({ '/body': 'destination' });
  expect(rolesOf({ email_id: { type: 'string', format: 'email' } })).toEqual({ '/email_id': 'destination' });
  expect(rolesOf({ body: { type: 'string', format: 'toString' } })).toEqual({ '/body': 'content' });
});

test('a switch is for nothing, whatever it is called', () => {
  expect(rolesOf({ message: { type: 'boolean' } })).toEqual({});
});

test('objects and lists are looked into, and names are escaped', () => {
  const attendee = { type: 'object', properties: { email: TEXT, 'a/b~amount': { type: 'number' } } };
  expect(
    rolesOf({
      attendees: { type: 'array', items: attendee },
      message: { type: 'object', properties: { text: TEXT } },
      cc: { type: 'array', items: TEXT },
      odd: null,
    }),
  ).toEqual({
    '/attendees/*/email': 'destination',
    '/attendees/*/a~1b~0amount': 'amount',
    '/message/text': 'content',
    '/cc': 'destination',
  });
});

test('a schema without an end is followed for some levels', () => {
  const nest = (levels: number): Json =>
    levels === 0
      ? { type: 'object', properties: { to: TEXT } }
      : { type: 'object', properties: { in: nest(levels - 1) } };
  expect(Object.keys(proposeProfile(['read'], nest(5)).roles)).toEqual(['/in/in/in/in/in/to']);
  expect(proposeProfile(['read'], nest(9)).roles).toEqual({});
});

test.each<[readonly Effect[], Json, ToolProfile['egress']]>([
  [['read'], {}, 'none'],
  [['read', 'write'], {}, 'shared'],
  [['delete'], {}, 'shared'],
  [['send'], {}, 'external'],
  [['write', 'spend'], {}, 'external'],
  [['execute'], {}, 'unknown'],
  [['unknown'], {}, 'unknown'],
  [['read'], { url: TEXT }, 'external'],
])('a tool that may %j with %j goes %s', (effects, properties, egress) => {
  expect(proposeProfile(effects, { type: 'object', properties }).egress).toBe(egress);
});

test('what comes back is internal and nobody vouches for it', () => {
  expect(proposeProfile(['read'], false).output).toEqual({
    sensitivity: 'internal',
    categories: [],
    integrity: 'untrusted',
  });
});

function profile(name: string, definition: JsonObject): ToolProfile {
  return profileOf(name, definition, classifyTool(name, definition));
}

test('of a classified tool goes as far as it was found to', () => {
  const inputSchema = { properties: { email: TEXT } };
  expect(profile('invite_user', { inputSchema })).toMatchObject({ roles: { '/email': 'destination' } });
  expect(profile('update_row', {}).egress).toBe('none');
});

test('an address that is only looked up selects', () => {
  const inputSchema = { properties: { email: TEXT } };
  expect(profile('find_contact', { inputSchema }).roles).toEqual({ '/email': 'selector' });
});

test('what a tool is about raises what its answers carry', () => {
  const output = (name: string, definition: JsonObject = {}) => profile(name, definition).output;
  expect(output('get_patient')).toEqual({
    sensitivity: 'restricted',
    categories: ['phi'],
    integrity: 'untrusted',
  });
  const outputSchema = { properties: { email: TEXT, salary: TEXT } };
  expect(output('get_person', { outputSchema })).toMatchObject({
    sensitivity: 'confidential',
    categories: ['financial', 'pii'],
  });
  expect(output('delete_patient').categories).toEqual([]);
});

test('between two ends within the connector nothing goes anywhere', () => {
  const relation = { type: 'object', properties: { from: TEXT, to: TEXT } };
  const inputSchema = { properties: { relations: { type: 'array', items: relation } } };
  const pointer = '/relations/*/to';
  expect(proposeProfile(['write'], inputSchema).roles[pointer]).toBe('selector');
  expect(proposeProfile(['send'], inputSchema).roles[pointer]).toBe('destination');
});

test('files are moved from one path to another', () => {
  const inputSchema = { properties: { source: TEXT, destination: TEXT } };
  const paths = { '/source': 'path', '/destination': 'path' };
  expect(profile('move_file', { inputSchema }).roles).toEqual(paths);
  expect(profile('copy_directory', { inputSchema }).roles).toEqual(paths);
  expect(profile('upload_file', { inputSchema }).roles['/destination']).toBe('destination');
  expect(profile('merge_accounts', { inputSchema }).roles['/destination']).toBe('destination');
});

test('what is neither sent nor paid is changed to something', () => {
  const inputSchema = { properties: { to: TEXT } };
  expect(proposeProfile(['write'], inputSchema).roles['/to']).toBeUndefined();
  expect(proposeProfile(['send'], inputSchema).roles['/to']).toBe('destination');
});

test.each<[string, string, boolean]>([
  ['get-env', '', true],
  ['dump', 'Returns all environment variables of the server.', true],
  ['get_environment', 'Returns the environment that was deployed last.', false],
])('%s: %s: holds secrets: %s', (name, description, holds) => {
  const definition = { name, description };
  const { output } = profileOf(name, definition, { ...classifyTool('get_page', {}), effects: ['read'] });
  expect(output.categories.includes('secret')).toBe(holds);
});
