import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

const TOOLS = {
  tools: [
    {
      server: 'mail',
      name: 'send_mail',
      description: 'Sends a mail.\u001b[2J',
      inputSchema: { properties: { to: {}, body: {} } },
      truth: { effect: 'read' },
    },
    { server: 'mail', name: 'list_mail' },
  ],
};

it('says of each tool what it may do, and never reads a label', async () => {
  await terminal.write('tools.json', JSON.stringify(TOOLS));
  const { tools } = await terminal.json('connector', { args: ['classify', 'tools.json', '--json'] });
  expect(tools).toEqual([
    expect.objectContaining({
      server: 'mail',
      name: 'send_mail',
      effect: 'send',
      effectsAll: ['send'],
      readOnly: false,
      egress: 'external',
      destinationArguments: ['to'],
    }),
    expect.objectContaining({ name: 'list_mail', effect: 'read', readOnly: true, egress: 'none' }),
  ]);
});

it('shows a table to a person', async () => {
  const { exit, out } = await terminal.run('connector', { args: ['classify', 'tools.json'] });
  expect(exit).toBe(0);
  expect(out).toMatch(/^mail +send_mail +send +external +to +0\.95 +"send" in the name$/m);
});

it('says what is wrong with a file that holds no tools', async () => {
  await terminal.write('none.json', '{"tools": [{}]}');
  await terminal.write('broken.json', '{\n "tools": ]}');
  const none = await terminal.run('connector', { args: ['classify', 'none.json'] });
  const broken = await terminal.run('connector', { args: ['classify', 'broken.json'] });
  expect([none.exit, broken.exit]).toEqual([3, 3]);
  expect(none.err).toContain('none.json:1:12: tools.0 has no name');
  expect(broken.err).toContain('broken.json is not JSON');
  expect(broken.err).toMatch(/broken\.json:2:\d+: /);
  await terminal.write('other.json', '{"things": []}');
  await terminal.write('half.sql', 'create table (');
  const other = await terminal.run('connector', { args: ['classify', 'other.json'] });
  expect(other).toMatchObject({ exit: 3, err: expect.stringContaining('holds no list of tools') });
  const half = await terminal.run('connector', { args: ['classify', 'half.sql'] });
  expect(half).toMatchObject({ exit: 3, err: expect.stringContaining('half.sql:1:1: it creates a table') });
  for (const command of ['lint', 'drift']) {
    const { exit, err } = await terminal.run('connector', { args: [command, 'broken.json'] });
    expect([exit, err]).toEqual([3, expect.stringContaining('broken.json:2:')]);
  }
});

const API = `openapi: 3.1.0
info: { title: Shop }
security: [{ login: [admin] }]
components:
  securitySchemes:
    login: { type: oauth2 }
paths:
  /orders/{id}:
    get: { operationId: getOrder }
    delete: {}
`;

it('takes an OpenAPI document for what it is, in YAML and in JSON', async () => {
  await terminal.write('api.txt', API);
  const { tools } = await terminal.json('connector', { args: ['classify', 'api.txt', '--json'] });
  expect(tools).toMatchObject([
    { server: 'Shop', name: 'getOrder', effect: 'read', method: 'GET', path: '/orders/{id}' },
    { server: 'Shop', name: 'delete_orders_by_id', effect: 'delete', broadScopes: ['admin'] },
  ]);
  const text = await terminal.run('connector', { args: ['classify', 'api.txt'] });
  expect(text.err).toContain('over-broad scope "admin", asked for by getOrder');
  await terminal.write('api.json', JSON.stringify({ openapi: '3.0.0', paths: { '/a': { get: {} } } }));
  const again = await terminal.json('connector', { args: ['classify', 'api.json', '--json'] });
  expect(again.tools).toMatchObject([{ name: 'get_a' }]);
});

it('says on which line an OpenAPI document cannot be read', async () => {
  await terminal.write('api.yaml', API.replace('{ operationId: getOrder }', '{ $ref: other.yaml }'));
  const old = await terminal.run('connector', { args: ['classify', 'api.yaml'] });
  expect(old.exit).toBe(0);
  await terminal.write('api.yaml', API.replace('/orders/{id}:', '/orders/{id}:\n    $ref: other.yaml#/a'));
  const { exit, err } = await terminal.run('connector', { args: ['classify', 'api.yaml'] });
  expect(exit).toBe(3);
  expect(err).toContain('api.yaml:9:11: paths./orders/{id}.$ref leads out of the document');
  await terminal.write('api.json', '{\n  "swagger": "2.0"\n}');
  const swagger = await terminal.run('connector', { args: ['classify', 'api.json'] });
  expect(swagger.err).toContain('api.json:2:14: swagger is Swagger 2.0 (convert it to OpenAPI 3 first');
});

it('takes a script of SQL, and says what of it was not read', async () => {
  await terminal.write('schema.sql', 'create table t (a int);\nmerge into t using u on true;');
  const { tools, unread } = await terminal.json('connector', { args: ['classify', 'schema.sql', '--json'] });
  expect(unread).toMatchObject([{ line: 2 }]);
  expect(tools).toMatchObject([
    { name: 'select_t', effectsAll: ['read'] },
    { name: 'insert_t', effectsAll: ['write', 'unknown'] },
    { name: 'update_t' },
    { name: 'delete_t' },
    { name: 'query', effect: 'execute' },
  ]);
  const text = await terminal.run('connector', { args: ['classify', 'schema.sql'] });
  expect(text.err).toContain('schema.sql:2: not read: it is no statement that is known');
});

it('takes the prompts and resources that a server lists', async () => {
  await terminal.write('prompts.json', JSON.stringify({ result: { prompts: [{ name: 'greet' }] } }));
  const { tools } = await terminal.json('connector', { args: ['classify', 'prompts.json', '--json'] });
  expect(tools).toMatchObject([{ name: '@prompts/get greet', effect: 'read' }]);
});
