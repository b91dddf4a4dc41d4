// Over HTTP a request whose answer can no longer come is known to be over, instead of waiting for a timeout.

import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { UpstreamFaultCode } from '../../../gateway/ports.ts';
import { guardFetch } from './guarded-fetch.ts';
import { makeUpAnswer } from './nonsense.ts';
import { settles } from './process-end.ts';

const SESSION_END_MS = 1_000;

/** MCP Streamable HTTP to one origin, with at most one credential for as long as it lives. */
export class HttpTransport extends StreamableHTTPClientTransport {
  readonly #onFault: (code: UpstreamFaultCode) => void;

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

  override async send(
    message: JSONRPCMessage,
    options?: Parameters<StreamableHTTPClientTransport['send']>[1],
  ): Promise<void> {
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const onRequestStreamEnd = (): void => {
      options?.onRequestStreamEnd?.();
      // After the answer itself this one is unexpected, and the SDK drops it.
      if (id !== undefined) this.onmessage?.(makeUpAnswer(id, 'ended'));
    };
    await super.send(message, { ...options, onRequestStreamEnd });
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
