// A connection serves one connector with at most one credential, and sends once what it was told once.

import type { Client, StandardSchemaV1 } from '@modelcontextprotocol/client';
import type { JsonObject } from '../../../kernel/json.ts';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type { Description, UpstreamCall, UpstreamFaultCode } from '../../../gateway/ports.ts';
import { listDefinitions } from './description.ts';
import { askThrough, DECLINED } from './elicitation.ts';
import { failureOf, faultOf } from './fault.ts';
import type { HttpTransport } from './http-transport.ts';
import { untouched } from './operation.ts';
import { LIST_BOUNDS } from './settings.ts';
import type { Settings } from './settings.ts';
import type { StdioTransport } from './stdio-transport.ts';

export type ServerTransport = StdioTransport | HttpTransport;

type RequestOptions = NonNullable<Parameters<Client['request']>[2]>;

const ANY_OBJECT = untouched(() => true);

/** A connected server. Made by `openConnection`. */
export class Connection {
  readonly #client: Client;
  readonly #transport: ServerTransport;
  readonly #settings: Settings;
  readonly #flights = new Set<UpstreamCall>();
  /** A call ended here without its answer: what the server still asks may be for that one. */
  #ambiguous = false;
  #stale = false;
  #described: { readonly description: Description; readonly atMs: number } | null = null;
  #listing: Promise<Description> | null = null;
  #usable = true;
  /** Why we cut the server off, where we did. */
  fault: UpstreamFaultCode | null = null;
  /** Called with each description that is listed. */
  onDescribed: (description: Description) => void = () => undefined;

  constructor(client: Client, transport: ServerTransport, settings: Settings) {
    this.#client = client;
    this.#transport = transport;
    this.#settings = settings;
  }

  get usable(): boolean {
    return this.#usable;
  }

  get isModern(): boolean {
    return this.#client.getProtocolEra() === 'modern';
  }

  /** The server said that a list changed: the next look at it asks again. */
  markStale(): void {
    this.#stale = true;
  }

  /** The connection is over: no new request may use it. */
  markGone(): void {
    this.#usable = false;
  }

  /** What the server presents: as listed before, unless it said otherwise or that is too long ago. */
  async current(): Promise<Description> {
    const { monotonicMs, freshMs } = this.#settings;
    const described = this.#described;
    if (described !== null && !this.#stale && monotonicMs() - described.atMs < freshMs)
      return described.description;
    this.#listing ??= this.describe().finally(() => {
      this.#listing = null;
    });
    return this.#listing;
  }

  /** Lists everything afresh. Throws `UpstreamFault`. */
  async describe(): Promise<Description> {
    const atMs = this.#settings.monotonicMs();
    this.#stale = false;
    try {
      const definitions = await listDefinitions(this.#client.getServerCapabilities() ?? {}, (cursor) =>
        this.list('tools/list', cursor),
      );
      const description = {
        server: this.#server(),
        definitions,
        instructions: this.#client.getInstructions() ?? null,
      };
      if (this.#described === null || this.#described.atMs <= atMs) this.#described = { description, atMs };
      this.onDescribed(description);
      return description;
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  has(capability: 'resources' | 'prompts'): boolean {
    return this.#client.getServerCapabilities()?.[capability] !== undefined;
  }

  /** One page of a list. Throws `UpstreamFault`. */
  async list(method: string, cursor: string | undefined): Promise<JsonObject> {
    const params = cursor === undefined ? {} : { cursor };
    try {
      const timeout = this.#settings.listTimeoutMs;
      const page = await this.request(method, params, ANY_OBJECT, { timeout });
      if (Buffer.byteLength(JSON.stringify(page)) <= LIST_BOUNDS.bytes) return page;
      throw new UpstreamFault('upstream-too-large', 'the server lists more than is read');
    } catch (error) {
      if (!(error instanceof UpstreamFault) && failureOf(error).kind !== 'refused') this.retire();
      throw faultOf(error, 'listing');
    }
  }

  /** Sends one request, once. Rejects with what `failureOf` reads. */
  async request(
    method: string,
    params: JsonObject,
    result: StandardSchemaV1<unknown, JsonObject>,
    options: RequestOptions,
  ): Promise<JsonObject> {
    return this.#client.request({ method, params: { ...params } }, result, options);
  }

  /** Counts the call as in flight while `work` runs; it resolves to whether the server answered. */
  async carry<T extends { readonly answered: boolean }>(
    call: UpstreamCall,
    work: () => Promise<T>,
  ): Promise<T> {
    this.#flights.add(call);
    try {
      const done = await work();
      if (!done.answered) this.#ambiguous = true;
      return done;
    } finally {
      this.#flights.delete(call);
      if (!this.#usable && this.#flights.size === 0) void this.close();
    }
  }

  /** A 2025-era server asks on the connection, not in a call: only a lone call can be meant. */
  async elicit(params: JsonObject): Promise<JsonObject> {
    const [call, ...others] = this.#flights;
    if (call === undefined || others.length > 0 || this.#ambiguous) return DECLINED;
    return askThrough(call, params);
  }

  /** Takes no new call, and closes when the last one has ended. */
  retire(): void {
    this.#usable = false;
    if (this.#flights.size === 0) void this.close();
  }

  /** Resolves when the connection, and the server process where there is one, is gone. */
  async close(): Promise<void> {
    this.#usable = false;
    await this.#transport.close();
  }

  #server(): Description['server'] {
    const { name, version } = this.#client.getServerVersion() ?? { name: '', version: '' };
    return { name, version, protocol: this.#client.getNegotiatedProtocolVersion() ?? '' };
  }
}
