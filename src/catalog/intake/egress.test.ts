import { expect, test } from 'vitest';
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
  ['zap', 'id', 'unknown'],
])('%s with %s goes %s', (name, fields, egress) => {
  expect(egressOf(name, fields)).toBe(egress);
});

test('a reading of which more is unknown goes nobody knows how far', () => {
  expect(classifyTool('get_page', { description: 'x'.repeat(30_000) }).egress).toBe('unknown');
});
