// An API's document is read by the daemon; what is wrong with it, and what of it is left out, reaches whoever
// adds it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createOpenApiUpstream } from '../../adapters/upstream/http/upstream.ts';
import { readApiText } from '../../gateway/connectors/api-document.ts';
import { startTerminal, type Ran, type SampleTerminal } from './sample-terminal.contract.ts';

const DOCUMENT = `openapi: 3.1.0
info: { title: Shop, version: "1" }
paths:
  /orders:
    get: { operationId: listOrders }
  /pictures:
    post:
      operationId: addPicture
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
`;
const WHY = 'it takes a body of multipart/form-data: only JSON, URL-encoded forms and texts are sent';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
  const { upstream } = terminal.sample.core;
  const describe = upstream.describe.bind(upstream);
  const openapi = createOpenApiUpstream({ readDocument: readApiText, maxResultBytes: 10_000 });
  vi.spyOn(upstream, 'describe').mockImplementation((id, spec, credential) =>
    (spec.transport === 'openapi' ? openapi.describe.bind(openapi) : describe)(id, spec, credential),
  );
  await terminal.run('login --operator grace');
});
afterAll(() => terminal.stop());

async function add(text: string, ...more: string[]): Promise<Ran> {
  await writeFile(join(terminal.folder, 'openapi.yaml'), text);
  const args = ['add', 'shop', '--openapi', 'openapi.yaml', '--url', 'https://shop.example/v1', ...more];
  return terminal.run('connector', { args });
}

it('lists each operation that is not offered, and why', async () => {
  const { exit, err } = await add(DOCUMENT);
  expect([exit, err]).toEqual([0, expect.stringContaining(`not offered: addPicture: ${WHY}\n`)]);
  const { out } = await add(DOCUMENT, '--json');
  expect(JSON.parse(out)).toMatchObject({
    tools: [{ name: 'listOrders' }],
    leftOut: [{ name: 'addPicture', why: WHY }],
  });
});

it('says so before anything is connected, too', async () => {
  const { tools, leftOut } = await terminal.json('connector', { args: ['classify', 'openapi.yaml'] });
  expect(tools).toHaveLength(2);
  expect(leftOut).toEqual([{ name: 'addPicture', why: WHY }]);
  const { err } = await terminal.run('connector classify openapi.yaml');
  expect(err).toContain(`not offered: addPicture: ${WHY}\n`);
});

it('exits with 3 for a document that is not valid, with each place', async () => {
  const { exit, err } = await add(DOCUMENT.replace('/orders:', '/orders:\n    $ref: other.yaml#/a'));
  expect(exit).toBe(3);
  expect(err).toContain('openapi.yaml:5:11: error: paths./orders.$ref leads out of the document');
  expect(err).toContain('write what it refers to into this document, under components');
});
