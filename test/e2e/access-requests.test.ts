// An enforcement point elsewhere, written from the text of the AuthZEN profiles and knowing nothing else of
// Holdpoint, has people asked over a real socket: it hears how that ended, and asks again.

import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver, type Receiver } from '../../src/adapters/notify/webhook/receiver.contract.ts';
import { listen, startHttpServer, stop, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { setStage, WITHIN, type Stage, type Task } from './stage.ts';

const SECRET = Buffer.alloc(32, 9);

let folder: string;
let stage: Stage;
let fixture: HttpFixture;
let receiver: Receiver;
const provider = createServer();
let issuer: string;
let key: CryptoKey;
let task: Task;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-access-'));
  [receiver, fixture] = await Promise.all([startReceiver(), startHttpServer()]);
  await startIssuer();
  stage = await setStage('{holdWaitSeconds: 0}', await settings());
  for (const [id, roles] of [
    ['edge', ['enforcement-point']],
    ['other', ['enforcement-point']],
  ] as const) {
    const known = { id, name: id, roles, publicKey: null, identity: { issuer, subject: id } };
    await stage.alice.ask('POST', '/operators', known);
  }
  await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
});
beforeEach(async () => {
  task = await stage.openTask(['desk/echo']);
});
afterAll(async () => {
  await stage.stop();
  await Promise.all([receiver.stop(), fixture.close(), stop(provider)]);
  await rm(folder, { recursive: true });
});

async function startIssuer(): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  key = privateKey;
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
  provider.on('request', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  issuer = await listen(provider);
}

async function settings(): Promise<string> {
  const secret = join(folder, 'secret');
  await writeFile(secret, `whsec_${SECRET.toString('base64')}`, { mode: 0o600 });
  const to = `url: "${receiver.url}", allowPrivate: true, secrets: ["file:${secret}"]`;
  return `identity: {issuers: [{issuer: "${issuer}", jwksUri: "${issuer}/keys"}]}
channels: {list: [{kind: callback, name: edge, asker: edge, ${to}}]}`;
}

interface Context {
  readonly [member: string]: unknown;
  readonly access_request?: { readonly endpoint: string; readonly expires_at: string };
  readonly evaluation_id: string;
}

interface Wire {
  readonly type?: string;
  readonly decision: boolean;
  readonly context: Context;
  readonly task: {
    readonly id: string;
    readonly status: string;
    readonly status_endpoint: string;
    readonly progress?: object;
    readonly links?: { readonly cancel?: string };
    readonly items?: readonly {
      readonly status: string;
      readonly result?: { readonly approval: object };
    }[];
  };
  readonly result?: { readonly mode: string; readonly approval: { readonly id: string } };
}

/** An enforcement point: of Holdpoint it knows the address of its metadata, and its own token. */
class Client {
  readonly #subject: string;

  constructor(subject = 'edge') {
    this.#subject = subject;
  }

  async send(url: string, body?: object, method = body === undefined ? 'GET' : 'POST') {
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ iss: issuer, sub: this.#subject, aud: 'holdpoint' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(key);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers, ...init });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Wire };
  }

  async metadata() {
    const { body } = await this.send(`${stage.daemon.url}/.well-known/authzen-configuration`);
    return body as unknown as { readonly [member: string]: string };
  }

  async evaluate(question: object, context: object = {}): Promise<Wire> {
    const { access_evaluation_endpoint: endpoint } = await this.metadata();
    const whole = { ...question, context: { task: task.id, ...context } };
    return (await this.send(endpoint!, whole)).body;
  }

  /** Echoes what the denial said, as the profile has it. */
  async request(question: object, { context }: Wire, more: object = {}) {
    const { endpoint, expires_at } = context.access_request!;
    const denial = { evaluation_id: context.evaluation_id, expires_at, reason: context['reason'] };
    return this.send(endpoint, { ...question, context: { task: task.id }, denial, ...more });
  }
}

let words = 0;

