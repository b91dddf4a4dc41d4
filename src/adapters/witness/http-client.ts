// A witness elsewhere is asked over HTTP, and whatever it does (hang, redirect, flood, lie about its type) is
// one of a few answers. Nothing secret is sent: a signed checkpoint and hashes.

import type { Witness, WitnessAnswer, WitnessFault } from '../../gateway/ports/witness.ts';
import { MAX_WITNESS_BYTES, parseKnownSize, SIZE_CONTENT_TYPE } from '../../ledger/witness.ts';

export interface HttpWitnessOptions {
  readonly vkey: string;
  /** Submission prefix: `add-checkpoint` is beneath it. */
  readonly url: string;
  readonly timeoutMs: number;
}

const FAULTS: { readonly [status: number]: WitnessFault } = {
  403: 'key-unknown',
  404: 'origin-unknown',
  422: 'not-consistent',
};

export function createHttpWitness({ vkey, url, timeoutMs }: HttpWitnessOptions): Witness {
  const target = new URL('add-checkpoint', url.endsWith('/') ? url : `${url}/`);
  return {
    name: vkey.slice(0, vkey.indexOf('+')),
    vkey,
    async submit(request, signal) {
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(target, {
          method: 'POST',
          body: request,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          redirect: 'manual',
          signal: AbortSignal.any([signal, limit]),
        });
        return await read(response);
      } catch {
        return { outcome: 'failed', code: limit.aborted ? 'timeout' : 'unreachable' };
      }
    },
  };
}

async function read(response: Response): Promise<WitnessAnswer> {
  const body = await readBounded(response);
  if (body === null) return { outcome: 'failed', code: 'nonsense' };
  if (response.status === 200) return { outcome: 'cosigned', lines: body };
  if (response.status !== 409) return { outcome: 'failed', code: FAULTS[response.status] ?? 'nonsense' };
  const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim();
  return { outcome: 'conflict', size: type === SIZE_CONTENT_TYPE ? parseKnownSize(body) : null };
}

/** Null for a body past the bound. */
async function readBounded(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_WITNESS_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
