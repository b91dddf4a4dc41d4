import { expect, test } from 'vitest';
import type { Effect } from '../../kernel/effect.ts';
import { classifyTool } from './classify.ts';

function effectsOf(name: string, description: string, names: string): readonly Effect[] {
  const properties = Object.fromEntries(names.split(' ').map((each) => [each, { type: 'string' }]));
  return classifyTool(name, { description, inputSchema: { properties } }).effects;
}

test.each(['url', 'image_url', 'callbackUrl', 'website', 'web_page', 'uri', 'webhook', 'isUrl'])(
  'a read that is given %s tells it something',
  (name) => {
    expect(effectsOf('get_page', '', name)).toEqual(['read', 'send']);
  },
);

test.each(['issueUrl', 'region_url', 'idOrUrl', 'resource_uri', 'url_count'])(
  'a read that is given %s is told the name of a thing',
  (name) => {
    expect(effectsOf('get_page', '', name)).toEqual(['read']);
  },
);

test('what is got and put somewhere is written there, and a format is no place', () => {
  expect(effectsOf('download_images', '', 'id localPath')).toEqual(['read', 'write']);
  expect(effectsOf('get_frame', 'Gets a frame and saves it to the given folder', 'id')).toContain('write');
  const output = { type: 'string', description: 'Output format' };
  expect(classifyTool('get_pods', { inputSchema: { properties: { output } } }).effects).toEqual(['read']);
});

test('what is got is sent where an address is for that, or where the description says so', () => {
  const got = (description: string, of: string) => {
    const email = { type: 'string', description: of };
    return classifyTool('export_report', { description, inputSchema: { properties: { email } } }).effects;
  };
  expect(got('Exports a report', 'Address the export is mailed to')).toContain('send');
  expect(got('Exports a report and mails it', '')).toContain('send');
  expect(got('Export data and mail it.', '')).toContain('send');
  expect(got('Exports the orders and mail of a customer', 'Of whom')).toEqual(['read']);
  expect(got('Exports a report', 'Only mails sent to this address')).toEqual(['read']);
  expect(got('Exports a report', 'The address the invoice was sent to')).toEqual(['read']);
  expect(got('List files and open them', '')).toEqual(['read']);
});

test('whoever points at a part of a page may set anything off', () => {
  expect(effectsOf('upload_file', 'Uploads a file through an element', 'path uid')).toEqual([
    'write',
    'send',
    'execute',
  ]);
  expect(effectsOf('update_dashboard', 'Updates a dashboard', 'uid')).toEqual(['write']);
});

test('whoever brings a text is not believed to look, where the verb may be a noun', () => {
  expect(effectsOf('review_page', '', 'id body')).toEqual(['read', 'write']);
  expect(effectsOf('classify_mail', '', 'body')).toEqual(['read']);
});

test('what is paid with is spent, unless something ends', () => {
  expect(effectsOf('change_seats', '', 'payment_method_id')).toContain('spend');
  expect(effectsOf('delete_card', '', 'payment_method_id')).not.toContain('spend');
  expect(effectsOf('get_card', '', 'payment_method_id')).toEqual(['read']);
});

test('what is made of a trigger and an action acts by itself later', () => {
  expect(effectsOf('create_flow', '', 'trigger action')).toEqual(['write', 'execute', 'send']);
  expect(effectsOf('create_flow', '', 'trigger')).toEqual(['write']);
});

test('the last stage of a pipeline may write, and so may who is told where to', () => {
  expect(effectsOf('aggregate', '', 'pipeline')).toEqual(['read', 'write']);
  expect(effectsOf('extract_text', '', 'output_path')).toEqual(['read', 'write']);
});

test('a code is a program only where something says so', () => {
  expect(effectsOf('unlock_gate', '', 'code')).not.toContain('delete');
  expect(effectsOf('check_code', 'Runs code in a sandbox', 'code')).toContain('execute');
});

test('a form on the web is sent, and the parts of a page are worked', () => {
  expect(effectsOf('web-form', 'Fill in and send a web form', 'url fields')).not.toContain('execute');
  expect(effectsOf('fill_form', 'Fill the fields of a form', 'ref value')).toContain('execute');
});
