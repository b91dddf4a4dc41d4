import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTransitServer, type TransitServer } from './transit-server.contract.ts';
import { createTransitRootKey, type TransitOptions } from './vault-transit.ts';

const TOKEN = 'hvs.token-of-the-test';
const KEY = new Uint8Array(randomBytes(32));

let server: TransitServer;
beforeEach(async () => {
  server = await startTransitServer('holdpoint', TOKEN);
});
afterEach(() => server.stop());

function rootKey(over: Partial<TransitOptions> = {}) {
  const basic = {
    url: server.url,
    key: 'holdpoint',
    token: 'env:BAO',
    env: { BAO: TOKEN },
    timeoutMs: 5_000,
  };
  return createTransitRootKey({ ...basic, ...over });
}

/** The fault of a wrap, which tells neither token nor key. */
async function faultOf(over: Partial<TransitOptions>): Promise<{ code: string; message: string }> {
  const fault = await rootKey(over)
    .wrap(KEY)
    .then(
      () => expect.unreachable(),
      (error: unknown) => error as Error & { code: string },
    );
  expect(fault.name).toBe('VaultFault');
  for (const secret of [TOKEN, Buffer.from(KEY).toString('base64')]) {
    expect(`${fault.message}${fault.stack}${JSON.stringify(fault)}`).not.toContain(secret);
  }
  return { code: fault.code, message: fault.message };
}

it('wraps a key so that only it can be unwrapped there, and the key itself stands nowhere', async () => {
  const root = rootKey();
  const wrapped = await root.wrap(KEY);
  expect(new TextDecoder().decode(wrapped)).toMatch(/^vault:v1:/);
  expect(Buffer.from(wrapped).includes(Buffer.from(KEY))).toBe(false);
  expect(await root.unwrap(wrapped)).toEqual(KEY);
  expect(await rootKey({ url: `${server.url}/` }).unwrap(wrapped)).toEqual(KEY);
  expect(server.asked).toEqual(['encrypt holdpoint', 'decrypt holdpoint', 'decrypt holdpoint']);
});

it.each<[string, Partial<TransitOptions>, string]>([
  ['the token is refused', { env: { BAO: 'hvs.other' } }, 'refuses the token (403)'],
  ['there is no such key', { key: 'nothing/here' }, 'is not there (404)'],
  ['its address answers nothing', { url: 'http://127.0.0.1:1' }, 'cannot be reached'],
  ['the reference names nothing', { env: {} }, 'the reference to its token names nothing'],
  ['the reference is a token by mistake', { token: TOKEN }, 'the reference to its token is neither'],
])('says so where %s', async (_, over, problem) => {
  const { code, message } = await faultOf(over);
  expect(code).toBe('root-key-unavailable');
  expect(message).toContain(problem);
});

it.each<[string, (response: ServerResponse) => void, string]>([
  ['is sealed', (response) => void response.writeHead(503).end('{"errors":["Vault is sealed"]}'), 'sealed'],
  ['fails', (response) => void response.writeHead(500).end('oops'), 'answers 500'],
  ['answers a page', (response) => void response.end('<html>'), 'something else'],
  ['answers nothing of the kind', (response) => void response.end('{"data":null}'), 'something else'],
  ['answers without end', (response) => void response.end(`"${'x'.repeat(70_000)}"`), 'something else'],
  ['answers without a ciphertext', (response) => void response.end('{"data":{}}'), 'without a ciphertext'],
  [
    'sends elsewhere',
    (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    'cannot be reached',
  ],
  ['hangs up', (response) => void response.destroy(), 'cannot be reached'],
])('says so where the service %s', async (_, instead, problem) => {
  server.instead = instead;
  expect((await faultOf({})).message).toContain(problem);
});

it('does not wait for an answer for ever', async () => {
  server.instead = () => undefined;
  expect((await faultOf({ timeoutMs: 20 })).message).toContain('cannot be reached');
});

it('says so where what it is to unwrap was never wrapped there', async () => {
  const refused = rootKey().unwrap(new TextEncoder().encode('vault:v1:AAAA'));
  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining('refuses what it is asked'),
  });
  server.instead = (response) => void response.end('{"data":{"plaintext":7}}');
  await expect(rootKey().unwrap(KEY)).rejects.toMatchObject({
    message: expect.stringContaining('plaintext'),
  });
});
