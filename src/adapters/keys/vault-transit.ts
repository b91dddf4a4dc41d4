// The root key never leaves the key management service: it wraps and unwraps there. What goes there and
// comes back is one key, over TLS or within this machine, and no message quotes either it or the token.

import { decodeBase64, encodeBase64 } from '../../ledger/base64.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { readSecretReference, SecretReferenceFault } from '../host/secret-reference.ts';
import { VaultFault, type RootKey } from '../../gateway/ports/vault.ts';

export interface TransitOptions {
  /** Base address of HashiCorp Vault or OpenBao: https, or http to this machine. */
  readonly url: string;
  /** Name of a key of the secrets engine `transit`. */
  readonly key: string;
  /** Reference to a token that may use it (`env:NAME`, `file:/path`); read each time. */
  readonly token: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly timeoutMs: number;
}

const MAX_ANSWER_BYTES = 64 * 1024;

/** Transit secrets engine over HTTP: `POST /v1/transit/encrypt/:name` and `/decrypt/:name`. */
export function createTransitRootKey(options: TransitOptions): RootKey {
  return {
    async wrap(bytes) {
      const { ciphertext } = await post(options, 'encrypt', { plaintext: encodeBase64(bytes) });
      if (typeof ciphertext === 'string' && ciphertext.startsWith('vault:')) return utf8(ciphertext);
      throw fault(options, 'answers without a ciphertext');
    },
    async unwrap(bytes) {
      const ciphertext = new TextDecoder().decode(bytes);
      const { plaintext } = await post(options, 'decrypt', { ciphertext });
      const key = typeof plaintext === 'string' ? decodeBase64(plaintext) : null;
      if (key !== null) return key;
      throw fault(options, 'answers without a plaintext');
    },
  };
}

async function post(
  options: TransitOptions,
  verb: 'encrypt' | 'decrypt',
  body: object,
): Promise<{ readonly [member: string]: unknown }> {
  const token = await readToken(options);
  const address = `${options.url.replace(/\/$/, '')}/v1/transit/${verb}/${encodeURIComponent(options.key)}`;
  let status: number;
  let text: string;
  try {
    const response = await fetch(address, {
      method: 'POST',
      // A token goes nowhere but to the address that was configured.
      redirect: 'error',
      headers: { 'content-type': 'application/json', 'x-vault-token': token, 'x-vault-request': 'true' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    ({ status } = response);
    text = await response.text();
  } catch {
    throw fault(options, 'cannot be reached');
  }
  if (status !== 200) throw fault(options, EXPLAINED[status] ?? `answers ${status}`);
  const data = text.length > MAX_ANSWER_BYTES ? null : dataOf(text);
  if (data === null) throw fault(options, 'answers something else than JSON of its API');
  return data;
}

const EXPLAINED: { readonly [status: number]: string | undefined } = {
  400: 'refuses what it is asked (400): is this the key that wrapped it?',
  403: 'refuses the token (403)',
  404: 'is not there (404)',
  503: 'is sealed or not ready (503)',
};

async function readToken({ token, env, ...options }: TransitOptions): Promise<string> {
  try {
    return await readSecretReference(token, env);
  } catch (error) {
    if (!(error instanceof SecretReferenceFault)) throw error;
    throw fault(options, `cannot be asked: the reference to its token ${error.message}`);
  }
}

/** The member `data` of an answer; null for anything else. */
function dataOf(text: string): { readonly [member: string]: unknown } | null {
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    return typeof data === 'object' ? (data as { readonly [member: string]: unknown } | null) : null;
  } catch {
    return null;
  }
}

function fault({ url, key }: Pick<TransitOptions, 'url' | 'key'>, problem: string): VaultFault {
  return new VaultFault('root-key-unavailable', `the root key ${key} at ${new URL(url).origin} ${problem}`);
}
