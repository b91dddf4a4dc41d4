import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeVkey } from '../../ledger/vkey.ts';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import { openNote } from '../../ledger/note.ts';
import { keysResponse, rotationResponse, type LedgerKeys } from './contract/ledger.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;
let ada: string;
beforeAll(async () => {
  sample = await startSample();
  ada = await sample.operatorToken('ada');
});
afterAll(() => sample.stop());

const readKeys = async (): Promise<LedgerKeys> =>
  keysResponse.parse(await (await sample.call('/api/v1/ledger/keys')).json());
const rotate = (json: unknown, token?: string): Promise<Response> =>
  sample.call('/api/v1/ledger/rotate-key', { json, ...(token === undefined ? {} : { token }) });

it('an operator replaces the key that they saw in force, and readers see both', async () => {
  const { vkey: previous } = await readKeys();
  const answered = await rotate({ previous }, ada);
  expect(answered.status).toBe(200);
  const { vkey, receipt } = rotationResponse.parse(await answered.json());
  expect(await readKeys()).toEqual({ ledger: 'test/ledger', vkey, retired: [previous] });
  const keys = [previous, vkey].map((one) => decodeVkey(nodeLedgerCrypto, one));
  expect(openNote(nodeLedgerCrypto, receipt.checkpoint, keys).signers).toEqual(keys);
});

it('who saw another key in force is refused, and nothing changes', async () => {
  const { vkey, retired } = await readKeys();
  const refused = await rotate({ previous: retired[0] }, ada);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('key-not-in-force');
  expect((await readKeys()).vkey).toBe(vkey);
});

it('local access reads the keys and replaces none', async () => {
  const { vkey: previous } = await readKeys();
  expect((await rotate({ previous })).status).toBe(403);
  expect((await sample.call('/api/v1/ledger/keys', { token: null })).status).toBe(401);
});

it.each([{}, { previous: '' }, { previous: 'x'.repeat(1025) }, { previous: 'x', vkey: 'y' }])(
  'a request like %j is malformed',
  async (json) => {
    expect((await rotate(json, ada)).status).toBe(400);
  },
);
