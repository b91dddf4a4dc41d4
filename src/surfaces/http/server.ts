// A server takes nothing more before the work behind it ends, and leaves no connection open when it is gone.

import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface Serving {
  readonly url: string;
  /** Takes nothing more, ends the work behind it, and closes what is still open. */
  stop(endWork: () => Promise<void>): Promise<void>;
}

/** Answers HTTP at an address; port 0 is any free one. Rejects where it cannot be had. */
export async function serve(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Serving> {
  const server = createAdaptorServer({ fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    async stop(endWork) {
      const closed = new Promise((resolve) => server.close(resolve));
      await endWork();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

/** Until somebody asks this process to end. */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