/** One that nobody asked before. */
function ask(): object {
  words += 1;
  return {
    subject: { type: 'agent', id: 'scribe' },
    action: { name: 'echo', properties: { text: `word ${words}` } },
    resource: { type: 'connector', id: 'desk' },
  };
}

async function decide(hold: string, verdict: 'approve' | 'reject'): Promise<void> {
  expect(await stage.bob.decide(verdict, task.id, hold, 'seen')).toMatchObject({ status: 200 });
}

interface Told {
  readonly state?: string;
  readonly task: Wire['task'];
}

/** What came back about a handle, each verified as agreed: an HMAC over the body. */
function toldOf(handle: string): Told[] {
  return receiver.taken
    .filter(({ body }) => body.includes(handle))
    .map(({ headers, body }) => {
      const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']];
      const mac = createHmac('sha256', SECRET).update(`${String(id)}.${String(at)}.${body}`);
      expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`);
      return JSON.parse(body) as Told;
    });
}

const problem = (name: string): string => `urn:openid:authzen:access-request:error:${name}`;

describe('an enforcement point', () => {
  const client = new Client();

  it('finds where to ask, has people asked, and asks again with an approval that counts once', async () => {
    const question = ask();
    const metadata = await client.metadata();
    expect(metadata['capabilities']).toContain('urn:openid:authzen:capability:access-request');
    const denied = await client.evaluate(question);
    expect(denied.decision).toBe(false);
    expect(denied.context.access_request!.endpoint).toBe(metadata['access_request_endpoint']);
    const made = await client.request(question, denied);
    expect(made.status).toBe(202);
    expect(made.headers.get('location')).toBe(made.body.task.status_endpoint);
    expect(made.body.task).toMatchObject({
      status: 'pending',
      progress: { current_step: 1, total_steps: 1 },
    });
    const { id, status_endpoint: where } = made.body.task;
    expect((await client.send(where)).body.task.status).toBe('pending');
    await decide(id, 'approve');
    const { task: ended, result } = (await client.send(where)).body;
    expect(ended).not.toHaveProperty('links');
    expect([ended.status, result!.mode]).toEqual(['approved', 'reevaluate']);
    const { approval } = result!;
    const other = await client.evaluate(ask(), { approval });
    expect(other).toMatchObject({ decision: false, context: { reason: 'out_of_scope' } });
    expect((await client.evaluate(question, { approval })).decision).toBe(true);
    const again = await client.evaluate(question, { approval });
    expect(again).toMatchObject({
      decision: false,
      context: { reason: 'approval_expired', next_action: 'request', access_request: {} },
    });
  });

  it('cancels what waits, once, and nothing that has ended', async () => {
    const question = ask();
    const { body } = await client.request(question, await client.evaluate(question));
    const { status_endpoint: where, links } = body.task;
    const cancelled = await client.send(links!.cancel!, { reason: 'not_needed' });
    expect([cancelled.status, cancelled.body.task.status]).toEqual([200, 'cancelled']);
    expect(cancelled.body.task).not.toHaveProperty('links');
    const again = await client.send(links!.cancel!, {}, 'DELETE');
    expect([again.status, again.body.type]).toEqual([409, problem('invalid_task_state')]);
    expect((await client.send(where)).body.task.status).toBe('cancelled');
    expect(await stage.bob.decide('approve', task.id, body.task.id, 'late')).toMatchObject({
      status: 403,
      body: { error: { reasons: [{ code: 'hold-not-pending', facts: { by: ['edge'] } }] } },
    });
    const anew = ask();
    const approved = await client.request(anew, await client.evaluate(anew));
    await decide(approved.body.task.id, 'approve');
    expect((await client.send(approved.body.task.links!.cancel!, {})).status).toBe(409);
    const { result } = (await client.send(approved.body.task.status_endpoint)).body;
    expect((await client.evaluate(anew, { approval: result!.approval })).decision).toBe(true);
  });

  it('hears of one end, where people and it decide at once', async () => {
    for (let round = 0; round < 3; round++) {
      const question = ask();
      const { body } = await client.request(question, await client.evaluate(question));
      const { id, status_endpoint: where, links } = body.task;
      const [cancelled, approved] = await Promise.all([
        client.send(links!.cancel!, {}),
        stage.bob.decide('approve', task.id, id, 'seen'),
      ]);
      const isCancelled = cancelled.status === 200;
      expect([cancelled.status, approved.status]).toEqual(isCancelled ? [200, 403] : [409, 200]);
      const { status } = (await client.send(where)).body.task;
      expect(status).toBe(isCancelled ? 'cancelled' : 'approved');
    }
  });

  it('finds nothing under the handle of another, and cannot use its approval', async () => {
    const stranger = new Client('other');
    const question = ask();
    const { body } = await client.request(question, await client.evaluate(question));
    const { status_endpoint: where, links, id } = body.task;
    for (const found of [await stranger.send(where), await stranger.send(links!.cancel!, {})]) {
      expect([found.status, found.body.type]).toEqual([404, problem('unknown_task')]);
    }
    await decide(id, 'approve');
    const { approval } = (await client.send(where)).body.result!;
    expect(await stranger.evaluate(question, { approval })).toMatchObject({
      decision: false,
      context: { reason: 'approval_unverifiable' },
    });
    expect((await client.evaluate(question, { approval })).decision).toBe(true);
  });

  it('asks for itself what another has asked for: neither sees the other’s', async () => {
    const stranger = new Client('other');
    const question = ask();
    const own = await client.request(question, await client.evaluate(question));
    const theirs = await stranger.request(question, await stranger.evaluate(question));
    expect(theirs.body.task.id).not.toBe(own.body.task.id);
    expect((await stranger.send(theirs.body.task.status_endpoint)).body.task.status).toBe('pending');
    await decide(own.body.task.id, 'reject');
    expect((await client.send(own.body.task.status_endpoint)).body.task.status).toBe('denied');
  });

  it('asks for several at once, each ends by itself, and each approval is for its own question', async () => {
    const questions = [ask(), ask(), ask()] as { subject: object; action: object; resource: object }[];
    const [{ subject }] = questions as [(typeof questions)[number]];
    const items = [];
    for (const { action, resource, ...rest } of questions) {
      const { context } = await client.evaluate({ ...rest, action, resource });
      items.push({ action, resource, denial: { evaluation_id: context.evaluation_id } });
    }
    const { access_request_endpoint: endpoint } = await client.metadata();
    const bundle = { subject, context: { task: task.id } };
    const [first] = items as [(typeof items)[number]];
    const unbound = { ...bundle, items: [first, { ...items[1]!, denial: first.denial }] };
    expect((await client.send(endpoint!, unbound)).body.type).toBe(problem('invalid_denial_binding'));
    expect(await stage.holds(task)).toEqual([]);
    const made = await client.send(endpoint!, { ...bundle, items });
    expect([made.status, made.body.task.status, made.body.task.items!.length]).toEqual([202, 'pending', 3]);
    expect(made.body.task.items![1]).toMatchObject({ action: items[1]!.action, status: 'pending' });
    const { id, status_endpoint: where, links } = made.body.task;
    expect((await client.send(endpoint!, { ...bundle, items })).body.task.id).toBe(id);
    const holds = await stage.holds(task);
    expect(holds).toHaveLength(3);
    const [yes, no] = id.slice('items_'.length).split('.') as [string, string];
    await decide(`hold_${yes}`, 'approve');
    expect((await client.send(where)).body.task.status).toBe('pending');
    await decide(`hold_${no}`, 'reject');
    expect((await client.send(links!.cancel!, {})).body.task.status).toBe('partial');
    expect((await client.send(links!.cancel!, {})).status).toBe(409);
    const { body } = await client.send(where);
    expect(body).not.toHaveProperty('result');
    expect(body.task.items!.map(({ status }) => status)).toEqual(['approved', 'denied', 'cancelled']);
    const { approval } = body.task.items![0]!.result!;
    expect((await client.evaluate(questions[1]!, { approval })).decision).toBe(false);
    expect((await client.evaluate(questions[0]!, { approval })).decision).toBe(true);
    expect((await new Client('other').send(where)).status).toBe(404);
    for (const guess of ['items_', 'items_x.y', `${id}.${'0'.repeat(16)}`]) {
      expect((await client.send(`${endpoint!}/${guess}`)).status).toBe(404);
    }
  });

  it('gives its denial back as it was, soon, or nobody is asked', async () => {
    const question = ask();
    const denied = await client.evaluate(question);
    const other = await client.request(ask(), denied);
    expect([other.status, other.body.type]).toEqual([400, problem('invalid_denial_binding')]);
    const forged = { ...denied, context: { ...denied.context, evaluation_id: 'rec_0000000000000000.0' } };
    expect((await client.request(question, forged)).body.type).toBe(problem('invalid_denial_binding'));
  });
});

describe('a callback', () => {
  const client = new Client();
  const wanted = (more: object = {}) => ({
    callback: { endpoint: receiver.url, state: 'flow-7 "quoted" é', ...more },
  });

  async function begin(more: object = {}) {
    const question = ask();
    return (await client.request(question, await client.evaluate(question), wanted(more))).body.task;
  }

  it('says how it ended, signed, with what the asker wanted said back', async () => {
    const [yes, no, off] = [await begin(), await begin(), await begin()];
    await decide(yes.id, 'approve');
    await decide(no.id, 'reject');
    await client.send(off.links!.cancel!, {});
    for (const [{ id, status_endpoint: where }, status] of [
      [yes, 'approved'],
      [no, 'denied'],
      [off, 'cancelled'],
    ] as const) {
      await expect
        .poll(() => toldOf(id), WITHIN)
        .toEqual([{ state: 'flow-7 "quoted" é', task: { id, status, status_endpoint: where } }]);
    }
  });

  it('tells of the wanted ends alone, and of the end of the task as well', async () => {
    const unwanted = await begin({ events: ['denied'] });
    await decide(unwanted.id, 'approve');
    const waiting = await begin();
    await stage.alice.ask('POST', `/tasks/${task.id}/close`, {});
    await expect.poll(() => toldOf(waiting.id), WITHIN).toMatchObject([{ task: { status: 'cancelled' } }]);
    expect(toldOf(unwanted.id)).toEqual([]);
  });

  it('goes to no address but the one that is configured for its asker', async () => {
    const count = receiver.taken.length;
    const question = ask();
    const denied = await client.evaluate(question);
    for (const endpoint of [
      'http://169.254.169.254/latest/meta-data',
      `${receiver.url}&more=1`,
      receiver.url.replace('127.0.0.1', 'localhost'),
      'https://attacker.example/',
    ]) {
      const made = await client.request(question, denied, { callback: { endpoint } });
      expect([endpoint, made.status]).toEqual([endpoint, 400]);
    }
    const stranger = new Client('other');
    const theirs = await stranger.request(question, await stranger.evaluate(question), wanted());
    expect(theirs.status).toBe(400);
    expect(receiver.taken).toHaveLength(count);
  });

  it('is sent again until it is taken, also after a restart, under one id', async () => {
    receiver.status = 503;
    const made = await begin();
    await decide(made.id, 'approve');
    await expect.poll(() => toldOf(made.id).length, WITHIN).toBeGreaterThan(0);
    await stage.restart(() => {
      receiver.status = 204;
      return Promise.resolve();
    });
    const tries = receiver.taken.filter(({ body }) => body.includes(made.id)).length;
    await expect.poll(() => toldOf(made.id).length, WITHIN).toBe(tries + 1);
    const ids = receiver.taken.filter(({ body }) => body.includes(made.id));
    expect(new Set(ids.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });
});
