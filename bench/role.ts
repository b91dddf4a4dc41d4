// What is measured runs in processes of its own where sides must not share an event loop or a heap.

import { fork, type ChildProcess } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

type RoleName = 'upstream' | 'proxy' | 'daemon' | 'verifier' | 'replica';

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
export async function startRole(name: RoleName, ...args: string[]): Promise<Role> {
  const { child, stop } = forkRole(name, args);
  return { ...(await hear<Serving>(name, child)), stop };
}

/** Lets `bench/roles/<name>` do its work; resolves with what came of it. */
export async function askRole<Report>(name: RoleName, ...args: string[]): Promise<Report> {
  const { child, stop } = forkRole(name, args);
  const said = await hear<Report>(name, child);
  await stop();
  return said;
}

/** A role that can be asked more than once, in its own words. */
export interface Worker<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts `bench/roles/<name>`; resolves once it says that it is ready. */
export async function startWorker<Question extends object, Answer>(
  name: RoleName,
  ...args: string[]
): Promise<Worker<Question, Answer>> {
  const { child, stop } = forkRole(name, args);
  await hear(name, child);
  return {
    stop,
    ask(question) {
      const answer = hear<Answer>(name, child);
      child.send(question);
      return answer;
    },
  };
}

function forkRole(
  name: RoleName,
  args: readonly string[],
): { readonly child: ChildProcess; readonly stop: () => Promise<void> } {
  const program = fileURLToPath(new URL(`./roles/${name}.js`, import.meta.url));
  const child = fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = (): Promise<void> => {
    if (child.connected) child.disconnect();
    return ended;
  };
  return { child, stop };
}

/** The next thing that it says. */
function hear<Said>(name: RoleName, child: ChildProcess): Promise<Said> {
  return new Promise((resolve, reject) => {
    const end = (code: number | null): void => {
      child.off('message', take);
      reject(new Error(`the ${name} ended with ${code}`));
    };
    const take = (message: unknown): void => {
      child.off('exit', end);
      resolve(message as Said);
    };
    child.once('message', take);
    child.once('exit', end);
  });
}

/** In the role's process: says that it serves, or what came of its work, and waits until it is let go. */
export async function report(said: object): Promise<void> {
  const letGo = new Promise<void>((resolve) => process.once('disconnect', () => resolve()));
  process.send!(said);
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
