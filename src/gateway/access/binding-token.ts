// A denial can be carried as a token that the ledger's key signs: of this evaluation, for this question and
// for not long (ARAP, denial binding artifacts). It opens nothing; whose denial it is the ledger says. What
// is signed here has no line breaks, and every note of the ledger has: neither passes for the other.

import type { JsonObject } from '../../kernel/json.ts';
import { decodeBase64Url, encodeBase64Url } from '../../ledger/base64.ts';
import { hex, utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { bindingHash, BOUND_CONTEXT } from './binding.ts';
import type { Core } from '../core.ts';
import type { AccessInput, Evaluated } from './evaluate.ts';
import { findSigner } from '../ledger/signing.ts';

/** RFC 7517 §5: what its signatures are checked with. */
export interface BindingKeys {
  readonly keys: readonly JsonObject[];
}

/** What a token that holds is of. */
export interface BoundDenial {
  readonly evaluation: string;
  /** Until when people can be asked, as the denial said it (RFC 3339). */
  readonly until: string;
}

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly denial_expires_at: string;
  readonly evaluation_id: string;
  readonly binding_context_members: readonly string[];
  readonly binding_hash: string;
}

export function bindingKeys(core: Core): BindingKeys {
  const { kid, publicKey } = keyOf(core);
  const x = encodeBase64Url(publicKey);
  return { keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }] };
}

/** A JWS in compact serialization (RFC 7515 §7.1); null: people cannot be asked. Throws `StoreFault`. */
export function bindDenial(core: Core, { bound }: AccessInput, evaluated: Evaluated): string | null {
  const { record: evaluation, requestable } = evaluated;
  if (requestable === undefined || bound === undefined) return null;
  const { origin, vkey } = core.signer;
  const { until } = requestable;
  const claims: Claims = {
    iss: origin,
    aud: origin,
    jti: evaluation,
    iat: Math.floor(core.clock.now() / 1_000),
    exp: Math.floor(until / 1_000),
    denial_expires_at: new Date(until).toISOString(),
    evaluation_id: evaluation,
    binding_context_members: BOUND_CONTEXT,
    binding_hash: bindingHash(core.crypto, bound),
  };
  const signed = `${headerOf(core)}.${encoded(claims)}`;
  return `${signed}.${encodeBase64Url(findSigner(core, vkey).sign(utf8(signed)))}`;
}

/** Null: it is none of ours. Whether it is of the question at hand its evaluation says. Never throws. */
export function readBoundDenial(core: Core, token: string): BoundDenial | null {
  const [header, claims = '', signature = '', ...more] = token.split('.');
  const mac = decodeBase64Url(signature);
  if (header !== headerOf(core) || mac === null || more.length > 0) return null;
  const { publicKey } = keyOf(core);
  if (!core.crypto.verifyEd25519(publicKey, utf8(`${header}.${claims}`), mac)) return null;
  // From here on it is what was written here.
  const read = JSON.parse(new TextDecoder().decode(decodeBase64Url(claims))) as Claims;
  return { evaluation: read.evaluation_id, until: read.denial_expires_at };
}

/** The one that is taken: what follows from a header that somebody chose is nothing. */
function headerOf(core: Core): string {
  return encoded({ alg: 'EdDSA', kid: keyOf(core).kid });
}

function encoded(part: object): string {
  return encodeBase64Url(utf8(canonicalize(part)));
}

function keyOf({ crypto, signer }: Core): { readonly kid: string; readonly publicKey: Uint8Array } {
  const { id, publicKey } = decodeVkey(crypto, signer.vkey);
  return { kid: hex(id), publicKey };
}
