// An HTTP API as an `Upstream`: an operation is sent at most once, to the origin that was admitted, and its
// description is read afresh whenever the document changes.

import { constants, type BigIntStats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { ApiDocument } from '../../../catalog/intake/openapi/operation.ts';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type {
  Description,
  Upstream,
  UpstreamCall,
  UpstreamFaultCode,
  UpstreamOutcome,
  UpstreamSpec,
} from '../../../gateway/ports.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { outcomeOf } from './answer.ts';
import { divideOffered, whyNotOffered } from './offered.ts';
import { requestOf, type HttpRequest } from './request.ts';
import { ArgumentFault } from './serialize.ts';

export interface OpenApiUpstreamOptions {
  /** Reads a document. Throws `UpstreamFault` with a place, where it cannot be read. */
  readonly readDocument: (text: string, file: string) => ApiDocument;
  /** Largest answer passed on, in bytes. */
  readonly maxResultBytes: number;
}

type Spec = Extract<UpstreamSpec, { transport: 'openapi' }>;

interface Read {
  readonly stamp: string;
  readonly document: ApiDocument;
  /** What it offers, by address. */
  readonly offered: Map<string, Description>;
}

const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;
/** As much as any connector may offer: it is recorded with its admission. */
const MAX_OFFERED_BYTES = 4 * 1024 * 1024;
const LISTS = {
  resources: 'resources',
  'resource-templates': 'resourceTemplates',
  prompts: 'prompts',
} as const;
/** JSON-RPC 2.0 §5.1, Invalid params. */
const INVALID_PARAMS = -32_602;
/** No connection came about (Node's and undici's codes). */
const UNCONNECTED = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH UND_ERR_CONNECT_TIMEOUT'.split(' '),
);

/** Calls the operations of an OpenAPI document. What of it cannot be sent as it says is left out. */
export function createOpenApiUpstream(options: OpenApiUpstreamOptions): Upstream {
  return new OpenApiUpstream(options);
}

class OpenApiUpstream implements Upstream {
  readonly #options: OpenApiUpstreamOptions;
  readonly #read = new Map<string, Read>();
  readonly #closing = new AbortController();

  constructor(options: OpenApiUpstreamOptions) {
    this.#options = options;
  }

  async describe(_connector: string, spec: UpstreamSpec): Promise<Description> {
    const { url, document: file } = specOf(spec);
    const { document, offered: known } = await this.#documentIn(file);
    const before = known.get(url);
    if (before !== undefined) return before;
    const { title, version, openapi, tools } = document;
    const { offered, leftOut } = divideOffered(tools, url);
    const definitions = Object.fromEntries(offered.map(({ name, definition }) => [name, definition]));
    if (Buffer.byteLength(JSON.stringify(definitions)) > MAX_OFFERED_BYTES) {
      throw new UpstreamFault('upstream-too-large', `${file} describes more than a connector may offer`);
    }
    const server = { name: title, version, protocol: `OpenAPI ${openapi}` };
    const description = { server, definitions, instructions: null, leftOut };
    known.set(url, description);
    return description;
  }

  observe(connector: string, spec: UpstreamSpec): Promise<Description> {
    return this.describe(connector, spec);
  }

  async list(_connector: string, _spec: UpstreamSpec, what: keyof typeof LISTS): Promise<JsonObject> {
    return { [LISTS[what]]: [] };
  }

  async call(call: UpstreamCall): Promise<UpstreamOutcome> {
    try {
      const { url, document: file } = specOf(call.spec);
      const { document } = await this.#documentIn(file);
      const tool = document.tools.find(
        ({ name, http }) => name === call.tool && whyNotOffered(http, url) === null,
      );
      if (!call.expects(tool?.definition ?? null) || tool === undefined)
        return notStarted('definition-changed');
      if (call.credential?.as === 'env') return notStarted('upstream-unreachable');
      return await this.#send(call, requestOf(tool.http, call.arguments, call.credential, url));
    } catch (error) {
      if (error instanceof ArgumentFault) {
        return { outcome: 'failed', error: { code: INVALID_PARAMS, message: error.message } };
      }
      return notStarted(error instanceof UpstreamFault ? error.code : 'upstream-unreachable');
    }
  }

  async release(): Promise<void> {
    // Nothing is kept for a task.
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  async #send(call: UpstreamCall, { url, ...request }: HttpRequest): Promise<UpstreamOutcome> {
    const late = AbortSignal.timeout(call.timeoutMs);
    const signal = AbortSignal.any([call.signal, this.#closing.signal, late]);
    if (this.#closing.signal.aborted) return notStarted('upstream-unreachable');
    if (signal.aborted) return notStarted('upstream-aborted');
    if (!call.inTime()) return notStarted('start-lapsed');
    try {
      // A redirect is an answer: neither the request nor its credential follows it.
      const response = await fetch(url, { ...request, signal, redirect: 'manual' });
      return await outcomeOf(request.method, response, this.#options.maxResultBytes);
    } catch (error) {
      if (late.aborted) return { outcome: 'unknown', code: 'upstream-timeout' };
      if (signal.aborted) return { outcome: 'unknown', code: 'upstream-aborted' };
      if (isUnconnected(error)) return notStarted('upstream-unreachable');
      return { outcome: 'unknown', code: 'upstream-closed' };
    }
  }

  /** As it stands now; parsed again when the file is another. */
  async #documentIn(file: string): Promise<Read> {
    const unreadable = (): never => {
      throw new UpstreamFault('upstream-unreachable', `${file} cannot be read`);
    };
    const known = this.#read.get(file);
    if (known?.stamp === stampOf(await stat(file, { bigint: true }).catch(unreadable))) return known;
    // A pipe that nobody writes would be waited for without end.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(unreadable);
    try {
      const found = await handle.stat({ bigint: true });
      if (!found.isFile()) unreadable();
      if (found.size > MAX_DOCUMENT_BYTES)
        throw new UpstreamFault('upstream-too-large', `${file} is too large`);
      const text = await handle.readFile('utf8').catch(unreadable);
      const document = this.#options.readDocument(text, file);
      const read = { stamp: stampOf(found), document, offered: new Map() };
      this.#read.set(file, read);
      return read;
    } finally {
      await handle.close();
    }
  }
}

function stampOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join();
}

function specOf(spec: UpstreamSpec): Spec {
  if (spec.transport !== 'openapi') {
    throw new UpstreamFault('upstream-unreachable', 'it is reached in another way');
  }
  if (!/^https?:\/\/[^/?#@]+(?:\/[^?#]*)?$/i.test(spec.url)) {
    throw new UpstreamFault('upstream-unreachable', 'its address may hold no user, query or fragment');
  }
  return spec;
}

/** The platform hides what happened in the cause of its TypeError. */
function isUnconnected(error: unknown): boolean {
  const { code, syscall } = {
    code: '',
    syscall: '',
    ...(error instanceof Error ? (error.cause as object) : {}),
  };
  // An open connection can lose its way too, with the request on it.
  return UNCONNECTED.has(code) && syscall !== 'read' && syscall !== 'write';
}

/** Nothing of the call was sent. */
function notStarted(code: UpstreamFaultCode): UpstreamOutcome {
  return { outcome: 'not-started', code };
}
