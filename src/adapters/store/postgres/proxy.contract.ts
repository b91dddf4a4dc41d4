// A way to the server that breaks where a test says: at a message of the client, before the server has it,
// or when the server answers it.

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where the way breaks: at this message of the client from now on, counted from 0. */
export interface Cut {
  readonly message: number;
  readonly when: 'before it is sent' | 'before its answer comes';
}

export class Proxy {
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #url: string;
  readonly #sockets = new Set<Socket>();
  #cut: Cut | null = null;
  #count = 0;
  #isLast = false;

  /** @param url of a database */
  constructor(url: string) {
    const { hostname: host, port } = new URL(url);
    this.#target = { host, port: Number(port) };
    this.#url = url;
    this.#server = createServer((client) => this.#join(client));
  }

  /** The url of the same database by this way. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const through = new URL(this.#url);
    through.port = `${(this.#server.address() as { port: number }).port}`;
    return through.href;
  }

  arm(cut: Cut): void {
    this.#cut = cut;
    this.#count = 0;
  }

  /** Whether the way was broken since it was armed; from now on it holds. */
  disarm(): boolean {
    const hasCut = this.#cut === null;
    this.#cut = null;
    return hasCut;
  }

  /** The next time that the server is ready for a query, it says in the same breath that it ends. */
  endWhenReady(): void {
    this.#isLast = true;
  }

  /** Passes nothing on any more, and breaks nothing. */
  freeze(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect(this.#target);
    let isDoomed = false;
    let waiting = Buffer.alloc(0);
    let hasStarted = false;
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    server.on('data', (chunk: Buffer) => {
      if (isDoomed) end();
      else if (this.#isLast && isReady(chunk)) {
        this.#isLast = false;
        client.end(Buffer.concat([chunk, LAST_WORD]));
      } else client.write(chunk);
    });
    client.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        // The first message has no type before its length (PostgreSQL, "Message Formats").
        const start = hasStarted ? 1 : 0;
        if (waiting.length < start + 4) return;
        const length = start + waiting.readInt32BE(start);
        if (waiting.length < length) return;
        const cut = hasStarted ? this.#takeCut() : null;
        if (cut?.when === 'before it is sent') return end();
        isDoomed ||= cut !== null;
        server.write(waiting.subarray(0, length));
        waiting = waiting.subarray(length);
        hasStarted = true;
      }
    });
  }

  /** The cut, once, when this is its message. */
  #takeCut(): Cut | null {
    const cut = this.#cut;
    if (cut === null || this.#count++ !== cut.message) return null;
    this.#cut = null;
    return cut;
  }
}

/** It ends with ReadyForQuery: `Z`, a length of 5, one byte (PostgreSQL, "Message Formats"). */
function isReady(chunk: Buffer): boolean {
  return chunk.subarray(-6, -1).equals(Buffer.from([0x5a, 0, 0, 0, 5]));
}

/** ErrorResponse: `E`, its length, fields of a letter and a text, each ended by 0, and one more 0. */
const LAST_WORD = ((): Buffer => {
  const fields = ['SFATAL', 'C57P01', 'Mterminating connection due to unexpected postmaster exit', ''];
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''));
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
})();
