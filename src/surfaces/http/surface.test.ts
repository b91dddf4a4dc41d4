import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreFault } from '../../gateway/ports.ts';
import { MAX_BODY_BYTES, errorSchema, statusResponse } from './contract.ts';
import { startSample, type CallBody, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;
let ada: string;

beforeAll(async () => {
  sample = await startSample();
  ada = await sample.operatorToken('ada');
});
afterAll(() => sample.stop());

async function errorOf(response: Response) {
  return errorSchema.parse(await response.json()).error;
}

describe('locality', () => {
  it.each([
    'evil.example:4180',
    '127.0.0.1:9999',
    '127.0.0.1',
    'localhost.evil.example:4180',
    '127.0.0.1:4180/x',
  ])('refuses the host %s', async (host) => {
    const response = await sample.call('/healthz', { headers: { host } });
    expect(response.status).toBe(403);
    expect((await errorOf(response)).code).toBe('foreign-host');
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1:4180', 'http://127.0.0.1:1'])(
    'refuses the origin %s',
    async (origin) => {
      const response = await sample.call('/mcp', { headers: { origin } });
      expect(response.status).toBe(403);
      expect((await errorOf(response)).code).toBe('foreign-origin');
    },
  );

  it.each(['localhost:4180', '[::1]:4180', '127.0.0.1:4180'])('takes the host %s', async (host) => {
    const headers = { host, origin: `http://${host}` };
    expect((await sample.call('/healthz', { headers, token: null })).status).toBe(200);
  });
});

describe('authentication', () => {
  it('refuses a request without a token, with a wrong one and with a foreign one', async () => {
    for (const token of [null, 'wrong', `${ada}x`]) {
      const response = await sample.call('/api/v1/status', { token });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect((await errorOf(response)).code).toBe('unauthenticated');
    }
  });

  it('refuses a token of an operator whom nobody added', async () => {
    const token = await sample.operatorToken('mallory');
    expect((await sample.call('/api/v1/status', { token })).status).toBe(401);
  });

  it('lets local access read, and ask for nothing that is recorded', async () => {
    const status = statusResponse.parse(await (await sample.call('/api/v1/status')).json());
    expect(status).toMatchObject({ ledger: 'test/ledger', mode: 'separated', size: 2, policyLoaded: true });
    const before = (await sample.store.head()).size;
    const json = { target: { kind: 'all' }, lift: false, reason: 'because' };
    const response = await sample.call('/api/v1/kill', { json });
    expect(response.status).toBe(403);
    expect((await errorOf(response)).help).toContain('holdpoint login');
    expect((await sample.store.head()).size).toBe(before);
  });

  it('lets an operator read too', async () => {
    expect((await sample.call('/api/v1/tasks', { token: ada })).status).toBe(200);
  });
});

describe('signing in', () => {
  async function challenge(): Promise<{ challenge: string; ledger: string }> {
    const response = await sample.call('/api/v1/session/challenge', { json: { operator: 'ada' } });
    return (await response.json()) as { challenge: string; ledger: string };
  }

  function statement(challenged: { challenge: string; ledger: string }) {
    return { v: 1, type: 'holdpoint/login@v1', operator: 'ada', ...challenged };
  }

  async function signIn(given: { challenge: string; ledger: string }, signed: object): Promise<Response> {
    const { challenge: text } = given;
    const json = { operator: 'ada', challenge: text, signature: sample.key.sign(signed) };
    return sample.call('/api/v1/session', { json });
  }

  it('gives a session for a signature over the challenge, once', async () => {
    const { challenge: text, ledger } = await challenge();
    const given = { challenge: text, ledger };
    const response = await signIn(given, statement(given));
    expect(response.status).toBe(200);
    const { token } = (await response.json()) as { token: string };
    expect((await sample.call('/api/v1/status', { token })).status).toBe(200);
    expect((await signIn(given, statement(given))).status).toBe(401);
  });

  it('refuses a signature for another ledger, and the challenge is used up', async () => {
    const { challenge: text, ledger } = await challenge();
    const given = { challenge: text, ledger };
    expect((await signIn(given, { ...statement(given), ledger: 'other' })).status).toBe(401);
    expect((await signIn(given, statement(given))).status).toBe(401);
  });

  it('gives no challenge for an operator whom nobody added', async () => {
    const response = await sample.call('/api/v1/session/challenge', { json: { operator: 'mallory' } });
    expect(response.status).toBe(404);
  });
});

describe('bodies', () => {
  async function post(body: CallBody, headers: Record<string, string> = {}): Promise<Response> {
    const type = { 'content-type': 'application/json' };
    return sample.call('/api/v1/agents', { token: ada, body, headers: { ...type, ...headers } });
  }

  it.each([
    ['a repeated member', '{"id":"a","id":"b"}', 'repeated member name at line 1, column 11'],
    ['text that is no JSON', '{"id":', 'no JSON value at line 1, column 7'],
    ['deep nesting', '['.repeat(100) + ']'.repeat(100), 'more than 32 levels'],
    [
      'an unknown member',
      '{"id":"a","owner":"ada","environment":"x","groups":[],"identity":null,"x":1}',
      'x',
    ],
    ['a wrong type', '{"id":7,"owner":"ada","environment":"x","groups":[],"identity":null}', 'id: '],
    ['no value at all', '', 'no JSON value'],
  ])('refuses %s and says where', async (_what, body, message) => {
    const response = await post(body === '' ? new Uint8Array() : body);
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error.code).toBe('malformed');
    expect(error.message).toContain(message);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await post(Uint8Array.of(0x7b, 0xff, 0x7d));
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toContain('byte 1');
  });

  it('refuses another content type, and none', async () => {
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await sample.call('/api/v1/agents', { token: ada, method: 'POST' })).status).toBe(415);
  });

  it('refuses a body that is too large by its declared length', async () => {
    const response = await post('{}', { 'content-length': String(MAX_BODY_BYTES + 1) });
    expect(response.status).toBe(413);
  });

  it('stops reading a streamed body at the limit', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(0x20);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const response = await post(endless);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(MAX_BODY_BYTES + 8 * chunk.length);
  });
});

