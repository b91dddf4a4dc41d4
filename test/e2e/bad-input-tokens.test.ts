// Only a task token that Holdpoint signed opens /mcp, and only for its own task.

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalIssuer } from '../../src/adapters/identity/local.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { DENIAL, setStage, type Stage, type Task } from './stage.ts';
import { countsOf, modernRequest, post } from './wire.ts';

let stage: Stage;
let fixture: HttpFixture;
let task: Task;
let key: KeyObject;

beforeAll(async () => {
  [stage, fixture] = await Promise.all([setStage(), startHttpServer()]);
  await stage.admit('fix', { transport: 'http', url: fixture.url }, 'read');
  task = await stage.openTask(['fix/echo']);
  key = createPrivateKey(await readFile(join(stage.config.home, 'keys', 'tokens.pem')));
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

interface Forged {
  readonly key?: KeyObject;
  readonly audience?: string;
  readonly origin?: string;
  readonly use?: 'task' | 'operator' | 'agent';
  readonly task?: string | null;
  readonly issuedAt?: number;
  readonly expiresAt?: number;
}

/** A token as Holdpoint issues them, but for what is forged. */
async function forge(forged: Forged): Promise<string> {
  const issuer = await createLocalIssuer({
    key: forged.key ?? key,
    origin: forged.origin ?? stage.daemon.running.core.signer.origin,
    audience: forged.audience ?? 'holdpoint',
  });
  const now = Date.now();
  return issuer.issue({
    use: forged.use ?? 'task',
    subject: 'scribe',
    task: forged.task === undefined ? task.id : forged.task,
    issuedAt: forged.issuedAt ?? now,
    expiresAt: forged.expiresAt ?? now + 60_000,
  });
}

const CALL = modernRequest('tools/call', { name: 'fix__echo', arguments: {} });
const call = (token: string | null) => post(stage.daemon.url, token, JSON.stringify(CALL.body), CALL.headers);

it('takes the very token that the cases below spoil', async () => {
  expect(await call(await forge({}))).toMatchObject({
    status: 200,
    message: { result: { content: [{}, {}, {}, {}] } },
  });
});

const parts = (token: string): [string, string, string] => token.split('.') as [string, string, string];
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;

const SPOILT: [string, () => Promise<string | null>][] = [
  ['no token', () => Promise.resolve(null)],
  ['a token that is none', () => Promise.resolve('not-a-token')],
  ['an expired token', () => forge({ issuedAt: Date.now() - 7_200_000, expiresAt: Date.now() - 3_600_000 })],
  [
    'a token of the future',
    () => forge({ issuedAt: Date.now() + 3_600_000, expiresAt: Date.now() + 7_200_000 }),
  ],
  ['a token for another audience', () => forge({ audience: 'somebody-else' })],
  ['a token of another ledger', () => forge({ origin: 'holdpoint.local/other' })],
  ['a token signed with another key', () => forge({ key: generateKeyPairSync('ed25519').privateKey })],
  ["an operator's token", () => forge({ use: 'operator', task: null })],
  ["an agent's own token", () => forge({ use: 'agent', task: null })],
  ["the machine's own token", () => Promise.resolve(stage.daemon.localToken)],
  [
    'a token with the algorithm none',
    async () => {
      const [, payload] = parts(await forge({}));
      return `${encode({ alg: 'none', typ: 'holdpoint-task+jwt' })}.${payload}.`;
    },
  ],
  [
    'a token whose task was changed after signing',
    async () => {
      const other = await stage.openTask(['fix/echo']);
      const [header, payload, signature] = parts(await forge({}));
      return [header, encode({ ...decode(payload), task: other.id }), signature].join('.');
    },
  ],
  [
    'a token whose type was changed after signing',
    async () => {
      const [header, payload, signature] = parts(await forge({ use: 'operator', task: null }));
      const claims = { ...decode(payload), use: 'task', task: task.id };
      return [encode({ ...decode(header), typ: 'holdpoint-task+jwt' }), encode(claims), signature].join('.');
    },
  ],
  [
    'a token whose signature is not canonical base64url',
    async () => {
      const token = await forge({});
      const last = token.at(-1)!;
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      return token.slice(0, -1) + letters[letters.indexOf(last) + 1]!;
    },
  ],
];

it.each(SPOILT)('refuses %s with 401, and nothing is recorded or done', async (_title, spoil) => {
  const token = await spoil();
  const before = [await stage.ledgerSize(), await countsOf(fixture.url)];
  expect(await call(token)).toMatchObject({ status: 401 });
  expect([await stage.ledgerSize(), await countsOf(fixture.url)]).toEqual(before);
});

it('says where its metadata are when it refuses a token', async () => {
  const response = await fetch(`${stage.daemon.url}/mcp`, { method: 'POST', body: '{}' });
  const url = /resource_metadata="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
  expect(await (await fetch(url!)).json()).toMatchObject({ resource: `${stage.daemon.url}/mcp` });
});

it('does nothing for a validly signed token of a task that does not exist', async () => {
  const counts = await countsOf(fixture.url);
  for (const unknown of ['task_0000000000000000', '../../etc', '__proto__']) {
    const token = await forge({ task: unknown });
    const { message } = await call(token);
    expect(message!['result']).toMatchObject({
      isError: true,
      _meta: { [DENIAL]: { category: 'not-allowed' } },
    });
    const list = modernRequest('tools/list', {});
    const listed = await post(stage.daemon.url, token, JSON.stringify(list.body), list.headers);
    expect(listed.message!['result']).toMatchObject({ tools: [] });
  }
  expect(await countsOf(fixture.url)).toEqual(counts);
});

it('gives the token of another task the scope of that task, and not a record in this one', async () => {
  const other = await stage.openTask(['fix/fail']);
  const [counts, own] = [await countsOf(fixture.url), (await stage.records(task)).length];
  const { message } = await call(other.token);
  expect(message!['result']).toMatchObject({
    isError: true,
    _meta: { [DENIAL]: { category: 'not-allowed' } },
  });
  expect(await countsOf(fixture.url)).toEqual(counts);
  expect(await stage.records(task)).toHaveLength(own);
  expect(await stage.bodies(other, 'action-denied')).toHaveLength(1);
});

it("gives another agent's signed token nothing in this agent's task", async () => {
  const issuer = await createLocalIssuer({
    key,
    origin: stage.daemon.running.core.signer.origin,
    audience: 'holdpoint',
  });
  const counts = await countsOf(fixture.url);
  const now = Date.now();
  const facts = { use: 'task', subject: 'somebody', task: task.id } as const;
  const token = await issuer.issue({ ...facts, issuedAt: now, expiresAt: now + 60_000 });
  const { message } = await call(token);
  expect(message!['result']).toMatchObject({
    isError: true,
    _meta: { [DENIAL]: { category: 'not-allowed' } },
  });
  expect(await countsOf(fixture.url)).toEqual(counts);
});
