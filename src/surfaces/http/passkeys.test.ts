import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, publishWorkflow, registerAgent } from '../../gateway/verbs.ts';
import { admitConnector, proposeConnector } from '../../gateway/connectors/connector-verbs.ts';
import { decodeBase64Url } from '../../ledger/base64.ts';
import { makePasskey, type Bent, type SamplePasskey } from '../../ledger/sample-passkey.contract.ts';
import { meResponse, PAGE_HEADER } from './contract/browser.ts';
import { passkeysResponse } from './contract/passkey.ts';
import { errorSchema, taskOpened } from './contract.ts';
import { startSample, WORKFLOW, type SampleGateway } from './sample-gateway.contract.ts';
import { ask } from './sample-past.contract.ts';

const NAMED = { host: 'localhost:4180', origin: 'http://localhost:4180' };

let sample: SampleGateway;
const laptops = { grace: makePasskey('laptop of grace'), alan: makePasskey('key of alan', 'EdDSA') };

beforeAll(async () => {
  sample = await startSample();
  const { core } = sample;
  const ada = { kind: 'operator', id: 'ada' } as const;
  for (const id of ['grace', 'alan']) {
    await addOperator(core, ada, { id, name: id, roles: ['approver'], publicKey: null, identity: null });
  }
  const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(core, ada, agent);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/' } as const;
  const { proposal } = await proposeConnector(core, ada, { id: 'notes', upstream, credential: null });
  const effects = { read_note: ['read'], write_note: ['write'] } as const;
  await admitConnector(core, ada, { connector: 'notes', proposal, effects });
  await publishWorkflow(core, ada, { name: 'notes.yaml', text: WORKFLOW });
});
afterAll(() => sample.stop());

async function post(path: string, json: object, as: string | null): Promise<Response> {
  const token = as === null ? null : await sample.operatorToken(as);
  return sample.call(`/api/v1${path}`, { token, json, headers: NAMED });
}

async function register(
  as: string,
  passkey: SamplePasskey,
  bent: Bent = {},
  said: { readonly name?: string } = {},
): Promise<Response> {
  const options = (await (await post('/passkeys/registration', {}, as)).json()) as { challenge: string };
  const { challenge } = options;
  return post('/passkeys', { challenge, response: passkey.register(challenge, bent), ...said }, as);
}

async function signIn(passkey: SamplePasskey, bent: Bent = {}): Promise<Response> {
  const asked = await post('/session/passkey/challenge', {}, null);
  const { challenge } = (await asked.json()) as { challenge: string };
  const { assertion, signature } = passkey.sign(decodeBase64Url(challenge)!, bent);
  return post('/session/passkey', { challenge, assertion: given(assertion), signature }, null);
}

/** Without the counter, which a browser does not tell by itself. */
function given({ signCount: _, ...assertion }: ReturnType<SamplePasskey['sign']>['assertion']) {
  return assertion;
}

async function hold(): Promise<{ task: string; hold: string }> {
  const opened = await post('/tasks', { workflow: 'notes', agent: 'scribe', prompt: 'Write it' }, 'ada');
  const { task } = taskOpened.parse(await opened.json());
  const answer = await ask(sample.core, task, 'write_note', {});
  if (answer.verdict !== 'hold') throw new Error('expected a hold');
  return { task, hold: answer.hold };
}

/** Signs what the page is shown, and sends that. */
async function approve(as: string, passkey: SamplePasskey, bent: Bent = {}): Promise<Response> {
  const held = await hold();
  const draft = { task: held.task, verdict: 'approve', reason: 'fine' };
  const statement = await (await post(`/holds/${held.hold}/statement`, draft, as)).json();
  const asked = (await (await post('/passkeys/assertion', statement as object, as)).json()) as {
    challenge: string;
  };
  const { assertion, signature } = passkey.sign(decodeBase64Url(asked.challenge)!, bent);
  const decision = { statement, signature, assertion: given(assertion), reason: 'fine' };
  return post(`/holds/${held.hold}/decision`, decision, as);
}

async function codeOf(response: Response): Promise<string> {
  const { error } = errorSchema.parse(await response.json());
  return [error.code, ...(error.reasons ?? []).map(({ code }) => code)].join(' ');
}

