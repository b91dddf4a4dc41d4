// An answer counts only where it is the provider's own, signed by it, for this client and for the very
// sign-in that the browser began; its claims name roles by the configuration alone.

import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
  type IDToken,
} from 'openid-client';
import type { Refused, SignInProvider, SignInSecrets, Vouched } from '../../../gateway/ports/provider.ts';
import { entryOf } from '../../../kernel/lookup.ts';
import { readSecretReference } from '../../host/secret-reference.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { IssuerFault } from './discovery.ts';

export interface OpenIdOptions {
  readonly issuer: string;
  readonly name?: string;
  readonly clientId: string;
  /** Reference to its secret; absent: a public client. */
  readonly clientSecret?: string;
  readonly scopes: readonly string[];
  readonly maxAgeSeconds: number;
  readonly clockSkewSeconds: number;
  readonly roles?: {
    readonly claim: string;
    readonly map: { readonly [listed: string]: readonly string[] };
  };
  /** Where `env:NAME` is looked up. */
  readonly env: { readonly [name: string]: string | undefined };
  readonly fetcher?: typeof fetch;
}

const MOST_NAME_CHARACTERS = 128;
const MOST_SUBJECT_CHARACTERS = 256;

/** Speaks to one OpenID provider; found when it is first needed. */
export function createOpenIdProvider(options: OpenIdOptions): SignInProvider {
  const { issuer, name = new URL(issuer).host, maxAgeSeconds } = options;
  let found: Configuration | null = null;
  const find = async (): Promise<Configuration> => (found ??= await discover(options).catch(toUnusable));
  return {
    issuer,
    name,
    async begin(redirectUri) {
      try {
        return await beginAt(await find(), options, redirectUri);
      } catch (error) {
        return refusalOf(error);
      }
    },
    async finish(callback, { state, nonce, codeVerifier }) {
      try {
        const tokens = await authorizationCodeGrant(await find(), callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          maxAge: maxAgeSeconds,
          idTokenExpected: true,
        });
        return { vouched: vouchedBy(tokens.claims()!, tokens.id_token!, options) };
      } catch (error) {
        return refusalOf(error);
      }
    },
    async end(idToken, backTo) {
      const configuration = await find().catch(() => null);
      if (configuration?.serverMetadata().end_session_endpoint === undefined) return null;
      const parameters = { id_token_hint: idToken, post_logout_redirect_uri: backTo };
      return buildEndSessionUrl(configuration, parameters).href;
    },
  };
}

/** Where a browser goes to sign in, and what tells its sign-in apart. */
export async function beginAt(
  configuration: Configuration,
  { scopes, maxAgeSeconds }: OpenIdOptions,
  redirectUri: string,
) {
  const secrets: SignInSecrets = {
    state: randomState(),
    nonce: randomNonce(),
    codeVerifier: randomPKCECodeVerifier(),
  };
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: ['openid', ...scopes].join(' '),
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await calculatePKCECodeChallenge(secrets.codeVerifier),
    code_challenge_method: 'S256',
    max_age: String(maxAgeSeconds),
  });
  return { url: url.href, secrets };
}

/** What the provider says of itself; its secret is read. Rejects where it is not what was configured. */
export async function discover(options: OpenIdOptions): Promise<Configuration> {
  const { issuer, clientId, clientSecret, clockSkewSeconds, env, fetcher = fetch } = options;
  const secret = clientSecret === undefined ? null : await readSecretReference(clientSecret, env);
  const authentication = secret === null ? None() : ClientSecretBasic(secret);
  // `boundedFetch` says which addresses may be plain HTTP: those of this machine.
  const execute = [allowInsecureRequests, enableNonRepudiationChecks];
  const send = boundedFetch(issuer, fetcher);
  const configuration = await discovery(
    new URL(issuer),
    clientId,
    { [clockTolerance]: clockSkewSeconds },
    authentication,
    { execute, [customFetch]: (...asked) => send(...asked).catch(toUnusable) },
  );
  // What the library forgives some providers (an issuer that stands for many) is not what was configured.
  if (configuration.serverMetadata().issuer !== issuer) {
    throw new IssuerFault('other-issuer', 'another issuer answers');
  }
  return configuration;
}

function vouchedBy(claims: IDToken, idToken: string, { issuer, roles }: OpenIdOptions): Vouched {
  const { sub: subject, auth_time: authTime } = claims;
  if (claims.iss !== issuer || subject.length > MOST_SUBJECT_CHARACTERS) throw new Error('not for us');
  return {
    issuer,
    subject,
    name: nameIn(claims),
    // The library has checked that it is there: an age was asked for.
    provedAt: authTime! * 1_000,
    roles:
      roles === undefined
        ? null
        : listedIn(claims[roles.claim]).flatMap((one) => entryOf(roles.map, one) ?? []),
    idToken,
  };
}

function nameIn(claims: IDToken): string | null {
  const named = [claims['name'], claims['preferred_username'], claims['email']];
  const name = named.find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof name === 'string' ? name.slice(0, MOST_NAME_CHARACTERS) : null;
}

/** A list of words, or one. */
function listedIn(claim: unknown): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return listed.filter((one) => typeof one === 'string');
}

/** It could not be found, or not be asked as it must be. */
class Unusable extends Error {}

function toUnusable(cause: unknown): never {
  throw new Unusable('the provider cannot be used', { cause });
}

function refusalOf(error: unknown): Refused {
  const code = codeIn(error);
  if (error instanceof AuthorizationResponseError) return { refusal: 'refused-there', code };
  return { refusal: isUnusable(error) ? 'unusable' : 'not-for-us', code };
}

function isUnusable(error: unknown): boolean {
  return error instanceof Unusable || (error instanceof Error && isUnusable(error.cause));
}

/** The innermost, or else the innermost's kind: never words, which might quote what was sent. */
export function codeIn(error: unknown): string {
  const chain = causesOf(error);
  const codes = chain.map(({ code }) => code).filter((code) => typeof code === 'string');
  return codes.at(-1) ?? chain.at(-1)?.name ?? 'unknown';
}

function causesOf(error: unknown): readonly (Error & { readonly code?: unknown })[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}
