// What an API answers is passed on as it stands, within bounds, and its status claims no more than HTTP lets
// it: where a change may have happened, that is said.

import type { UpstreamFaultCode, UpstreamOutcome } from '../../../gateway/ports.ts';
import { isDeeper, MAX_ANSWER_DEPTH } from '../../../kernel/depth.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';

/** They change nothing, whatever becomes of them (RFC 9110 §9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i;
const TEXT_TYPE = /^(?:text\/|application\/(?:xml|x-ndjson|yaml)\b)/i;

/**
 * The outcome of a response. `unknown` for what may have changed something and does not say so: a 5xx or a
 * redirect of anything that is not safe, an answer past the bound or without shape.
 */
export async function outcomeOf(
  method: string,
  response: Response,
  maxBytes: number,
): Promise<UpstreamOutcome> {
  const { status } = response;
  const isRefused = status >= 400 && status < 500;
  if (!response.ok && !isRefused && !SAFE.has(method)) {
    await response.body?.cancel();
    return unknown('upstream-nonsense');
  }
  const bytes = await readAll(response, maxBytes);
  if (bytes === null) return unknown('upstream-too-large');
  const body = bodyOf(response.headers.get('content-type') ?? '', bytes);
  // Within the result it stands two levels down.
  if (body === undefined || isDeeper(body, MAX_ANSWER_DEPTH - 2)) return unknown('upstream-nonsense');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const result: JsonObject = {
    content: [{ type: 'text', text: response.ok ? text : `HTTP ${status}\n${text}` }],
    structuredContent: { status, body },
    ...(response.ok ? {} : { isError: true }),
  };
  return { outcome: response.ok ? 'succeeded' : 'failed', result };
}

/** Null past the bound. */
async function readAll(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body === null) return new Uint8Array();
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    length += chunk.byteLength;
    // Leaving the loop ends the response.
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** JSON as what it stands for, a text as it is; of anything else only what it is. Undefined: broken JSON. */
function bodyOf(contentType: string, bytes: Uint8Array): Json | undefined {
  if (bytes.byteLength === 0) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  if (JSON_TYPE.test(contentType)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  }
  if (contentType === '' || TEXT_TYPE.test(contentType)) return text;
  const [type = ''] = contentType.split(';', 1);
  return `${bytes.byteLength} bytes of ${type.slice(0, 100)}, which are not passed on`;
}

function unknown(code: UpstreamFaultCode): UpstreamOutcome {
  return { outcome: 'unknown', code };
}
