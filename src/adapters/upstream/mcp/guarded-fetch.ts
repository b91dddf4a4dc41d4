// What goes over HTTP reaches the connector's own origin and nobody else, and what comes back is bounded.

import type { FetchLike } from '@modelcontextprotocol/client';
import { UpstreamFault } from '../../../gateway/ports.ts';
import { MAX_MESSAGE_BYTES } from './settings.ts';

/** Ends one message of a server-sent event stream (WHATWG HTML §9.2). */
const EVENT_END = /\r?\n\r?\n/;

/**
 * A fetch for one connector, which adds the credential's header itself. A redirect is a fault wherever it
 * points, so a credential never follows one. A message past the bound breaks off the response and calls
 * `onOverflow`.
 */
export function guardFetch(
  origin: string,
  secret: { readonly name: string; readonly value: string } | null,
  onOverflow: () => void,
): FetchLike {
  return async (input, init) => {
    const url = new URL(input);
    if (url.origin !== origin) throw new UpstreamFault('upstream-unreachable', 'a request to another origin');
    const headers = new Headers(init?.headers);
    if (secret !== null) setSecret(headers, secret);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new UpstreamFault('upstream-nonsense', `the connector redirects (HTTP ${response.status})`);
    }
    return boundBody(response, onOverflow);
  };
}

/** The platform's own error would quote the value. */
function setSecret(headers: Headers, { name, value }: { name: string; value: string }): void {
  try {
    headers.set(name, value);
  } catch {
    throw new UpstreamFault('upstream-unreachable', 'the credential cannot stand in a header');
  }
}

/** A body counts as a whole; an event stream counts from one event's end to the next. */
function boundBody(response: Response, onOverflow: () => void): Response {
  if (response.body === null) return response;
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const latin1 = new TextDecoder('latin1');
  let bytes = 0;
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (isStream && EVENT_END.test(latin1.decode(chunk))) bytes = 0;
      if (bytes <= MAX_MESSAGE_BYTES) return controller.enqueue(chunk);
      onOverflow();
      controller.error(new UpstreamFault('upstream-too-large', 'a message past the bound'));
    },
  });
  return new Response(response.body.pipeThrough(meter), response);
}
