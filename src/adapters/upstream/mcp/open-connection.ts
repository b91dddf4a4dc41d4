// Connecting either yields a working connection or leaves nothing behind.

import { Client, specTypeSchemas } from '@modelcontextprotocol/client';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type { Credential, UpstreamFaultCode, UpstreamSpec } from '../../../gateway/ports.ts';
import { thrownCause } from './connect-cause.ts';
import { Connection } from './connection.ts';
import type { ServerTransport } from './connection.ts';
import { HttpTransport } from './http-transport.ts';
import { createMessageMeter } from './message-meter.ts';
import { isJsonObject } from './operation.ts';
import { settles } from './process-end.ts';
import type { Settings } from './settings.ts';
import { StdioTransport } from './stdio-transport.ts';
import { DECLINED } from './elicitation.ts';

export interface Target {
  readonly connector: string;
  readonly spec: UpstreamSpec;
  readonly credential: Credential | null;
}

/** How long a silent stdio server keeps us from trying the 2025 handshake. */
const PROBE_MS = 10_000;
const LISTEN_MS = 2_000;
const ELICIT_RESULT = specTypeSchemas.ElicitResult['~standard'];

/** Connects with either era (MCP 2026-07-28, else 2025-11-25 and before). Throws `UpstreamFault`. */
export async function openConnection(
  target: Target,
  settings: Settings,
  onGone: (connection: Connection) => void,
): Promise<Connection> {
  const first = new Opening(target, settings, onGone);
  const connection = await first.connect('auto');
  if (connection !== null) return connection;
  // Some 2025 servers exit at the first request they do not know: a fresh process is asked in their way.
  const second = first.diedProbing ? await new Opening(target, settings, onGone).connect('legacy') : null;
  if (second !== null) return second;
  const cause = first.cause === null ? '' : `: ${first.cause}`;
  throw new UpstreamFault(first.fault ?? 'upstream-unreachable', `cannot connect${cause}`);
}

class Opening {
  readonly #settings: Settings;
  readonly #target: Target;
  readonly #onGone: (connection: Connection) => void;
  readonly #transport: ServerTransport;
  #connection: Connection | null = null;
  fault: UpstreamFaultCode | null = null;
  diedProbing = false;
  /** Why it failed, for people. */
  cause: string | null = null;

  constructor(target: Target, settings: Settings, onGone: (connection: Connection) => void) {
    this.#settings = settings;
    this.#target = target;
    this.#onGone = onGone;
    this.#transport = this.#makeTransport();
  }

  /** Null when it failed; the transport is closed then. */
  async connect(mode: 'auto' | 'legacy'): Promise<Connection | null> {
    const { connectTimeoutMs, client: name } = this.#settings;
    const isStdio = this.#target.spec.transport === 'stdio';
    const probeMs = isStdio ? Math.min(PROBE_MS, connectTimeoutMs / 2) : connectTimeoutMs;
    const client = new Client(name, {
      capabilities: { elicitation: { form: {}, url: {} } },
      versionNegotiation: { mode, probe: { timeoutMs: probeMs } },
    });
    const connection = new Connection(client, this.#transport, this.#settings);
    this.#connection = connection;
    this.#attend(client, connection);
    const connected = client.connect(this.#transport, { timeout: connectTimeoutMs }).then(() => true);
    const patience = `it did not answer within ${connectTimeoutMs / 1000} s`;
    const isIn = await settles(connected, connectTimeoutMs).catch((error: unknown) => {
      this.cause = thrownCause(error) ?? 'it does not answer as an MCP server does';
      return false;
    });
    if (!isIn || !connection.usable) {
      const isStarted = this.#transport instanceof StdioTransport && this.#transport.pid !== null;
      const told = isStarted ? this.#transport.lastWords.tell() : null;
      this.cause = told ?? this.cause ?? patience;
      this.diedProbing = this.#transport instanceof StdioTransport && this.#transport.died;
      await connection.close();
      return null;
    }
    await this.#listen(client);
    return connection;
  }

  #makeTransport(): ServerTransport {
    const { connector, spec, credential } = this.#target;
    const onFault = (code: UpstreamFaultCode): void => {
      this.fault = code;
      if (this.#connection !== null) this.#connection.fault = code;
    };
    const fitting = spec.transport === 'stdio' ? 'env' : 'header';
    if (credential !== null && credential.as !== fitting) {
      throw new UpstreamFault('upstream-unreachable', 'the credential does not fit the transport');
    }
    if (spec.transport === 'http') return new HttpTransport(spec.url, credential, onFault);
    if (spec.transport !== 'stdio') throw new UpstreamFault('upstream-unreachable', 'it speaks no MCP');
    const { endGraceMs, onStderr } = this.#settings;
    return new StdioTransport({
      spec,
      secret: credential,
      endGraceMs,
      onStderr: (line) => onStderr(connector, line),
      onFault,
    });
  }

  /** Handlers that must stand before the first message; the SDK keeps those it finds on a transport. */
  #attend(client: Client, connection: Connection): void {
    const flooded = (): void => this.#transport.cutOff('upstream-too-large');
    const count = createMessageMeter(this.#settings.monotonicMs, flooded);
    const transport = this.#transport;
    const onmessage = (message: JSONRPCMessage): void => {
      count();
      if (transport instanceof HttpTransport) transport.heard(message);
    };
    const onclose = (): void => {
      connection.markGone();
      this.#onGone(connection);
    };
    Object.assign(transport, { onmessage, onclose });
    client.setNotificationHandler('notifications/tools/list_changed', () => connection.markStale());
    client.setNotificationHandler('notifications/prompts/list_changed', () => connection.markStale());
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      const plain: unknown = JSON.parse(JSON.stringify(params));
      const answer = isJsonObject(plain) ? await connection.elicit(plain) : DECLINED;
      const parsed = ELICIT_RESULT.validate(answer);
      return parsed.issues === undefined ? parsed.value : { action: 'decline' };
    });
  }

  /** A 2026-era server says only to listeners that a list changed. A failure here costs freshness alone. */
  async #listen(client: Client): Promise<void> {
    const { tools, prompts } = client.getServerCapabilities() ?? {};
    if (client.getProtocolEra() !== 'modern' || !(tools?.listChanged || prompts?.listChanged)) return;
    const filter = {
      toolsListChanged: tools?.listChanged === true,
      promptsListChanged: prompts?.listChanged === true,
    };
    await client.listen(filter, { timeout: LISTEN_MS }).catch(() => undefined);
  }
}
