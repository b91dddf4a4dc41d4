import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import type { Witness } from '../../gateway/ports/witness.ts';
import { registerAgent } from '../../gateway/verbs.ts';
import { cosign, cosignersOf } from '../../ledger/cosignature.ts';
import { parseNote } from '../../ledger/note.ts';
import { witnessOf } from '../../ledger/sample-witness.contract.ts';
import { encodeVkey } from '../../ledger/vkey.ts';
import { verifyProof } from '../../verify.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const { key, ...cosigner } = witnessOf(1);
const API = '/api/v1';
/** Unix seconds. */
const COSIGNED_AT = 1_767_225_700;

/** Cosigns whatever it is shown. */
const witness: Witness = {
  name: key.name,
  vkey: encodeVkey(key),
  submit(request) {
    const { text } = parseNote(request.slice(request.indexOf('\n\n') + 2));
    return Promise.resolve({ outcome: 'cosigned', lines: cosign(crypto, text, cosigner, COSIGNED_AT) });
  },
};

let sample: SampleGateway;
let size: number;

beforeAll(async () => {
  sample = await startSample('solo', {
    witnessing: { witnesses: [witness], quorum: 1, periodSeconds: 3600 },
  });
  await register(90, 'first');
  await register(90, 'second');
  await register(90, 'third');
  ({ size } = await sample.store.head());
});
afterAll(() => sample.stop());

async function register(count: number, group: string): Promise<void> {
  const agents = Array.from({ length: count }, (_, n) =>
    registerAgent(sample.core, ADA, {
      id: `${group}-${n}`,
      owner: 'ada',
      environment: 'test',
      groups: [],
      identity: null,
    }),
  );
  await Promise.all(agents);
}

const get = (path: string, token?: string): Promise<Response> =>
  sample.call(`${API}${path}`, token === undefined ? {} : { token });

async function bytesOf(path: string): Promise<Buffer> {
  return Buffer.from(await (await get(`/ledger/tiles/${path}`)).arrayBuffer());
}

async function textOf(seq: number): Promise<string> {
  const [record] = await sample.store.read({ fromSeq: seq, limit: 1 });
  return record!.text;
}

test('the tiles of the ledger are served by their paths, a full one for ever', async () => {
  const full = await get('/ledger/tiles/tile/0/000');
  expect(full.headers.get('content-type')).toBe('application/octet-stream');
  expect(full.headers.get('cache-control')).toContain('immutable');
  expect((await full.arrayBuffer()).byteLength).toBe(256 * 32);
  const partial = await get(`/ledger/tiles/tile/entries/001.p/${size - 256}`);
  expect(partial.headers.get('cache-control')).toBe('no-store');
  const last = Buffer.from(await partial.arrayBuffer()).subarray(-32);
  const record = createHash('sha256').update(await textOf(size - 1));
  expect(last).toEqual(record.digest());
  const leaf = (await bytesOf(`tile/0/001.p/${size - 256}`)).subarray(-32);
  expect(leaf).toEqual(createHash('sha256').update(Buffer.of(0)).update(last).digest());
});

test.each([
  'tile/0/001',
  'tile/0/001.p/255',
  'tile/0/001.p/0',
  'tile/0/001.p/256',
  'tile/0/002.p/1',
  'tile/1/000',
  'tile/entries/001',
  'tile/0/0',
  'tile/00/000',
  'tile/0/x000/000',
  'tile/64/000',
  'tile/0/000/',
  'tile/0%2F000',
  'tile/',
  'tile',
  '',
])('there is no %j', async (path) => {
  const response = await get(`/ledger/tiles/${path}`);
  expect(response.status).toBe(404);
  expect(response.headers.get('cache-control') ?? 'no-store').toBe('no-store');
});

test('a record is proven by its id and by its number, to whoever has the key', async () => {
  const { vkey } = sample.core.signer;
  for (const seq of [0, 1, 255, 256, size - 1]) {
    const record = await textOf(seq);
    const { id } = JSON.parse(record) as { id: string };
    const response = await get(`/records/${id}/proof`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const proof = await response.text();
    expect(proof).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect(await (await get(`/records/${seq}/proof`)).text()).toBe(proof);
    expect(verifyProof(proof, record, { vkey })).toMatchObject({
      ok: true,
      index: seq,
      checkpoint: { size },
    });
    expect(verifyProof(proof, await textOf(seq === 0 ? 1 : 0), { vkey })).toMatchObject({ ok: false });
    expect(await (await get(`/records/${seq}`)).json()).toEqual({ record: JSON.parse(record) });
  }
});

test.each(['rec_none', '9007199254740991', '-1', '1.5'])('there is no record %s', async (ref) => {
  expect((await get(`/records/${ref}`)).status).toBe(404);
  expect((await get(`/records/${ref}/proof`)).status).toBe(404);
});

test('a cosigned proof asks the witnesses where their last checkpoint is too old', async () => {
  const { vkey } = sample.core.signer;
  const trust = { vkey, witnesses: [witness.vkey], quorum: 1 };
  const bare = await (await get('/records/0/proof')).text();
  expect(verifyProof(bare, await textOf(0), trust)).toMatchObject({ fault: 'cosignatures-missing' });
  const proof = await (await get('/records/0/proof?cosigned=true')).text();
  expect(verifyProof(proof, await textOf(0), trust)).toMatchObject({ ok: true, cosigners: 1 });
  const before = size;
  await register(1, 'later');
  const old = await (await get('/records/0/proof?cosigned=true')).text();
  expect(verifyProof(old, await textOf(0), trust)).toMatchObject({ ok: true, checkpoint: { size: before } });
  const young = await (await get(`/records/${before}/proof?cosigned=true`)).text();
  expect(verifyProof(young, await textOf(before), trust)).toMatchObject({ ok: true, index: before });
  expect((await get('/records/0/proof?witnessed')).status).toBe(400);
});

test('the checkpoint beside the tiles is the newest, with the cosignatures that it has', async () => {
  await sample.core.witnessing!.round();
  const response = await get('/ledger/tiles/checkpoint');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; charset=utf-8$/i);
  const note = await response.text();
  expect(cosignersOf(crypto, note, [key])).toHaveLength(1);
  await register(1, 'last');
  const newest = await (await get('/ledger/tiles/checkpoint')).text();
  expect(newest).toBe((await sample.store.head()).checkpoint);
  expect(await (await get('/ledger/tiles/checkpoint?cosigned=true')).text()).toBe(note);
});

test('a witness that does not answer leaves a record without a cosigned proof', async () => {
  const submit = vi.spyOn(witness, 'submit').mockResolvedValue({ outcome: 'failed', code: 'unreachable' });
  const { size: now } = await sample.store.head();
  await register(1, 'alone');
  const response = await get(`/records/${now}/proof?cosigned=true`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('enough cosignatures');
  submit.mockRestore();
});

test('tiles and proofs are for readers: agents and strangers get none', async () => {
  const issuedAt = Date.now();
  const agent = {
    use: 'agent',
    subject: 'first-0',
    task: null,
    issuedAt,
    expiresAt: issuedAt + 60_000,
  } as const;
  const token = await sample.tokens.issue(agent);
  const ada = await sample.operatorToken('ada');
  for (const path of ['/ledger/tiles/tile/0/000', '/ledger/tiles/checkpoint', '/records/0/proof']) {
    expect((await get(path, ada)).status).toBe(200);
    expect((await get(path, token)).status).toBe(403);
    expect((await sample.call(`${API}${path}`, { token: null })).status).toBe(401);
  }
});
