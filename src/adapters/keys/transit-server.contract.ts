// A stand-in for the transit secrets engine of HashiCorp Vault and OpenBao, made from its HTTP API's pages:
// it wraps really (AES-256-GCM), checks token and key, and answers with their statuses and shapes. It is not
// the real thing.

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt, encrypt } from './aes-gcm.ts';

export interface TransitServer {
  readonly url: string;
  /** What was asked, as `<verb> <key>`. */
  readonly asked: string[];
  /** Answers instead of the engine, where it is set. */
  instead: ((response: ServerResponse) => void) | null;
  stop(): Promise<void>;
}

const NONE = new Uint8Array();

/** Serves `/v1/transit/{encrypt,decrypt}/<key>` on a free port of this machine. */
export async function startTransitServer(key: string, token: string): Promise<TransitServer> {
  const secret = new Uint8Array(randomBytes(32));
  const server = createServer((request, response) => void answer(request, response));
  const transit: TransitServer = { url: '', asked: [], instead: null, stop };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (transit.instead !== null) return transit.instead(response);
    const [, verb = '', name = ''] = /^\/v1\/transit\/(encrypt|decrypt)\/([^/]+)$/.exec(request.url!) ?? [];
    transit.asked.push(`${verb} ${name}`);
    if (request.headers['x-vault-token'] !== token) return send(response, 403, ['permission denied']);
    if (request.method !== 'POST' || name !== key) return send(response, 404, []);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { plaintext?: string; ciphertext?: string };
    const data = verb === 'encrypt' ? wrap(secret, body.plaintext!) : unwrap(secret, body.ciphertext!);
    if (data === null) return send(response, 400, ['cipher: message authentication failed']);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ request_id: 'r', data }));
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(transit, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function send(response: ServerResponse, status: number, errors: readonly string[]): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
}

function wrap(secret: Uint8Array, plaintext: string): { ciphertext: string; key_version: number } {
  const { nonce, ciphertext } = encrypt(secret, NONE, Buffer.from(plaintext, 'base64'));
  return { ciphertext: `vault:v1:${Buffer.concat([nonce, ciphertext]).toString('base64')}`, key_version: 1 };
}

function unwrap(secret: Uint8Array, ciphertext: string): { plaintext: string } | null {
  if (!ciphertext.startsWith('vault:v1:')) return null;
  const bytes = new Uint8Array(Buffer.from(ciphertext.slice('vault:v1:'.length), 'base64'));
  const opened = decrypt(secret, NONE, { nonce: bytes.slice(0, 12), ciphertext: bytes.slice(12) });
  return opened === null ? null : { plaintext: Buffer.from(opened).toString('base64') };
}
