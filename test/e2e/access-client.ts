// An enforcement point elsewhere, written from the text of the AuthZEN profiles: of Holdpoint it knows the
// address of its metadata, and its own token.

import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { expect } from 'vitest';
import { startReceiver, type Receiver } from '../../src/adapters/notify/webhook/receiver.contract.ts';
import { listen, startHttpServer, stop } from '../fixtures/upstream/http-server.ts';
import { setStage, type Stage, type Task } from './stage.ts';

interface Context {
  readonly [member: string]: unknown;
  readonly access_request?: {
    readonly endpoint: string;
    readonly expires_at: string;
    readonly binding_token: string;
  };
  readonly evaluation_id: string;
}

export interface Wire {
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

export interface Question {
  readonly subject: object;
  readonly action: object;
  readonly resource: object;
}

export interface Told {
  readonly state?: string;
  readonly task: Wire['task'];
}

/** A daemon with the enforcement points `edge`, which is called back, and `other`. */
export interface AccessStage {
  readonly stage: Stage;
  readonly receiver: Receiver;
  /** The live task that questions are about. */
  task: Task;
  readonly edge: AccessClient;
  readonly other: AccessClient;
  begin(): Promise<void>;
  decide(hold: string, verdict: 'approve' | 'reject'): Promise<void>;
  /** What came back about a handle, each verified as agreed: an HMAC over the body. */
  toldOf(handle: string): Told[];
  stop(): Promise<void>;
}

const SECRET = Buffer.alloc(32, 9);

export async function setAccessStage(): Promise<AccessStage> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-access-'));
  const [receiver, fixture, issuer] = await Promise.all([startReceiver(), startHttpServer(), startIssuer()]);
  const secret = join(folder, 'secret');
  await writeFile(secret, `whsec_${SECRET.toString('base64')}`, { mode: 0o600 });
  const to = `url: "${receiver.url}", allowPrivate: true, secrets: ["file:${secret}"]`;
  const stage = await setStage(
    '{holdWaitSeconds: 0}',
    `identity: {issuers: [{issuer: "${issuer.url}", jwksUri: "${issuer.url}/keys"}]}
channels: {list: [{kind: callback, name: edge, asker: edge, ${to}}]}`,
  );
  for (const id of ['edge', 'other']) {
    const identity = { issuer: issuer.url, subject: id };
    const known = { id, name: id, roles: ['enforcement-point'], publicKey: null, identity };
    await stage.alice.ask('POST', '/operators', known);
  }
  await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
  const access: AccessStage = {
    stage,
    receiver,
    task: await stage.openTask(['desk/echo']),
    edge: new AccessClient(() => access, issuer, 'edge'),
    other: new AccessClient(() => access, issuer, 'other'),
    async begin() {
      access.task = await stage.openTask(['desk/echo']);
    },
    async decide(hold, verdict) {
      const decided = await stage.bob.decide(verdict, access.task.id, hold, 'seen');
      expect(decided).toMatchObject({ status: 200 });
    },
    toldOf: (handle) => receiver.taken.filter(({ body }) => body.includes(handle)).map(verify),
    async stop() {
      await stage.stop();
      await Promise.all([receiver.stop(), fixture.close(), issuer.stop()]);
      await rm(folder, { recursive: true });
    },
  };
  return access;
}

function verify({ headers, body }: Receiver['taken'][number]): Told {
  const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']];
  const mac = createHmac('sha256', SECRET).update(`${String(id)}.${String(at)}.${body}`);
  expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`);
  return JSON.parse(body) as Told;
}

interface Issuer {
  readonly url: string;
  readonly key: CryptoKey;
  stop(): Promise<unknown>;
}

async function startIssuer(): Promise<Issuer> {
  const provider = createServer();
  const { publicKey, privateKey: key } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
  provider.on('request', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  return { url: await listen(provider), key, stop: () => stop(provider) };
}

export class AccessClient {
  readonly #stage: () => AccessStage;
  readonly #issuer: Issuer;
  readonly #subject: string;

  constructor(stage: () => AccessStage, issuer: Issuer, subject: string) {
    this.#stage = stage;
    this.#issuer = issuer;
    this.#subject = subject;
  }

  async send(url: string, body?: object, method = body === undefined ? 'GET' : 'POST', more: object = {}) {
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ iss: this.#issuer.url, sub: this.#subject, aud: 'holdpoint' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(this.#issuer.key);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...more };
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers, ...init });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Wire };
  }

  async metadata() {
    const { body } = await this.send(`${this.#stage().stage.daemon.url}/.well-known/authzen-configuration`);
    return body as unknown as { readonly [member: string]: string };
  }

  async evaluate(question: object, context: object = {}): Promise<Wire> {
    const { access_evaluation_endpoint: endpoint } = await this.metadata();
    const whole = { ...question, context: { task: this.#stage().task.id, ...context } };
    return (await this.send(endpoint!, whole)).body;
  }

  /** Echoes what the denial said, as the profile has it. */
  async request(question: object, { context }: Wire, more: object = {}) {
    const { endpoint, expires_at } = context.access_request!;
    const denial = { evaluation_id: context.evaluation_id, expires_at, reason: context['reason'] };
    return this.send(endpoint, { ...question, context: { task: this.#stage().task.id }, denial, ...more });
  }

  /** Asks for several questions of one subject at once. */
  async requestAll(questions: readonly Question[], more: object = {}) {
    const items = [];
    for (const question of questions) {
      const { evaluation_id } = (await this.evaluate(question)).context;
      items.push({ action: question.action, resource: question.resource, denial: { evaluation_id } });
    }
    const { access_request_endpoint: endpoint } = await this.metadata();
    const { subject } = questions[0]!;
    return this.send(endpoint!, { subject, context: { task: this.#stage().task.id }, items, ...more });
  }
}

let words = 0;

/** A question that nobody asked before. */
export function ask(): Question {
  words += 1;
  return {
    subject: { type: 'agent', id: 'scribe' },
    action: { name: 'echo', properties: { text: `word ${words}` } },
    resource: { type: 'connector', id: 'desk' },
  };
}

export const problem = (name: string): string => `urn:openid:authzen:access-request:error:${name}`;
