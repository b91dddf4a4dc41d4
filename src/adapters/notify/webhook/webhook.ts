// A notice as a signed web request (Standard Webhooks 1.0): it goes to the one address that is configured and
// follows nothing elsewhere, its id is the same over all tries, and who reads it can tell that it is ours.

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Message, Notifier, NotifierFault } from '../../../gateway/ports/notifier.ts';
import { readSecretReference } from '../../host/secret-reference.ts';
import { isPublicAddress, lookupPublic } from './public-address.ts';

export interface WebhookOptions {
  readonly url: string;
  /** References to secrets (`whsec_` and base64 of 24 to 64 bytes). Each signs: two while one is replaced. */
  readonly secrets: readonly string[];
  /** To people's systems what they are told; to an enforcement point how its access request ended. */
  readonly form: 'notices' | 'access';
  /** Addresses of private networks are meant. */
  readonly allowPrivate: boolean;
  readonly env: { readonly [name: string]: string | undefined };
  readonly timeoutMs: number;
}

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

export function createWebhook(options: WebhookOptions): Notifier {
  return {
    async deliver(message, signal) {
      for (const { id, payload } of payloadsOf(options.form, message)) {
        // What is signed is split at full stops.
        const failure = await sendSigned(options, id.replaceAll('.', '-'), JSON.stringify(payload), signal);
        if (failure !== null) return failure;
      }
      return null;
    },
  };
}

async function sendSigned(
  options: WebhookOptions,
  id: string,
  body: string,
  signal: AbortSignal,
): Promise<NotifierFault | null> {
  const sentAt = new Date();
  const signatures = await signaturesOf(options, id, sentAt, body);
  if (signatures === null) return 'secret-missing';
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'holdpoint',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
  return post(options, headers, body, signal);
}

/** All at once or, of access requests, one by one (AuthZEN callback notifications profile, draft 1). */
function payloadsOf(form: WebhookOptions['form'], message: Message): { id: string; payload: object }[] {
  if (form === 'notices' || message.notices.length === 0) {
    return [{ id: message.id, payload: payloadOf(message) }];
  }
  return message.notices.map(({ hold, access }) => {
    const { state, requests } = access?.back ?? {};
    const where = requests === undefined ? {} : { status_endpoint: `${requests}/${hold}` };
    const task = { id: hold, status: access?.status, ...where };
    return { id: `${message.id}_${hold}`, payload: { state, task } };
  });
}

/** What is sent; docs/channels.md has its schema. */
function payloadOf({ notices, at, subject }: Message): object {
  const [first] = notices;
  const type = notices.length > 1 ? 'digest' : (first?.kind ?? 'test');
  return { type, timestamp: new Date(at).toISOString(), version: 1, data: { subject, notices } };
}

/** Null where one of the secrets is not there, or is none. */
async function signaturesOf(
  { secrets, env }: WebhookOptions,
  id: string,
  at: Date,
  body: string,
): Promise<string[] | null> {
  try {
    const read = await Promise.all(secrets.map((secret) => readSecretReference(secret, env)));
    if (!read.every((secret) => SECRET.test(secret))) return null;
    return read.map((secret) => new Webhook(secret).sign(id, at, body));
  } catch {
    return null;
  }
}

function post(
  { url, allowPrivate, timeoutMs }: WebhookOptions,
  headers: { readonly [name: string]: string | number },
  body: string,
  signal: AbortSignal,
): Promise<NotifierFault | null> {
  const { protocol, hostname } = new URL(url);
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  // A literal address is never looked up.
  if (!allowPrivate && isIP(literal) !== 0 && !isPublicAddress(literal)) {
    return Promise.resolve('address-refused');
  }
  const limit = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const send = protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers,
      agent: false,
      signal: AbortSignal.any([signal, limit]),
      ...(allowPrivate ? {} : { lookup: lookupPublic }),
    });
    request.on('error', (error) => resolve(limit.aborted ? 'timeout' : faultOf(error)));
    request.on('response', (response) => {
      // What it answers beside its status is nobody's business here.
      response.destroy();
      resolve(answerOf(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

function answerOf(status: number): NotifierFault | null {
  if (status >= 200 && status < 300) return null;
  return status === 429 || status === 503 ? 'slow-down' : 'refused';
}

function faultOf(error: Error): NotifierFault {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'address-refused') return code;
  return /CERT|^ERR_(?:SSL|TLS)|SELF_SIGNED|UNABLE_TO/.test(code) ? 'insecure' : 'unreachable';
}
