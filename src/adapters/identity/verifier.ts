// Only a token of an issuer we chose, made for us, with an algorithm we chose for that issuer, says anything;
// and what it says depends on its declared type alone, so no token can stand in for another (RFC 8725).

import type { JWK } from 'jose';
import type { TokenRefusal, TokenVerifier, VerifiedToken } from '../../gateway/ports.ts';
import type { JsonObject } from '../../ledger/canonical.ts';
import { checkClaims } from './verifier/claims.ts';
import { loadKeySet } from './verifier/discovery.ts';
import { isSignedBy, parseJws, readJsonObject } from './verifier/jws.ts';
import type { Jws } from './verifier/jws.ts';
import { fetchedKeys, fixedKeys } from './verifier/keys.ts';
import type { FindKey } from './verifier/keys.ts';

const DEFAULT_CLOCK_SKEW_SECONDS = 30;

/** No `none`, no shared secrets. */
const ASYMMETRIC = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;
/** JWT-SVID §2.2 has no Edwards curves. */
const SVID_ALGORITHM = /^(?:RS|PS|ES)/;
/** What an issuer that is not ours may call its tokens; RFC 9068 §2.1, JWT-SVID §2.3. */
const EXTERNAL_TYPES = new Set([null, 'jwt', 'jose', 'at+jwt']);
const LOCAL_USES = ['task', 'operator', 'agent'] as const;

/** An issuer that is trusted to name its own subjects. */
export interface ExternalIssuer {
  /** Matched exactly against `iss`. */
  readonly issuer: string;
  /** Expected instead of the verifier's own audience. */
  readonly audience?: string | undefined;
  /** Accepted `alg` values; symmetric ones and `none` never are, even if listed. */
  readonly algorithms: readonly string[];
  /** Where its keys are; found by OpenID Connect discovery when absent. */
  readonly jwksUri?: string | undefined;
  /** 30 unless told. */
  readonly clockSkewSeconds?: number | undefined;
}

export interface VerifierOptions {
  /** Must stand in `aud`. */
  readonly audience: string;
  /** The built-in issuer (local.ts): it alone makes task, operator and agent tokens. */
  readonly local: { readonly issuer: string; readonly publicKeys: readonly JWK[] };
  readonly issuers: readonly ExternalIssuer[];
  readonly fetcher?: typeof fetch | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
}

interface Trusted {
  readonly isLocal: boolean;
  readonly algorithms: readonly string[];
  readonly audience: string;
  readonly clockSkewSeconds: number;
  readonly findKey: FindKey;
}

/** Verifies bearer JWTs of the local issuer and the configured ones; keys are fetched when first needed. */
export function createTokenVerifier(options: VerifierOptions): TokenVerifier {
  const trusted = new Map(options.issuers.map((entry) => [entry.issuer, trustExternal(entry, options)]));
  trusted.set(options.local.issuer, {
    isLocal: true,
    algorithms: ['EdDSA'],
    audience: options.audience,
    clockSkewSeconds: DEFAULT_CLOCK_SKEW_SECONDS,
    findKey: fixedKeys(options.local.publicKeys),
  });
  return {
    async verify(text) {
      const token = await verifyToken(text, trusted, options.now);
      return typeof token === 'string' ? { refusal: token } : { token };
    },
  };
}

function trustExternal(
  external: ExternalIssuer,
  { audience, fetcher = fetch, now }: VerifierOptions,
): Trusted {
  const { issuer, jwksUri } = external;
  return {
    isLocal: false,
    algorithms: external.algorithms.filter((algorithm) => ASYMMETRIC.test(algorithm)),
    audience: external.audience ?? audience,
    clockSkewSeconds: external.clockSkewSeconds ?? DEFAULT_CLOCK_SKEW_SECONDS,
    findKey: fetchedKeys(() => loadKeySet({ issuer, jwksUri, fetcher }), now),
  };
}

async function verifyToken(
  text: string,
  trusted: ReadonlyMap<string, Trusted>,
  now: () => number,
): Promise<VerifiedToken | TokenRefusal> {
  const jws = parseJws(text);
  if (typeof jws === 'string') return jws;
  const claims = readJsonObject(jws.payload);
  if (claims === null) return 'token-malformed';
  const { iss } = claims;
  if (iss === undefined) return 'claim-missing';
  const issuer = typeof iss === 'string' ? trusted.get(iss) : undefined;
  if (typeof iss !== 'string' || issuer === undefined) return 'issuer-not-allowed';
  if (!issuer.algorithms.includes(jws.alg)) return 'algorithm-not-allowed';
  const use = useOf(jws, issuer.isLocal);
  if (use === null) return 'token-malformed';
  // Without a name any key that fits would be tried.
  if (jws.kid === '') return 'key-unknown';
  const key = await issuer.findKey(jws);
  if (typeof key === 'string') return key;
  if (!(await isSignedBy(jws, key))) return 'signature-invalid';
  const checked = checkClaims(claims, { ...issuer, now: now() });
  if (typeof checked === 'string') return checked;
  if (checked.subject.startsWith('spiffe://') && !SVID_ALGORITHM.test(jws.alg))
    return 'algorithm-not-allowed';
  const task = taskOf(claims, use);
  return typeof task === 'object' ? { use, issuer: iss, ...checked, ...task, ...proofOf(claims, use) } : task;
}

/** What a token is for, by the `typ` that its issuer may give; null where it may not give that. */
function useOf({ typ }: Jws, isLocal: boolean): VerifiedToken['use'] | null {
  if (isLocal) return LOCAL_USES.find((use) => typ === `holdpoint-${use}+jwt`) ?? null;
  const type = typ?.toLowerCase().replace(/^application\//, '') ?? null;
  return EXTERNAL_TYPES.has(type) ? 'external' : null;
}

/**
 * When a person proved who they are: ours are issued at that moment, others say so (`auth_time`, OpenID
 * Connect Core §2).
 */
function proofOf(claims: JsonObject, use: VerifiedToken['use']): Pick<VerifiedToken, 'provedAt'> {
  const at = { operator: claims['iat'], external: claims['auth_time'], task: null, agent: null }[use];
  return typeof at === 'number' ? { provedAt: Math.floor(at * 1_000) } : {};
}

/** The task of a task token; type and `use` must tell the same story. */
function taskOf(claims: JsonObject, use: VerifiedToken['use']): Pick<VerifiedToken, 'task'> | TokenRefusal {
  if (use === 'external') return { task: null };
  if (claims['use'] === undefined) return 'claim-missing';
  if (claims['use'] !== use) return 'token-malformed';
  if (use !== 'task') return { task: null };
  const { task } = claims;
  if (task === undefined || task === '') return 'claim-missing';
  return typeof task === 'string' ? { task } : 'token-malformed';
}
