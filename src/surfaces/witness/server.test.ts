// A witness over HTTP: what is answered was kept before, what was refused is not, and one history is cosigned
// however many ask at once.

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { cosignersOf } from '../../ledger/cosignature.ts';
import { checkpointOf, draftOf, ledgerOf, ORIGIN, sealAll } from '../../ledger/sample-ledger.contract.ts';
import { LOG_KEY, submissionOf } from '../../ledger/sample-witness.contract.ts';
import { MAX_WITNESS_BYTES, monitoringPath } from '../../ledger/witness.ts';
import { runWitness, TIME, type RunningWitness } from './running-witness.contract.ts';

const RECORDS = ledgerOf(60);
/** Another end from record 8 on, under the same key. */
const FORK = sealAll(
  Array.from({ length: 60 }, (_, number) => draftOf(number, number === 8 ? { body: { note: 'other' } } : {})),
);

let witness: RunningWitness;
beforeEach(async () => {
  witness = await runWitness(1, [LOG_KEY]);
});
afterEach(() => witness.stop());

const post = (body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
const shown = (): Promise<Response> => fetch(`${witness.url}/${monitoringPath(crypto, ORIGIN)}`);

/** Status, type and body. */
async function told(response: Promise<Response>): Promise<unknown[]> {
  const { status, headers, ...rest } = await response.then(async (given) => ({
    status: given.status,
    headers: given.headers,
    body: await given.text(),
  }));
  return [status, headers.get('content-type')?.split(';')[0], rest.body];
}

test('answers with a signature line that cosigns the checkpoint, and shows it to anyone', async () => {
  expect((await shown()).status).toBe(404);
  const response = await post(submissionOf(RECORDS, 0, 5));
  const line = await response.text();
  expect(line).toMatch(/^— witness\.example\/w1 \S+\n$/u);
  const cosigned = checkpointOf(RECORDS, 5) + line;
  expect(cosignersOf(crypto, cosigned, [witness.key])).toEqual([witness.key]);
  expect(await told(shown())).toEqual([200, 'text/plain', cosigned]);
  const bytes = Buffer.from(line.split(' ')[2]!, 'base64');
  expect(Number(bytes.readBigUInt64BE(4))).toBe(TIME);
});

test('refuses with the status that the protocol says, and keeps what it knew', async () => {
  await post(submissionOf(RECORDS, 0, 21));
  const before = await told(shown());
  const stranger = submissionOf(RECORDS, 21, 30).replace(ORIGIN, 'other.example');
  expect(await told(post('old\n'))).toEqual([400, 'text/plain', 'malformed\n']);
  expect(await told(post(new Uint8Array([0xff])))).toEqual([400, 'text/plain', 'malformed\n']);
  expect(await told(post(stranger))).toEqual([404, 'text/plain', 'unknown-origin\n']);
  const forged = submissionOf(RECORDS, 21, 30).replace('\n30\n', '\n31\n');
  expect(await told(post(forged))).toEqual([403, 'text/plain', 'no-valid-signature\n']);
  expect(await told(post(submissionOf(RECORDS, 30, 21)))).toEqual([
    400,
    'text/plain',
    'old-size-too-large\n',
  ]);
  expect(await told(post(submissionOf(RECORDS, 5, 30)))).toEqual([409, 'text/x.tlog.size', '21\n']);
  expect(await told(post(submissionOf(FORK, 21, 30)))).toEqual([422, 'text/plain', 'not-consistent\n']);
  expect(await told(post('x'.repeat(MAX_WITNESS_BYTES + 1)))).toEqual([413, 'text/plain', 'too-large\n']);
  expect((await fetch(`${witness.url}/add-checkpoint`)).status).toBe(404);
  expect(await told(shown())).toEqual(before);
});

test('two histories of one log: the second is refused, whichever way it is shown', async () => {
  expect((await post(submissionOf(RECORDS, 0, 21))).status).toBe(200);
  expect(await told(post(submissionOf(FORK, 21, 21)))).toEqual([409, 'text/x.tlog.size', '21\n']);
  expect((await post(submissionOf(FORK, 0, 21))).status).toBe(409);
  expect((await post(submissionOf(FORK, 0, 40))).status).toBe(409);
  expect((await post(submissionOf(FORK, 5, 40))).status).toBe(409);
  expect((await post(submissionOf(FORK, 21, 40))).status).toBe(422);
  expect((await post(submissionOf(RECORDS, 21, 40))).status).toBe(200);
});

test('a restart forgets nothing', async () => {
  await post(submissionOf(RECORDS, 0, 21));
  await witness.pause();
  await witness.resume();
  expect((await post(submissionOf(FORK, 0, 30))).status).toBe(409);
  expect((await post(submissionOf(RECORDS, 21, 30))).status).toBe(200);
});

test('of many that ask at once from one size one is cosigned, and nobody is told otherwise', async () => {
  await post(submissionOf(RECORDS, 0, 7));
  const requests = Array.from({ length: 50 }, (_, at) => submissionOf(at % 2 ? FORK : RECORDS, 7, 10 + at));
  const statuses = await Promise.all(requests.map(async (request) => (await post(request)).status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(new Set(statuses)).toEqual(new Set([200, 409]));
});

test('a line of more than it takes is told to come back, and the others are answered', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = await runWitness(2, [LOG_KEY], (memory) => ({
    ...memory,
    newest: (origin) => gate.then(() => memory.newest(origin)),
  }));
  const ask = (): Promise<Response> =>
    fetch(`${slow.url}/add-checkpoint`, { method: 'POST', body: submissionOf(RECORDS, 0, 7) });
  const all = Array.from({ length: 70 }, ask);
  const busy = await Promise.race(all);
  expect(busy.status).toBe(503);
  open();
  const statuses = (await Promise.all(all)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 503)).toHaveLength(6);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  await slow.stop();
});

test('a damaged memory is a failure, never a fresh start', async () => {
  await post(submissionOf(RECORDS, 0, 7));
  const [digest = ''] = await readdir(witness.folder);
  await writeFile(join(witness.folder, digest, '1'), checkpointOf(FORK, 3));
  expect(await told(post(submissionOf(FORK, 3, 10)))).toEqual([500, 'text/plain', 'internal\n']);
  await writeFile(join(witness.folder, digest, '1'), '');
  expect((await post(submissionOf(FORK, 0, 10))).status).toBe(500);
  expect(witness.logged).toHaveLength(2);
});

test('where its memory cannot be written nothing is cosigned', async () => {
  const full = await runWitness(3, [LOG_KEY], (memory) => ({
    ...memory,
    keep: () => Promise.reject(new Error('ENOSPC')),
  }));
  const body = submissionOf(RECORDS, 0, 7);
  expect((await fetch(`${full.url}/add-checkpoint`, { method: 'POST', body })).status).toBe(500);
  await full.stop();
});
