// A witness on the wire (C2SP tlog-witness): it takes checkpoints from the logs it serves, and shows anyone
// what it cosigned last. It translates; add-checkpoint.ts decides.

import { Hono } from 'hono';
import { codeOf } from '../../gateway/fault.ts';
import type { Log } from '../../gateway/ports.ts';
import { decodeUtf8 } from '../../ledger/bytes.ts';
import { MAX_WITNESS_BYTES, monitoringPath, SIZE_CONTENT_TYPE } from '../../ledger/witness.ts';
import type { WitnessRefusal } from '../../ledger/witness.ts';
import { createAddCheckpoint, type Added, type WitnessParts } from './add-checkpoint.ts';

/** Serves `POST /add-checkpoint` and `GET /<SHA-256 of an origin>/checkpoint`. */
export function createWitnessSurface(parts: WitnessParts & { readonly log: Log }): Hono {
  const { crypto, logs, memory, log } = parts;
  const addCheckpoint = createAddCheckpoint(parts);
  const origins = new Map(logs.map(({ name }) => [monitoringPath(crypto, name), name]));
  const app = new Hono();
  app.onError((error, c) => {
    log.error({ code: codeOf(error) }, 'nothing was cosigned: the witness failed');
    return c.text('internal\n', 500);
  });
  app.notFound((c) => c.text('not-found\n', 404));
  app.post('/add-checkpoint', async (c) => {
    const bytes = await readBounded(c.req.raw);
    if (bytes === null) return c.text('too-large\n', 413);
    const decoded = decodeUtf8(bytes);
    if (!('text' in decoded)) return c.text('malformed\n', 400);
    const added = await addCheckpoint(decoded.text);
    if ('refusal' in added) log.warn({ ...added.refusal }, 'a checkpoint was refused');
    return toResponse(added);
  });
  app.get('/:digest/checkpoint', async (c) => {
    const origin = origins.get(c.req.path.slice(1));
    const kept = origin === undefined ? null : await memory.newest(origin);
    if (kept === null) return c.notFound();
    return c.text(kept.note, 200, { 'cache-control': 'no-store' });
  });
  return app;
}

function toResponse(added: Added): Response {
  if ('line' in added) return new Response(added.line);
  if ('busy' in added) return new Response('busy\n', { status: 503, headers: { 'retry-after': '1' } });
  return refuse(added.refusal);
}

function refuse(refusal: WitnessRefusal): Response {
  const { status, why } = refusal;
  if (!('size' in refusal)) return new Response(`${why}\n`, { status });
  return new Response(`${refusal.size}\n`, { status, headers: { 'content-type': SIZE_CONTENT_TYPE } });
}

/** Null for a body past the bound; it is not read any further. */
async function readBounded(request: Request): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_WITNESS_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
