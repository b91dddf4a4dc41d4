// Resources and prompts are read, by protocol; what chooses among them and who wrote them is said.

import { expect, test } from 'vitest';
import { sheetsOfListing } from './listing.ts';

test('a resource is read, and its template says what chooses it', () => {
  const resourceTemplates = [{ uriTemplate: 'file:///{+path}/{name}{?page*,q:3}', name: 'file' }];
  const resources = [{ uri: 'notes://today', name: 'today' }];
  const [resource, template] = sheetsOfListing({ resources, resourceTemplates }) ?? [];
  expect(resource).toMatchObject({
    name: '@resources/read notes://today',
    effectsAll: ['read'],
    readOnly: true,
    egress: 'none',
    roles: {},
    output: [{ pointer: '/text', writer: 'anyone' }],
  });
  expect(template?.roles).toEqual({
    '/path': 'path',
    '/name': 'selector',
    '/page': 'selector',
    '/q': 'selector',
  });
});

test('a prompt is a text that nobody vouches for', () => {
  const prompts = [{ name: 'greet', description: 'Sends a mail.', arguments: [{ name: 'email' }] }];
  expect(sheetsOfListing({ jsonrpc: '2.0', result: { prompts } })).toMatchObject([
    {
      name: '@prompts/get greet',
      effectsAll: ['read'],
      destinationArguments: [],
      roles: { '/email': 'content' },
      inputData: { '/email': ['pii'] },
      output: [{ writer: 'anyone' }],
    },
  ]);
});

test('another answer is no listing, and odd entries are read as far as they go', () => {
  expect(sheetsOfListing({ tools: [] })).toBeNull();
  expect(sheetsOfListing([])).toBeNull();
  const odd = [null, { uri: 3 }, { uriTemplate: '{'.repeat(100_000) }];
  expect(sheetsOfListing({ resourceTemplates: odd, prompts: [{ arguments: 'x' }] })).toHaveLength(4);
});
