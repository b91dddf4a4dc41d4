// Over HTTP a request whose answer can no longer come is known to be over, instead of waiting for a timeout;
// and one that was let go leaves nothing open: neither a socket here nor a caller that the server still sees.

import {
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/client';
import type { UpstreamFaultCode } from '../../../gateway/ports.ts';
import { guardFetch } from './guarded-fetch.ts';
import { makeUpAnswer } from './nonsense.ts';
import { settles } from './process-end.ts';

const SESSION_END_MS = 1_000;
/** How long a server may take to hear that a request was let go, before it is hung up on. */
const HEARING_MS = 1_000;

type SendOptions = NonNullable<Parameters<StreamableHTTPClientTransport['send']>[1]>;

/** MCP Streamable HTTP to one origin, with at most one credential for as long as it lives. */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly #onFault: (code: UpstreamFaultCode) => void;
  /** Requests of the 2025 era that are not answered yet. */
  readonly #open = new Map<unknown, AbortController>();

  constructor(
    url: string,
    secret: { readonly name: string; readonly value: string } | null,
    onFault: (code: UpstreamFaultCode) => void,
  ) {
    const target = new URL(url);
    const fetch = guardFetch(target.origin, secret, () => this.cutOff('upstream-too-large'));
    super(target, { fetch });
    this.#onFault = onFault;
  }

  /** To be told of each message that comes. */
  heard(message: JSONRPCMessage): void {
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) this.#open.delete(message.id);
  }

  override async send(message: JSONRPCMessage, options?: SendOptions): Promise<void> {
    if ('method' in message && 'id' in message) return this.#request(message, options);
    const sent = super.send(message, options);
    const letGo = letGoBy(message);
    if (letGo === null) return sent;
    // In the 2025 era a disconnection is no cancellation (Transports): so that is said first.
    void settles(sent, HEARING_MS)
      .catch(() => false)
      .finally(() => this.#hangUp(letGo));
    return sent;
  }

  async #request(message: JSONRPCRequest, options: SendOptions = {}): Promise<void> {
    const { id } = message;
    const onRequestStreamEnd = (): void => {
      options.onRequestStreamEnd?.();
      // After the answer itself this one is unexpected, and the SDK drops it.
      this.onmessage?.(makeUpAnswer(id, 'ended'));
    };
    // In the 2026 era to hang up is to cancel, and the SDK does it itself.
    const { requestSignal = this.#track(id) } = options;
    try {
      await super.send(message, { ...options, requestSignal, onRequestStreamEnd });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }

  #track(id: RequestId): AbortSignal {
    const open = new AbortController();
    this.#open.set(id, open);
    return open.signal;
  }

  #hangUp(id: unknown): void {
    this.#open.get(id)?.abort();
    this.#open.delete(id);
  }

  /** Ends every exchange at once, for `code`. */
  cutOff(code: UpstreamFaultCode): void {
    this.#onFault(code);
    void super.close();
  }

  /** Ends the session where there is one (MCP 2025-11-25, Session Management), then the connection. */
  override async close(): Promise<void> {
    if (this.sessionId !== undefined)
      await settles(
        this.terminateSession().catch(() => undefined),
        SESSION_END_MS,
      );
    await super.close();
  }
}

/** Which request a message says was let go (`notifications/cancelled`); null: it says something else. */
function letGoBy(message: JSONRPCMessage): unknown {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return null;
  return message.params?.['requestId'] ?? null;
}
