// Where people reach the console and who vouches for them, looked at from here before anybody signs in.

import { API_PREFIX } from '../http/contract.ts';
import { consoleOrigin, PROVIDER_CALLBACK } from '../http/contract/browser.ts';
import type { Check } from './check.ts';
import type { CliDeps, ProviderSettings, Settings } from './deps.ts';

const TIMEOUT_MS = 5_000;

type Way = { readonly deps: Pick<CliDeps, 'fetch' | 'examineProvider'>; readonly daemon: string };

/** @param way `daemon`: its address */
export async function checkSignIn({ console }: Settings, way: Way): Promise<Check[]> {
  const { origin, oidc } = console;
  return [
    ...(origin === undefined ? [] : [await checkOrigin(origin, way)]),
    ...(oidc === undefined ? [] : await checkProvider(oidc, origin, way)),
  ];
}

/** Whoever answers there has the keys that this daemon has, or is somebody else. */
async function checkOrigin(origin: string, { deps, daemon }: Way): Promise<Check> {
  const name = 'console.origin';
  const own = await askKeys(deps.fetch, daemon);
  const there = await askKeys(deps.fetch, origin);
  if (typeof there === 'string' && there === own) return { name, status: 'ok', detail: origin, help: null };
  if (there === null) {
    const help = 'Look at the proxy and its certificate; from elsewhere it may answer all the same';
    return { name, status: 'warn', detail: `${origin} does not answer from here`, help };
  }
  const detail =
    typeof there === 'number'
      ? `${origin} answers ${there}: the proxy leads elsewhere, or changes the Host`
      : `${origin} is answered by something else`;
  return { name, status: 'fail', detail, help: `Lead it to ${daemon} with the Host as it is` };
}

/** The public keys there; a status that is none of ours; null where nobody answers. */
async function askKeys(send: typeof fetch, address: string): Promise<string | number | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await send(`${address}${API_PREFIX}/jwks`, { redirect: 'manual', signal });
    return response.status === 200 ? await response.text() : response.status;
  } catch {
    return null;
  }
}

async function checkProvider(
  provider: ProviderSettings,
  origin: string | undefined,
  { deps, daemon }: Way,
): Promise<Check[]> {
  const name = 'sign-in';
  const { issuer, clientId, clockSkewSeconds } = provider;
  const own = consoleOrigin({ url: daemon, ...(origin === undefined ? {} : { origin }) });
  const back = `${own}${API_PREFIX}${PROVIDER_CALLBACK}`;
  const { failure, lacks, aheadMs, redirect } = await deps.examineProvider(provider, back);
  if (failure !== null) {
    const help = 'Is it up, and is console.oidc.issuer what it calls itself, to the letter?';
    return [{ name, status: 'fail', detail: `${issuer} cannot be used: ${failure}`, help }];
  }
  const checks: Check[] = [{ name, status: 'ok', detail: issuer, help: null }];
  if (lacks.length > 0) {
    const detail = `${issuer} does not offer ${lacks.join(', ')}`;
    checks.push({ name, status: 'fail', detail, help: 'Turn it on there, or see console.oidc.scopes' });
  }
  if (redirect !== 'known') {
    const refused = redirect === 'refused';
    const detail = refused
      ? `${issuer} refuses the client ${clientId} with ${back}`
      : `${issuer} does not say whether it leads people back`;
    const help = `Register there, for the client ${clientId}, the redirect URI ${back}`;
    checks.push({ name, status: refused ? 'fail' : 'warn', detail, help });
  }
  const ahead = Math.round((aheadMs ?? 0) / 1_000);
  if (Math.abs(ahead) > clockSkewSeconds) {
    const detail = `its clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} this one`;
    const help = 'Set both by NTP, or see console.oidc.clockSkewSeconds';
    checks.push({ name, status: 'fail', detail, help });
  }
  // What is wrong says it.
  return checks.length === 1 ? checks : checks.slice(1);
}