describe('addresses', () => {
  it('answers an unknown one with 404, also below the API', async () => {
    for (const path of ['/nothing', '/api/v1/nothing', '/api/v2/status']) {
      const response = await sample.call(path);
      expect(response.status).toBe(404);
      expect((await errorOf(response)).code).toBe('not-found');
    }
  });

  it('answers an unknown task, hold, connector and record with 404', async () => {
    for (const path of ['tasks/task_x', 'tasks/task_x/trace', 'holds/h', 'connectors/c', 'records/rec_x']) {
      expect((await sample.call(`/api/v1/${path}`)).status).toBe(404);
    }
  });

  it('passes /mcp and its metadata on, and says that it is well without a token', async () => {
    for (const path of ['/mcp', '/.well-known/oauth-protected-resource/mcp']) {
      expect(await (await sample.call(path, { token: null })).text()).toBe('mcp');
    }
    const health = await sample.call('/healthz', { token: null });
    expect(await health.json()).toEqual({ ok: true, version: '0.0.0-test' });
    const keys = await sample.call('/api/v1/jwks', { token: null });
    expect(await keys.json()).toMatchObject({ keys: [{ use: 'sig' }] });
  });

  it('shows on the page of a hold its id and what to run, whether it exists or not', async () => {
    const response = await sample.call('/holds/hold_0123456789abcdef', { token: null });
    const page = await response.text();
    expect(page).toContain('holdpoint approve hold_0123456789abcdef');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const script = encodeURIComponent('<script>');
    const other = await sample.call(`/holds/${script}`, { token: null });
    expect(other.status).toBe(200);
    expect(await other.text()).toBe(page.replaceAll('hold_0123456789abcdef', 'HOLD'));
  });

  it('never shows a stack', async () => {
    const broken = await startSample();
    const { core } = broken;
    core.models.tasks = () => {
      throw new TypeError('secret detail');
    };
    const response = await broken.call('/api/v1/tasks');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe(
      '{"error":{"code":"internal","message":"Holdpoint failed; its log says where"}}',
    );
    await broken.stop();
  });
});

describe('operational faults', () => {
  it('tell an agent their code, and where the ledger lies only those who run it', async () => {
    const broken = await startSample();
    const { core, tokens } = broken;
    const fault = new StoreFault('store-unavailable', 'postgresql://db.internal/holdpoint: no answer');
    const now = Date.now();
    const times = { issuedAt: now, expiresAt: now + 60_000 };
    const agent = await tokens.issue({ use: 'task', subject: 'scribe', task: 'task_x', ...times });
    core.load = () => Promise.reject(fault);
    core.models.task = () => Promise.reject(fault);
    core.queue.submit = () => Promise.reject(fault);
    const renewed = await broken.call('/api/v1/tasks/task_x/token', { token: agent, json: {} });
    expect(renewed.status).toBe(503);
    const answer = await renewed.text();
    expect(JSON.parse(answer)).toMatchObject({ error: { code: 'store-fault', fault: 'store-unavailable' } });
    expect(answer).not.toContain('db.internal');
    const read = await broken.call('/api/v1/tasks/task_x');
    expect((await errorOf(read)).message).toContain('db.internal');
    await broken.stop();
  });

  it('answers 503 where the ledger cannot take the decision', async () => {
    const broken = await startSample();
    const token = await broken.operatorToken('ada');
    await broken.store.close();
    const json = { id: 'a', owner: 'ada', environment: 'test', groups: [], identity: null };
    const response = await broken.call('/api/v1/agents', { token, json });
    expect(response.status).toBe(503);
    expect(await errorOf(response)).toMatchObject({ code: 'store-fault', fault: 'store-unavailable' });
    await broken.stop();
  });

  it('answers introspection for tokens that were not minted here with inactive', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await sample.call('/api/v1/introspect', { body: 'token=nonsense', headers });
    expect(await response.json()).toEqual({ active: false });
    expect((await sample.call('/api/v1/introspect', { body: 'token=a&token=b', headers })).status).toBe(400);
    expect((await sample.call('/api/v1/introspect', { json: {} })).status).toBe(415);
  });
});
