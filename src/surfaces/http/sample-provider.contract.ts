// A certified OpenID provider on loopback, with people who say yes to everything: what signing in is tested
// on.

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ProviderModule {
  readonly default: new (
    issuer: string,
    configuration: object,
  ) => { callback(): RequestListener; readonly proxy?: boolean };
}

export const CLIENT = { clientId: 'holdpoint', secret: 'a-secret-of-this-test' };

export interface SampleProvider {
  readonly issuer: string;
  /** Groups that its tokens list for a person. */
  readonly groups: { [subject: string]: readonly string[] };
  /** Signs somebody in as their browser would, and follows where that leads: the address of the callback. */
  signIn(url: string, subject: string): Promise<URL>;
  stop(): Promise<void>;
}

/** @param console origin of the console whose client it knows; nobody signs in before it is there */
export async function startProvider(console: string | Promise<string>): Promise<SampleProvider> {
  // The package has no types.
  const name: string = 'oidc-provider';
  const { default: Provider } = (await import(name)) as ProviderModule;
  const groups: SampleProvider['groups'] = {};
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answers = Promise.resolve(console).then((origin) => {
    const provider = new Provider(issuer, {
      clients: [clientAt(origin)],
      claims: { openid: ['sub'], profile: ['name', 'groups'] },
      conformIdTokenClaims: false,
      cookies: { keys: ['a key of this test'] },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, name: `${sub} of the provider`, groups: groups[sub] ?? [] }),
      }),
    });
    return provider.callback();
  });
  server.on('request', (request, response) => void answers.then((answer) => answer(request, response)));
  return {
    issuer,
    groups,
    signIn: (url, subject) => walk(url, subject, issuer),
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function clientAt(origin: string): object {
  return {
    client_id: CLIENT.clientId,
    client_secret: CLIENT.secret,
    redirect_uris: [`${origin}/api/v1/session/provider/callback`],
    post_logout_redirect_uris: [`${origin}/`],
  };
}

/** Follows redirects with a jar of cookies, and answers each form: who it is, then yes. */
async function walk(start: string, subject: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = new URL(start);
  let init: { method?: string; body?: URLSearchParams } = {};
  for (let step = 0; step < 20; step++) {
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(key, value);
    }
    const location = response.headers.get('location');
    init = {};
    if (location === null) {
      const html = await response.text();
      const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(html) ?? [];
      const action = /action="([^"]+)"/.exec(html)?.[1];
      if (action === undefined) throw new Error(`no form: ${response.status} ${html.slice(0, 500)}`);
      url = new URL(action, url);
      init = { method: 'POST', body: new URLSearchParams({ prompt, login: subject, password: 'x' }) };
      continue;
    }
    url = new URL(location, url);
    if (url.origin !== issuer) return url;
  }
  throw new Error('the provider leads nowhere');
}
