// The way to the daemon's /mcp. A request never waits in vain, and what is said of one that failed is never
// more than is known: it was not performed, or it may have been.

import {
  Client,
  ProtocolError,
  SdkHttpError,
  StreamableHTTPClientTransport,
  type JSONRPCMessage,
} from '@modelcontextprotocol/client';

export interface LinkOptions {
  readonly url: string;
  readonly version: string;
  readonly fetch: typeof fetch;
  /** Asked for each request. */
  readonly token: () => string;
}

/** Stands in an answer that we make up; no wire can carry this very object. */
const BROKEN_OFF = {};

/** No connection came about (Node's and undici's codes). */
const UNCONNECTED = new Set(['ECONNREFUSED', 'ENOENT', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** Connects as nobody in particular: what a person can be asked is declared with each request. */
export async function linkDaemon({ url, version, token, fetch: ask }: LinkOptions): Promise<Client> {
  const client = new Client(
    { name: 'holdpoint-wrap', version },
    { versionNegotiation: { mode: 'auto' }, inputRequired: { autoFulfill: false } },
  );
  const authorized: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token()}`);
    return ask(input, { ...init, headers });
  };
  const transport = new DaemonTransport(new URL(`${url}/mcp`), { fetch: authorized });
  await client.connect(transport);
  const { onmessage } = transport;
  Object.assign(transport, { onmessage: (message: JSONRPCMessage) => onmessage?.(admitTask(message)) });
  return client;
}

/** A task that came in a result's place; no wire can carry one of these. */
export class TaskAnswer {
  readonly task: Record<string, unknown>;

  constructor(task: Record<string, unknown>) {
    this.task = task;
  }
}

/** The SDK knows no such result yet: it is passed as the content of one that it knows. */
function admitTask(message: JSONRPCMessage): JSONRPCMessage {
  if (!('result' in message) || message.result['resultType'] !== 'task') return message;
  const structuredContent = new TaskAnswer(message.result);
  return { ...message, result: { resultType: 'complete', content: [], structuredContent } };
}

/** The SDK leaves a request waiting when its stream ends without an answer. */
class DaemonTransport extends StreamableHTTPClientTransport {
  override async send(
    message: JSONRPCMessage,
    options?: Parameters<StreamableHTTPClientTransport['send']>[1],
  ): Promise<void> {
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const onRequestStreamEnd = (): void => {
      options?.onRequestStreamEnd?.();
      if (id === undefined) return;
      // After the answer itself this one is unexpected, and the SDK drops it.
      this.onmessage?.({ jsonrpc: '2.0', id, error: { code: 0, message: 'ended', data: BROKEN_OFF } });
    };
    await super.send(message, { ...options, onRequestStreamEnd });
  }
}

/** In words for the client, why a request brought no answer; null for the daemon's own error. */
export function explainFailure(error: unknown, task: string): string | null {
  if (error instanceof ProtocolError && error.data !== BROKEN_OFF) return null;
  if (error instanceof SdkHttpError && error.status === 401) {
    return `Task ${task} takes no more requests from here. It was not performed. Start this server again.`;
  }
  if (error instanceof TypeError && UNCONNECTED.has(codeOf(error.cause))) {
    return 'Holdpoint does not answer. It was not performed. An operator runs: holdpoint up';
  }
  return (
    'The connection to Holdpoint broke off. It may have been performed; it is not sent again. ' +
    `An operator sees what happened with: holdpoint trace ${task}`
  );
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
