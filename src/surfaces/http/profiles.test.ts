// What people say of tools, models and hosts goes in as they say it, and nothing else goes in.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentsResponse } from './contract.ts';
import { connectorDetail, connectorProposed } from './contract/connector.ts';
import { destinationsResponse } from './contract/profile.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;
let token: string;
beforeAll(async () => {
  sample = await startSample();
  token = await sample.operatorToken('ada');
});
afterAll(() => sample.stop());

const post = (path: string, json: unknown): Promise<Response> =>
  sample.call(`/api/v1/${path}`, { token, json });
const get = async (path: string): Promise<unknown> => (await sample.call(`/api/v1/${path}`)).json();

test('declared destinations are read back, and replaced whole', async () => {
  expect(await get('destinations')).toEqual({ own: [], listed: [], cleared: {} });
  const first = { own: ['.example.com', 'localhost', '10.0.0.1', '[::1]'], listed: ['api.partner.net'] };
  expect((await post('destinations', first)).status).toBe(200);
  expect(destinationsResponse.parse(await get('destinations'))).toEqual({ ...first, cleared: {} });
  const cleared = { 'api.partner.net': 'internal' };
  await post('destinations', { ...first, cleared });
  expect(await get('destinations')).toEqual({ ...first, cleared });
  await post('destinations', { own: ['example.org'], listed: [] });
  expect(await get('destinations')).toEqual({ own: ['example.org'], listed: [], cleared: {} });
});

test.each([
  ['Example.com'],
  ['https://example.com'],
  ['*.example.com'],
  ['a@example.com'],
  ['münchen.de'],
  ['.'],
])('%s is no host to declare', async (host) => {
  expect((await post('destinations', { own: [host], listed: [] })).status).toBe(400);
});

test.each([
  ['a host that is not listed', { 'example.com': 'internal' }],
  ['what is no sensitivity', { 'api.partner.net': 'secret' }],
])('clearances of %s are none to declare', async (_, cleared) => {
  const declared = { own: ['example.com'], listed: ['api.partner.net'], cleared };
  expect((await post('destinations', declared)).status).toBe(400);
});

test('an operator alone declares destinations', async () => {
  const denied = await sample.call('/api/v1/destinations', { json: { own: [], listed: [] } });
  expect(denied.status).toBe(403);
});

test('what the tasks of an agent may use together is said for each window, and taken back', async () => {
  const agent = { id: 'payer', owner: 'ada', environment: 'test', groups: [], identity: null };
  await post('agents', agent);
  const allowancesOf = async () =>
    agentsResponse.parse(await get('agents')).agents.find(({ id }) => id === 'payer')?.allowances;
  const allow = async (windowSeconds: number, limit: unknown, id = 'payer') =>
    (await post(`agents/${id}/allowance`, { windowSeconds, limit })).status;
  expect(await allow(3_600, { calls: 10 })).toBe(200);
  expect(await allow(86_400, { sends: 3, money: 5_000_000 })).toBe(200);
  expect(await allowancesOf()).toEqual([
    { windowSeconds: 3_600, calls: 10 },
    { windowSeconds: 86_400, sends: 3, money: 5_000_000 },
  ]);
  expect(await allow(3_600, null)).toBe(200);
  expect(await allow(86_400, null)).toBe(200);
  expect(await allowancesOf()).toBeUndefined();
  expect(await allow(3_600, { calls: 1 }, 'nobody')).toBe(403);
  expect(await allow(60, { calls: 1 })).toBe(400);
  expect(await allow(3_600, { calls: -1 })).toBe(400);
  expect(await allow(3_600, { reads: 1 })).toBe(400);
});

test('how much of an agent may wait for people at once is said, and is as usual again', async () => {
  const agent = { id: 'asker', owner: 'ada', environment: 'test', groups: [], identity: null };
  await post('agents', agent);
  const holdsOf = async () =>
    agentsResponse.parse(await get('agents')).agents.find(({ id }) => id === 'asker')?.holds;
  const limit = async (holds: unknown, id = 'asker') => (await post(`agents/${id}/holds`, { holds })).status;
  expect(await limit(5)).toBe(200);
  expect(await holdsOf()).toBe(5);
  expect(await limit(null)).toBe(200);
  expect(await holdsOf()).toBeUndefined();
  expect(await limit(5, 'nobody')).toBe(403);
  expect(await limit(-1)).toBe(400);
  expect(await limit('many')).toBe(400);
});

test('the model of an agent is registered with it, changed, and taken away', async () => {
  const model = { provider: 'acme', name: 'large', fingerprint: 'f1' };
  const modelOf = async (id: string) =>
    agentsResponse.parse(await get('agents')).agents.find((agent) => agent.id === id)?.model;
  const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  expect((await post('agents', { ...agent, model })).status).toBe(201);
  expect(await modelOf('scribe')).toEqual(model);
  expect((await post('agents/scribe/model', { model: { ...model, fingerprint: 'f2' } })).status).toBe(200);
  expect(await modelOf('scribe')).toMatchObject({ fingerprint: 'f2' });
  expect((await post('agents/scribe/model', { model: null })).status).toBe(200);
  expect(await modelOf('scribe')).toBeUndefined();
  expect((await post('agents/nobody/model', { model })).status).toBe(403);
  expect((await post('agents/scribe/model', { model: { provider: 'acme' } })).status).toBe(400);
});

test('a proposal shows profiles, and an admission takes them as reviewed', async () => {
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/mcp' };
  const input = { id: 'notes', upstream, credential: null };
  const { proposal } = connectorProposed.parse(await (await post('connectors', input)).json());
  const shown = connectorDetail.parse(await get('connectors/notes'));
  const before = shown.proposal!.tools;
  expect(shown.inferences?.['read_note']).toMatchObject({ reversibility: 'nothing-done' });
  expect(before.find(({ name }) => name === 'read_note')?.profile).toMatchObject({ egress: 'none' });
  const output = { sensitivity: 'restricted', categories: ['pii'], integrity: 'untrusted' };
  const profile = { egress: 'shared', roles: { '/name': 'path' }, output };
  const admission = { proposal, effects: {}, profiles: { read_note: profile } };
  const odd = { ...admission, profiles: { read_note: { ...profile, roles: { name: 'path' } } } };
  expect((await post('connectors/notes/admit', odd)).status).toBe(400);
  expect((await post('connectors/notes/admit', admission)).status).toBe(200);
  const { admitted } = connectorDetail.parse(await get('connectors/notes'));
  expect(admitted?.tools['read_note']?.profile).toEqual(profile);
});
