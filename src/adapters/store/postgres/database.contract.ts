// What the tests of this store begin with.

import { Client } from 'pg';
import { afterAll, describe } from 'vitest';
import { SCHEMA } from './greeting.ts';
import { startServer, type ServerControl, type TestServer } from './server.contract.ts';
import { LOCK_HEAD } from './statements.ts';

/** Tests that need a server; skipped, with the reason, where there is none. */
export async function onServer(name: string, test: (server: TestServer) => void): Promise<void> {
  const found = await startServer();
  const reason = 'reason' in found ? found.reason : null;
  describe.skipIf(reason !== null)(titleOf(name, reason), () => {
    const server = found as TestServer;
    afterAll(() => server.close());
    test(server);
  });
}

/** Those of them that change the server's settings, stop it or start it. */
export function onOwnServer(server: TestServer, name: string, test: (control: ServerControl) => void): void {
  const reason = server.control === null ? 'it is not ours to stop' : null;
  describe.skipIf(reason !== null)(titleOf(name, reason), () => {
    test(server.control!);
  });
}

/** Takes the head's lock, as an append does, until the connection that it gives rolls back or ends. */
export async function holdHead(url: string): Promise<Client> {
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query(`set search_path = ${SCHEMA}`);
  for (const statement of LOCK_HEAD) await holder.query(statement);
  return holder;
}

function titleOf(name: string, reason: string | null): string {
  return reason === null ? name : `${name} (skipped: ${reason})`;
}
