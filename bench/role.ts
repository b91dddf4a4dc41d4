// Each side of a call runs in a process of its own, so that no side shares an event loop with another.

import { fork } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What a role says once it serves. */
export interface Serving {
  readonly url: string;
  /** Bearer token that its clients present; null: none. */
  readonly token: string | null;
}

export interface Role extends Serving {
  stop(): Promise<void>;
}

/** Starts `bench/roles/<name>`; resolves once it serves. */
export async function startRole(name: 'upstream' | 'proxy' | 'daemon', ...args: string[]): Promise<Role> {
  const program = fileURLToPath(new URL(`./roles/${name}.js`, import.meta.url));
  const child = fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const serving = await new Promise<Serving>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Serving));
    child.once('exit', (code) => reject(new Error(`the ${name} ended with ${code} before it served`)));
  });
  return {
    ...serving,
    stop() {
      if (child.connected) child.disconnect();
      return ended;
    },
  };
}

/** In the role's process: says that it serves, and waits until the bench lets it go. */
export async function serve(serving: Serving): Promise<void> {
  const letGo = new Promise<void>((resolve) => process.once('disconnect', () => resolve()));
  process.send!(serving);
  await letGo;
}

/** Listens on a free loopback port; returns its base address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