describe('a passkey', () => {
  it('is registered by its operator, listed with the name they give it, and never twice', async () => {
    const name = 'Work laptop';
    expect((await register('grace', laptops.grace, {}, { name })).status).toBe(201);
    expect((await register('alan', laptops.alan)).status).toBe(201);
    const listed = await sample.call('/api/v1/operators/grace/passkeys');
    expect(passkeysResponse.parse(await listed.json()).passkeys).toMatchObject([
      { id: laptops.grace.id, algorithm: 'ES256', rpId: 'localhost', name, usedAt: null },
    ]);
    const [added] = (await sample.store.read({ fromSeq: 0, limit: 500, stream: 'org' })).filter(
      ({ type }) => type === 'passkey-added',
    );
    expect(added?.text).not.toContain(name);
    expect(await codeOf(await register('alan', laptops.grace))).toBe('denied already-exists');
    expect((await sample.call('/api/v1/operators/nobody/passkeys')).status).toBe(404);
  });

  it.each<[string, Bent]>([
    ['made on a page of others', { client: { origin: 'https://evil.example' } }],
    ['for another host', { rpId: 'evil.example' }],
    ['without verifying the person', { flags: 0x41 }],
    ['that answers another challenge', { client: { challenge: 'AAAA' } }],
    ['that is none', { client: { type: 'webauthn.get' } }],
  ])('%s is not taken', async (_, bent) => {
    expect(await codeOf(await register('grace', makePasskey('other'), bent))).toBe('malformed');
  });

  it('is taken once for a challenge, from whom that was made for', async () => {
    const options = await (await post('/passkeys/registration', {}, 'grace')).json();
    const { challenge } = options as { challenge: string };
    const json = { challenge, response: makePasskey('other').register(challenge) };
    expect(await codeOf(await post('/passkeys', json, 'alan'))).toBe('malformed');
    expect(await codeOf(await post('/passkeys', json, 'grace'))).toBe('malformed');
  });

  it('belongs to a name: under an address nobody is asked for one', async () => {
    const token = await sample.operatorToken('grace');
    const response = await sample.call('/api/v1/passkeys/registration', { token, json: {} });
    const { error } = errorSchema.parse(await response.json());
    expect([error.code, error.help]).toEqual([
      'not-allowed',
      expect.stringContaining('http://localhost:4180'),
    ]);
  });

  it('signs its operator in, by a proof that is recorded and fresh', async () => {
    const response = await signIn(laptops.alan);
    const cookie = response.headers.get('set-cookie')!.split(';', 1)[0]!;
    const { operator, pageKey } = (await response.json()) as { operator: string; pageKey: string };
    expect(operator).toBe('alan');
    const headers = { ...NAMED, cookie, [PAGE_HEADER]: pageKey };
    const me = meResponse.parse(await (await sample.call('/api/v1/me', { token: null, headers })).json());
    expect(me).toMatchObject({ id: 'alan', session: { how: 'passkey' } });
    const streams = await sample.store.read({ fromSeq: 0, limit: 500, stream: 'operator/alan' });
    expect(streams.map(({ type }) => type)).toContain('passkey-used');
    const listed = await sample.call('/api/v1/operators/alan/passkeys');
    const [own] = passkeysResponse.parse(await listed.json()).passkeys;
    expect([own?.name, own?.usedAt === null]).toEqual([null, false]);
  });

  it('signs nobody in with what it signed elsewhere, for another, or twice', async () => {
    expect((await signIn(makePasskey('stranger'))).status).toBe(401);
    expect((await signIn(laptops.alan, { client: { origin: 'http://localhost:9' } })).status).toBe(401);
    expect((await signIn(laptops.alan, { flags: 0x01 })).status).toBe(401);
    const { assertion, signature } = laptops.alan.sign(new Uint8Array(32));
    const json = { challenge: 'A'.repeat(43), assertion: given(assertion), signature };
    expect((await post('/session/passkey', json, null)).status).toBe(401);
    const token = null;
    const elsewhere = { host: 'localhost:4180', origin: 'http://127.0.0.1:4180' };
    const asked = { token, json: {}, headers: elsewhere };
    expect((await sample.call('/api/v1/session/passkey/challenge', asked)).status).toBe(403);
  });

  it('approves what its operator was shown, with either algorithm', async () => {
    expect((await approve('grace', laptops.grace, { signCount: 3 })).status).toBe(200);
    expect((await approve('alan', laptops.alan)).status).toBe(200);
  });

  it('approves nothing elsewhere, for others, or as a copy', async () => {
    const elsewhere = { signCount: 4, client: { origin: 'http://localhost:9' } };
    expect(await codeOf(await approve('grace', laptops.grace, elsewhere))).toBe('denied signature-invalid');
    const other = await approve('alan', laptops.grace, { signCount: 5 });
    expect(await codeOf(other)).toBe('denied signature-invalid unknown-passkey');
    const copy = await approve('grace', laptops.grace, { signCount: 3 });
    expect(await codeOf(copy)).toBe('denied passkey-copied');
  });

  it('is gone once it is removed', async () => {
    const credential = laptops.alan.id;
    expect(await codeOf(await post('/operators/alan/passkeys/remove', { credential }, 'grace'))).toBe(
      'denied role-missing',
    );
    expect((await post('/operators/alan/passkeys/remove', { credential }, 'alan')).status).toBe(200);
    expect((await signIn(laptops.alan)).status).toBe(401);
  });
});
