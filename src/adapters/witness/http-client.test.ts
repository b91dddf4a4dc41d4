// Whatever a witness answers, it is one of a few answers; and nobody waits for it longer than agreed.

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { WitnessAnswer } from '../../gateway/ports/witness.ts';
import { createHttpWitness } from './http-client.ts';

const VKEY = 'witness.example/w1+00000000+key';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(listener: RequestListener, timeoutMs = 10_000): Promise<WitnessAnswer> {
  const witness = createHttpWitness({ vkey: VKEY, url: await serve(listener), timeoutMs });
  return witness.submit('old 0\n\nnote\n', new AbortController().signal);
}

const answering =
  (status: number, body = '', type = 'text/plain'): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(body);

test('posts the request beneath the prefix and passes on the lines', async () => {
  const seen: unknown[] = [];
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push([request.method, request.url, Buffer.concat(chunks).toString()]);
      response.end('— line\n');
    });
  });
  const { signal } = new AbortController();
  for (const prefix of [url, `${url}/`, `${url}/w/1`]) {
    const witness = createHttpWitness({ vkey: VKEY, url: prefix, timeoutMs: 10_000 });
    expect(witness.name).toBe('witness.example/w1');
    expect(await witness.submit('old 0\n', signal)).toEqual({ outcome: 'cosigned', lines: '— line\n' });
  }
  expect(seen).toEqual([
    ['POST', '/add-checkpoint', 'old 0\n'],
    ['POST', '/add-checkpoint', 'old 0\n'],
    ['POST', '/w/1/add-checkpoint', 'old 0\n'],
  ]);
});

test.each([
  [403, 'key-unknown'],
  [404, 'origin-unknown'],
  [422, 'not-consistent'],
  [400, 'nonsense'],
  [307, 'nonsense'],
  [500, 'nonsense'],
])('HTTP %d is %s', async (status, code) => {
  expect(await ask(answering(status))).toEqual({ outcome: 'failed', code });
});

test('a conflict has the size that the witness knows, where it says one', async () => {
  const type = 'text/x.tlog.size';
  expect(await ask(answering(409, '21\n', type))).toEqual({ outcome: 'conflict', size: 21 });
  expect(await ask(answering(409, '21\n'))).toEqual({ outcome: 'conflict', size: null });
  expect(await ask(answering(409, 'twenty\n', type))).toEqual({ outcome: 'conflict', size: null });
});

test('a flood is nonsense', async () => {
  expect(await ask(answering(200, '—'.repeat(40_000)))).toEqual({ outcome: 'failed', code: 'nonsense' });
});

test('one that never answers, or never ends, is given up', async () => {
  expect(await ask(() => undefined, 50)).toEqual({ outcome: 'failed', code: 'timeout' });
  const endless: RequestListener = (_request, response) => response.write('—');
  expect(await ask(endless, 50)).toEqual({ outcome: 'failed', code: 'timeout' });
});

test('nobody there, one that hangs up, and a stop of ours are unreachable', async () => {
  const witness = createHttpWitness({ vkey: VKEY, url: 'http://127.0.0.1:1', timeoutMs: 10_000 });
  const unreachable = { outcome: 'failed', code: 'unreachable' };
  expect(await witness.submit('', new AbortController().signal)).toEqual(unreachable);
  expect(await ask((request) => request.socket.destroy())).toEqual(unreachable);
  expect(await witness.submit('', AbortSignal.abort())).toEqual(unreachable);
});
