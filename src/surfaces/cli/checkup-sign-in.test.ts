// `doctor` looks at where people reach the console, and at who vouches for them there.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examineOpenId } from '../../adapters/identity/verifier/openid-checkup.ts';
import { BASE } from '../http/sample-gateway.contract.ts';
import { CLIENT, startProvider, type SampleProvider } from '../http/sample-provider.contract.ts';
import type { CliDeps } from './deps.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

const ORIGIN = 'https://holdpoint.example';
let terminal: SampleTerminal;
let provider: SampleProvider;
let own: CliDeps;

beforeAll(async () => {
  terminal = await startTerminal();
  own = terminal.deps;
  provider = await startProvider(BASE.replace('127.0.0.1', 'localhost'));
});
afterAll(async () => {
  await provider.stop();
  await terminal.stop();
});
beforeEach(() => {
  terminal.deps = own;
});

/** What `doctor` says of one thing, with these lines under `console`. */
async function checks(name: string, lines: readonly string[]) {
  const settings = ['home: .holdpoint', 'console:', ...lines.map((line) => `  ${line}`), ''];
  await terminal.write('holdpoint.yaml', settings.join('\n'));
  const { checks: all } = (await terminal.json('doctor')) as {
    checks: { name: string; help: string | null }[];
  };
  return all.filter((one) => one.name === name);
}

const signIn = (issuer: string, more: readonly string[] = []) =>
  checks('sign-in', ['oidc:', `  issuer: ${issuer}`, `  clientId: ${CLIENT.clientId}`, ...more]);

/** Answers by the provider, changed on the way. */
function through(change: (response: Response, body: string) => Response): void {
  const fetcher: typeof fetch = async (...asked) => {
    const response = await fetch(...asked);
    return change(response, await response.text());
  };
  terminal.deps = {
    ...own,
    examineProvider: (options, back) => examineOpenId({ ...options, fetcher }, back),
  };
}

describe('the identity provider', () => {
  it('is well where it answers as itself and knows where people come back to', async () => {
    expect(await signIn(provider.issuer)).toEqual([
      { name: 'sign-in', status: 'ok', detail: provider.issuer, help: null },
    ]);
  });

  it('that cannot be reached, or calls itself otherwise, cannot be used', async () => {
    const [gone] = await signIn('http://127.0.0.1:1');
    expect(gone).toMatchObject({ status: 'fail', detail: expect.stringContaining('cannot be used: ') });
    const [other] = await signIn(`${provider.issuer}/`);
    expect(other).toMatchObject({ status: 'fail', help: expect.stringContaining('to the letter') });
  });

  it('that does not know the redirect URI is named with what to register there', async () => {
    const found = await checks('sign-in', [
      `origin: ${ORIGIN}`,
      'oidc:',
      `  issuer: ${provider.issuer}`,
      `  clientId: ${CLIENT.clientId}`,
    ]);
    expect(found).toMatchObject([
      { status: 'fail', help: expect.stringContaining(`${ORIGIN}/api/v1/session/provider/callback`) },
    ]);
    const [stranger] = await signIn(provider.issuer, []).then(() =>
      checks('sign-in', ['oidc:', `  issuer: ${provider.issuer}`, '  clientId: nobody']),
    );
    expect(stranger).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('refuses the client nobody'),
    });
  });

  it('that shows a page to a browser with nobody signed in is not known to lead people back', async () => {
    through((response, body) => {
      const isAnswer = (response.headers.get('location') ?? '').includes('error=');
      return isAnswer ? new Response('<form>', { status: 200 }) : new Response(body, response);
    });
    expect(await signIn(provider.issuer)).toMatchObject([{ status: 'warn' }]);
  });

  it('whose clock is off by more than is forgiven is named with how much', async () => {
    const late = (seconds: number) =>
      through((response, body) => {
        const headers = new Headers(response.headers);
        headers.set('date', new Date(Date.now() - seconds * 1_000).toUTCString());
        return new Response(body, { status: response.status, headers });
      });
    late(90);
    expect(await signIn(provider.issuer)).toMatchObject([
      { status: 'fail', detail: expect.stringMatching(/^its clock is (?:89|90) s behind this one$/) },
    ]);
    late(-90);
    expect(await signIn(provider.issuer)).toMatchObject([
      { status: 'fail', detail: expect.stringMatching(/^its clock is (?:89|90) s ahead of this one$/) },
    ]);
    late(10);
    expect(await signIn(provider.issuer)).toMatchObject([{ status: 'ok' }]);
  });

  it('that does not do what signing in needs is named with what', async () => {
    through((response, body) => {
      if (!body.includes('code_challenge_methods_supported')) return new Response(body, response);
      const said = { ...(JSON.parse(body) as object), code_challenge_methods_supported: ['plain'] };
      return new Response(JSON.stringify(said), { status: 200, headers: response.headers });
    });
    expect(await signIn(provider.issuer, ['  scopes: [profile, flights]'])).toMatchObject([
      { status: 'fail', detail: expect.stringContaining('PKCE with S256, the scope flights') },
    ]);
  });
});

describe('the console’s address', () => {
  const address = () => checks('console.origin', [`origin: ${ORIGIN}`]);
  const answer = (there: (own: () => Promise<Response>) => Promise<Response>): void => {
    terminal.deps = {
      ...own,
      fetch: (input, init) => {
        const isThere = typeof input === 'string' && input.startsWith(ORIGIN);
        return isThere ? there(() => own.fetch(input.replace(ORIGIN, BASE), init)) : own.fetch(input, init);
      },
    };
  };

  it('is well where this very daemon answers', async () => {
    answer((ask) => ask());
    expect(await address()).toMatchObject([{ status: 'ok', detail: ORIGIN }]);
  });

  it.each<[string, () => Promise<Response>, string]>([
    ['nobody answers', () => Promise.reject(new Error('no')), 'warn'],
    ['something else answers', () => Promise.resolve(new Response('{"keys":[]}')), 'fail'],
    ['the proxy leads elsewhere', () => Promise.resolve(new Response('', { status: 502 })), 'fail'],
  ])('is named where %s', async (_, there, status) => {
    answer(there);
    expect(await address()).toMatchObject([{ status, help: expect.any(String) }]);
  });

  it('is looked at only where one is set', async () => {
    await terminal.write('holdpoint.yaml', 'home: .holdpoint\n');
    const { out } = await terminal.run('doctor');
    expect(out).not.toMatch(/console\.origin|sign-in/);
  });
});
