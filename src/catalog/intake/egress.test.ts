import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { classifyTool } from './classify.ts';

function egressOf(name: string, names = '', description = ''): string {
  const fields = names.split(' ').filter((each) => each !== '');
  const properties: JsonObject = Object.fromEntries(fields.map((each) => [each, { type: 'string' }]));
  return classifyTool(name, { description, inputSchema: { properties } }).egress;
}

test.each<[string, string, string]>([
  ['get_page', 'id', 'none'],
  ['get_page', 'url', 'external'],
  ['delete_page', 'id', 'none'],
  ['update_row', 'id value', 'none'],
  ['send_email', 'to body', 'external'],
  ['send_message', 'channel text', 'shared'],
  ['send_message', 'channel email text', 'external'],
  ['send_invitation', 'event', 'external'],
  ['publish_post', 'text', 'external'],
  ['create_issue', 'title body', 'shared'],
  ['update_page', 'content', 'shared'],
  ['create_snippet', 'public content', 'external'],
  ['register_listener', 'webhook', 'external'],
  ['pay_invoice', 'invoice_id', 'none'],
  ['pay_invoice', 'payee amount', 'external'],
  ['withdraw_funds', 'amount', 'external'],
  ['restart_server', 'name', 'none'],
  ['run_shell', 'command', 'external'],
  ['follow_account', 'id', 'shared'],
  ['update_gist', 'id content', 'external'],
  ['browser_file_upload', 'paths', 'external'],
  ['push_commits', 'remote branch', 'external'],
  ['fax_document', 'number file', 'external'],
  ['zap', 'id', 'unknown'],
])('%s with %s goes %s', (name, fields, egress) => {
  expect(egressOf(name, fields)).toBe(egress);
});

test('what anybody may see has left', () => {
  expect(egressOf('create_paste', 'text', 'Creates a paste that anybody may read')).toBe('external');
  expect(egressOf('create_paste', 'text', 'Creates a paste')).not.toBe('external');
});

test('a reading of which more is unknown goes nobody knows how far', () => {
  expect(classifyTool('get_page', { description: 'x'.repeat(30_000) }).egress).toBe('unknown');
});

test.each<[string, JsonObject]>([
  ['by its format', { type: 'string', format: 'uri' }],
  ['in words', { type: 'string', description: 'URL or data URI of the content to compress' }],
])('what is fetched from an address that is told %s reaches it', (_, data) => {
  const reach = (name: string): string =>
    classifyTool(name, { inputSchema: { properties: { data } } }).egress;
  expect([reach('compress_file'), reach('get_page')]).toEqual(['external', 'external']);
});

describe('what passes on whatever it is told', () => {
  const open = { type: 'object' };
  const text = { type: 'string' };

  test.each<[string, JsonObject]>([
    ['run_action', { action: text, args: open }],
    ['execute_tool', { tool_name: text, arguments: { anyOf: [open, { type: 'null' }] } }],
    ['invoke', { name: text, input: { type: 'object', additionalProperties: true } }],
    ['call_api', { operation: text, params: { type: 'string', description: 'Arguments as JSON' } }],
  ])('%s is the execution of something unknown, and goes nobody knows where', (name, properties) => {
    const found = classifyTool(name, { inputSchema: { properties } });
    expect([found.effect, found.effects.includes('unknown'), found.egress]).toEqual([
      'execute',
      true,
      'unknown',
    ]);
  });

  test.each<[string, JsonObject]>([
    ['log_action', { action: text, data: open }],
    ['run_report', { name: text, limit: { type: 'integer' } }],
    ['run_job', { action: { enum: ['start', 'stop'] }, args: open }],
    ['run_job', { job: text, input: { type: 'object', properties: { day: text } } }],
  ])('%s with %j is none', (name, properties) => {
    expect(classifyTool(name, { inputSchema: { properties } }).effects).not.toContain('unknown');
  });
});
