import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator } from '../../../gateway/verbs.ts';
import { errorSchema, MAX_BODY_BYTES } from '../contract.ts';
import { LOCAL_TOKEN } from '../sample-gateway.contract.ts';
import { ADA, asked, startRecords, type AccessGateway } from './access-gateway.contract.ts';

let gateway: AccessGateway;

beforeAll(async () => {
  gateway = await startRecords();
});
afterAll(() => gateway.stop());

const PATH = '/access/v1/evaluation';
const request = asked('alice', 'read');

describe('the metadata', () => {
  it('says where everything is, at the address that it was asked for', async () => {
    const response = await gateway.call('/.well-known/authzen-configuration', { token: null });
    expect(response.status).toBe(200);
    const base = 'http://127.0.0.1:4180';
    expect(await response.json()).toEqual({
      policy_decision_point: base,
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
      access_request_endpoint: `${base}/access/v1/requests`,
      jwks_uri: `${base}/access/v1/jwks`,
      capabilities: [
        'urn:openid:authzen:capability:obligations',
        'urn:openid:authzen:capability:access-request',
      ],
      supported_obligations: ['notification', 'custom'],
    });
  });

  it('names endpoints that are there', async () => {
    const response = await gateway.call('/.well-known/authzen-configuration', { token: null });
    const described = (await response.json()) as { [name: string]: string };
    const endpoints = Object.entries(described).filter(([name]) => name.endsWith('_endpoint'));
    for (const [, url] of endpoints) {
      expect((await gateway.ask(new URL(url).pathname, {})).status).toBe(400);
    }
  });
});

describe('a caller', () => {
  it('without a token is told how to bring one', async () => {
    for (const token of [null, 'wrong']) {
      const response = await gateway.ask(PATH, request, { token });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('who is no enforcement point is refused, and so is local access', async () => {
    const viewer = { id: 'vic', name: 'Vic', roles: ['viewer'], publicKey: null, identity: null };
    await addOperator(gateway.core, ADA, viewer);
    const before = (await gateway.records('access-evaluated')).length;
    for (const token of [await gateway.operatorToken('vic'), LOCAL_TOKEN]) {
      const response = await gateway.ask(PATH, request, { token });
      expect(response.status).toBe(403);
    }
    expect(await gateway.records('access-evaluated')).toHaveLength(before);
  });

  it('gets back the id that it gave its request, whatever the answer', async () => {
    const headers = { 'x-request-id': 'bfe9eb29-ab87' };
    const answers = [
      await gateway.ask(PATH, request, { headers }),
      await gateway.ask(PATH, {}, { headers }),
      await gateway.ask(PATH, request, { headers, token: null }),
      await gateway.ask('/access/v1/nothing', request, { headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 404]);
    for (const { headers: given } of answers) expect(given.get('x-request-id')).toBe('bfe9eb29-ab87');
    expect((await gateway.ask(PATH, request)).headers.get('x-request-id')).toBeNull();
  });

  it('hears of a ledger that takes nothing that nothing was decided', async () => {
    const broken = await startRecords();
    await broken.store.close();
    const response = await broken.ask(PATH, request);
    expect(response.status).toBe(503);
    expect(errorSchema.parse(await response.json()).error.code).toBe('store-fault');
    await broken.stop();
  });
});

describe('a malformed request is told with 400 and its place', () => {
  const { subject, action, resource } = request;
  it.each([
    ['without a subject', { action, resource }, 'subject'],
    ['without an action', { subject, resource }, 'action'],
    ['without a resource', { subject, action }, 'resource'],
    ['with a subject without a type', { ...request, subject: { id: 'alice' } }, 'subject.type'],
    ['with a subject without an id', { ...request, subject: { type: 'user' } }, 'subject.id'],
    ['with an action without a name', { ...request, action: {} }, 'action.name'],
    ['with a resource without a type', { ...request, resource: { id: 'record-1' } }, 'resource.type'],
    ['with a resource without an id', { ...request, resource: { type: 'record' } }, 'resource.id'],
    ['with a subject that is a string', { ...request, subject: 'alice' }, 'subject'],
    ['with a name that is a number', { ...request, action: { name: 123 } }, 'action.name'],
    ['with properties that are a list', { ...request, action: { name: 'read', properties: [] } }, 'action'],
    ['with a context that is a list', { ...request, context: [] }, 'context'],
    ['with a task that is no name', { ...request, context: { task: { id: 1 } } }, 'context.task'],
  ])('%s', async (_what, body, place) => {
    const response = await gateway.ask(PATH, body);
    expect(response.status).toBe(400);
    expect(errorSchema.parse(await response.json()).error.message).toContain(place);
  });

  it.each([
    ['no JSON', '{"subject":', 'application/json'],
    ['nothing', '', 'application/json'],
    ['a member twice', '{"subject":{},"subject":{}}', 'application/json'],
    ['half a surrogate pair', '{"subject":"\\ud800"}', 'application/json'],
    ['another type', JSON.stringify(request), 'text/plain'],
  ])('that holds %s', async (_what, body, type) => {
    const token = await gateway.operatorToken('pep');
    const bytes = new TextEncoder().encode(body);
    const response = await gateway.call(PATH, { token, body: bytes, headers: { 'content-type': type } });
    expect(response.status).toBe(400);
  });

  it('and one that is too large with 413', async () => {
    const padding = 'x'.repeat(MAX_BODY_BYTES);
    expect((await gateway.ask(PATH, { ...request, padding })).status).toBe(413);
  });
});
