import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, startRecords, type AccessGateway } from './access-gateway.contract.ts';

let gateway: AccessGateway;

beforeAll(async () => {
  const told = `
@id("record.told")
@notify("security")
permit (principal == Agent::"bob", action == Action::"record/write", resource)
when { context.input.resource has status && context.input.resource.status == "told" };`;
  gateway = await startRecords(told);
});
afterAll(() => gateway.stop());

interface Found {
  readonly results: readonly { readonly [member: string]: unknown }[];
  readonly page: { readonly next_token: string; readonly count: number };
}

async function search(kind: string, request: unknown): Promise<Found> {
  const response = await gateway.ask(`/access/v1/search/${kind}`, request);
  expect(response.status).toBe(200);
  return (await response.json()) as Found;
}

const record = (id: string, status?: string) => ({
  type: 'record',
  id,
  ...(status === undefined ? {} : { properties: { status } }),
});
const anybody = { subject: { type: 'user' }, action: { name: 'read' }, resource: record('record-1') };

describe('a search', () => {
  it('finds subjects', async () => {
    const { results, page } = await search('subject', anybody);
    expect(results).toEqual([
      { type: 'user', id: 'alice' },
      { type: 'user', id: 'bob' },
    ]);
    expect(page).toEqual({ next_token: '', count: 2 });
    const archived = { ...anybody, action: { name: 'write' }, resource: record('record-2', 'archived') };
    expect((await search('subject', archived)).results).toEqual([{ type: 'user', id: 'bob' }]);
  });

  it('finds resources that a schema lists, and connectors', async () => {
    const read = { ...asked('alice', 'read'), resource: { type: 'record', id: 'not read' } };
    expect((await search('resource', read)).results).toEqual([record('record-1'), record('record-2')]);
    const write = { ...asked('bob', 'write'), resource: { type: 'record' } };
    expect((await search('resource', write)).results).toEqual([record('record-2')]);
    const properties = { resource: { id: 'record-1' } };
    const connectors = {
      subject: { type: 'user', id: 'alice' },
      action: { name: 'read', properties },
      resource: { type: 'connector' },
    };
    expect((await search('resource', connectors)).results).toEqual([{ type: 'connector', id: 'record' }]);
  });

  it('finds actions', async () => {
    const { action: _none, ...request } = asked('alice', 'none');
    const { results } = await search('action', request);
    expect(results).toEqual([{ name: 'read' }, { name: 'write' }]);
  });

  it('gives with a result the obligations that it comes with', async () => {
    const { action: _none, ...request } = asked('bob', 'none', 'record-1', {
      resource: record('record-1', 'told'),
    });
    expect((await search('action', request)).results).toEqual([{ name: 'read' }]);
    const context = {
      supported_mandatory_extensions: ['obligations'],
      supported_obligations: ['notification'],
    };
    expect((await search('action', { ...request, context })).results).toMatchObject([
      { name: 'read' },
      { name: 'write', context: { obligations: [{ type: 'notification' }] } },
    ]);
  });

  it('finds nothing for what nobody knows', async () => {
    const nobody = asked('nonexistent-user', 'read');
    const spaceship = { ...anybody, subject: { type: 'spaceship' } };
    expect((await search('action', nobody)).results).toEqual([]);
    expect((await search('subject', spaceship)).results).toEqual([]);
    expect((await search('resource', { ...nobody, resource: { type: 'unknown' } })).results).toEqual([]);
  });

  it('finds exactly what an evaluation permits', async () => {
    for (const name of ['read', 'write', 'delete']) {
      const { results } = await search('subject', { ...anybody, action: { name } });
      for (const id of ['alice', 'bob']) {
        const answer = await gateway.ask('/access/v1/evaluation', asked(id, name));
        const { decision } = (await answer.json()) as { decision: boolean };
        expect(results.some((one) => one['id'] === id)).toBe(decision);
      }
    }
  });

  it('leaves one record, of who asked and what was found', async () => {
    const before = (await gateway.records('access-searched')).length;
    const evaluated = (await gateway.records('access-evaluated')).length;
    await search('subject', anybody);
    const after = await gateway.records('access-searched');
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toMatchObject({
      stream: 'operator/pep',
      body: { sought: 'subject', action: 'record/read', results: [{ id: 'alice' }, { id: 'bob' }] },
    });
    expect(await gateway.records('access-evaluated')).toHaveLength(evaluated);
  });
});

describe('pages', () => {
  it('follow each other by their token', async () => {
    const first = await search('subject', { ...anybody, page: { limit: 1 } });
    expect(first.results).toEqual([{ type: 'user', id: 'alice' }]);
    const token = first.page.next_token;
    expect(token).not.toBe('');
    const second = await search('subject', { ...anybody, page: { token, limit: 1 } });
    expect(second).toMatchObject({ results: [{ type: 'user', id: 'bob' }], page: { next_token: '' } });
    expect((await search('subject', { ...anybody, page: { token: '' } })).results).toHaveLength(2);
  });

  it('belong to one search of one asker', async () => {
    const first = await search('subject', { ...anybody, page: { limit: 1 } });
    const token = first.page.next_token;
    const ada = await gateway.operatorToken('ada');
    const other = { ...anybody, action: { name: 'write' }, page: { token } };
    const same = { ...anybody, page: { token } };
    const forged = { ...anybody, page: { token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` } };
    const moved = { ...anybody, page: { token: `Ym9i.${token.split('.')[1]}` } };
    for (const [request, init] of [
      [other, {}],
      [same, { token: ada }],
      [forged, {}],
      [moved, {}],
      [{ ...anybody, page: { token: 'nonsense' } }, {}],
      [{ ...anybody, page: { token: '*.' } }, {}],
    ] as const) {
      const response = await gateway.ask('/access/v1/search/subject', request, init);
      expect(response.status, JSON.stringify(request)).toBe(400);
    }
    expect((await gateway.ask('/access/v1/search/subject', same)).status).toBe(200);
  });
});

describe('a search is refused', () => {
  it('to agents', async () => {
    const token = await gateway.agentToken('alice');
    for (const page of [{}, { token: 'YQ.a' }]) {
      const request = { ...anybody, page };
      const { status } = await gateway.ask('/access/v1/search/subject', request, { token });
      expect(status).toBe('token' in page ? 400 : 403);
    }
  });

  it.each([
    ['subject', { subject: { type: 'user' }, resource: record('record-1') }],
    ['subject', { ...anybody, resource: { type: 'record' } }],
    ['subject', { ...anybody, page: { limit: 0 } }],
    ['subject', { ...anybody, page: 'next' }],
    ['resource', { action: { name: 'read' }, resource: { type: 'record' } }],
    ['resource', { ...asked('alice', 'read'), subject: { type: 'user' } }],
    ['action', { subject: { type: 'user', id: 'alice' } }],
  ])('where a %s search lacks something', async (kind, request) => {
    expect((await gateway.ask(`/access/v1/search/${kind}`, request)).status).toBe(400);
  });
});
