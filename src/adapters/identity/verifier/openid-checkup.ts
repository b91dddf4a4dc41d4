// A provider is looked at before anybody signs in: what it says of itself, its clock, and whether it would
// send browsers back here. Nobody is signed in by that, and no secret is sent.

import type { Configuration } from 'openid-client';
import type { ProviderReport } from '../../../gateway/ports/provider.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { beginAt, codeIn, discover, type OpenIdOptions } from './openid-provider.ts';

type Examined = Omit<OpenIdOptions, 'clientSecret' | 'env'>;

/** What a provider that knows the address answers to a browser with nobody signed in (OIDC Core §3.1.2.6). */
const NOBODY = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/** Never rejects: what is wrong is in the report. */
export async function examineOpenId(options: Examined, redirectUri: string): Promise<ProviderReport> {
  let aheadMs: number | null = null;
  const { issuer, fetcher = fetch } = options;
  const timed: typeof fetch = async (...asked) => {
    const before = Date.now();
    const response = await fetcher(...asked);
    aheadMs = aheadOf(response, before, Date.now());
    return response;
  };
  try {
    const configuration = await discover({ ...options, env: {}, fetcher: timed });
    const lacks = lacksOf(configuration, options);
    const redirect = await askBack(configuration, options, redirectUri, boundedFetch(issuer, timed));
    return { failure: null, lacks, aheadMs, redirect };
  } catch (error) {
    return { failure: codeIn(error), lacks: [], aheadMs, redirect: 'untold' };
  }
}

/** By its `Date`, in whole seconds: a clock that may be right is. */
function aheadOf({ headers }: Response, sentAt: number, gotAt: number): number | null {
  const said = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(said)) return null;
  if (said > gotAt) return said - gotAt;
  return said + 1_000 < sentAt ? said + 1_000 - sentAt : 0;
}

/** What it does not list is not known to be missing (OIDC Discovery §3). */
function lacksOf(configuration: Configuration, { scopes }: Examined): readonly string[] {
  const said = configuration.serverMetadata();
  const isLeftOut = (listed: readonly string[] | undefined, wanted: string): boolean =>
    listed !== undefined && !listed.includes(wanted);
  return [
    ...(said.authorization_endpoint === undefined ? ['an authorization endpoint'] : []),
    ...(said.token_endpoint === undefined ? ['a token endpoint'] : []),
    ...(said.jwks_uri === undefined ? ['its keys'] : []),
    ...(isLeftOut(said.response_types_supported, 'code') ? ['the authorization code flow'] : []),
    ...(isLeftOut(said.code_challenge_methods_supported, 'S256') ? ['PKCE with S256'] : []),
    ...scopes.filter((scope) => isLeftOut(said.scopes_supported, scope)).map((scope) => `the scope ${scope}`),
  ];
}

/** Asks as a browser would in which nobody is signed in, and without showing a page. */
async function askBack(
  configuration: Configuration,
  options: Examined,
  redirectUri: string,
  send: ReturnType<typeof boundedFetch>,
): Promise<ProviderReport['redirect']> {
  if (configuration.serverMetadata().authorization_endpoint === undefined) return 'untold';
  const url = new URL((await beginAt(configuration, { ...options, env: {} }, redirectUri)).url);
  url.searchParams.set('prompt', 'none');
  const { status, headers } = await send(url.href, {});
  if (status >= 400) return 'refused';
  const back = headers.get('location');
  if (back === null || !URL.canParse(back, url.href)) return 'untold';
  const { origin, pathname, searchParams } = new URL(back, url);
  const isHere = `${origin}${pathname}` === redirectUri;
  return isHere && NOBODY.includes(searchParams.get('error') ?? '') ? 'known' : 'untold';
}
