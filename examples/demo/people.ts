// Operators of the story speak to Holdpoint over its management API with their own keys, as the CLI does.

import {
  createOperatorKey,
  unlockOperatorKey,
  type UnlockedOperatorKey,
} from '../../src/adapters/keys/operator-key.ts';
import { encodeBase64Url } from '../../src/ledger/base64.ts';
import { utf8 } from '../../src/ledger/bytes.ts';
import { canonicalize } from '../../src/ledger/canonical.ts';
import { statementBytes, type ApprovalStatement } from '../../src/ledger/statement.ts';
import { challengeResponse, tokenResponse } from '../../src/surfaces/http/contract.ts';
import { linkResponse } from '../../src/surfaces/http/contract/browser.ts';

/** What the API answered: its status and its JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Person {
  readonly id: string;
  readonly publicKey: string;
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<ApiAnswer>;
  /** Signs what the API drafts and hands it in. */
  decide(verdict: 'approve' | 'reject', task: string, hold: string, reason: string): Promise<ApiAnswer>;
  /** With the token that this machine's user finds in the daemon's home. */
  signIn(url: string, localToken: string): Promise<void>;
  /** Code of a link that signs a browser in. */
  inviteBrowser(url: string, localToken: string): Promise<string>;
}

export async function createPerson(id: string, keyFile: string, passphrase: string): Promise<Person> {
  await createOperatorKey(keyFile, id, passphrase);
  const key = await unlockOperatorKey(keyFile, passphrase);
  const session = { url: '', token: '' };
  const ask: Person['ask'] = (method, path, body) => send(session.url + path, session.token, method, body);
  return {
    id,
    publicKey: encodeBase64Url(key.publicKey),
    ask,
    async decide(verdict, task, hold, reason) {
      const drafted = await ask('POST', `/holds/${hold}/statement`, { task, verdict, reason });
      if (drafted.status !== 200) return drafted;
      const statement = drafted.body as ApprovalStatement;
      const signature = encodeBase64Url(key.sign(statementBytes(statement)));
      return ask('POST', `/holds/${hold}/decision`, { statement, signature, reason });
    },
    async signIn(url, localToken) {
      session.url = `${url}/api/v1`;
      const { body } = await prove(session.url, localToken, '/session', key);
      session.token = tokenResponse.parse(body).token;
    },
    async inviteBrowser(url, localToken) {
      const { body } = await prove(`${url}/api/v1`, localToken, '/session/link', key);
      return linkResponse.parse(body).code;
    },
  };
}

/** Signs a fresh challenge and hands it in. */
async function prove(url: string, local: string, path: string, key: UnlockedOperatorKey): Promise<ApiAnswer> {
  const { operator } = key;
  const { body } = await send(`${url}/session/challenge`, local, 'POST', { operator });
  const { challenge, ledger } = challengeResponse.parse(body);
  const words = canonicalize({ v: 1, type: 'holdpoint/login@v1', ledger, operator, challenge });
  const signature = encodeBase64Url(key.sign(utf8(words)));
  return send(`${url}${path}`, local, 'POST', { operator, challenge, signature });
}

async function send(url: string, token: string, method: string, body?: object): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
