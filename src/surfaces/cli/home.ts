// Where Holdpoint lives is found in one way: --home, HOLDPOINT_HOME, else what the nearest holdpoint.yaml
// says. Files with a token in them count only while others cannot read them.

import { access, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { CliDeps, ConfigProblem, Settings } from './deps.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';

export const CONFIG_FILE = 'holdpoint.yaml';

const daemonSchema = z.object({ url: z.string(), pid: z.int(), token: z.string(), startedAt: z.number() });
const sessionSchema = z.object({
  operator: z.string(),
  token: z.string(),
  expiresAt: z.number(),
  keyPath: z.string(),
});

export type DaemonFile = z.output<typeof daemonSchema>;
export type SessionFile = z.output<typeof sessionSchema>;

export interface Place {
  readonly settings: Settings;
  /** Null where there is none: everything is as by default. */
  readonly configFile: string | null;
}

/**
 * Throws `CliError` for a configuration that is not valid, or where nothing says that Holdpoint lives here.
 */
export async function locate(
  io: Io,
  deps: CliDeps,
  flags: { readonly home?: string | undefined; readonly config?: string | undefined },
  options: { readonly mayBeNew: boolean },
): Promise<Place> {
  const configFile = flags.config === undefined ? await findConfig(io.cwd) : resolve(io.cwd, flags.config);
  const named = configFile !== null || flags.home !== undefined || Boolean(io.env['HOLDPOINT_HOME']);
  if (!named && !options.mayBeNew) {
    throw new CliError(`there is no ${CONFIG_FILE} here or in a folder above`, {
      help: 'Make a new home with: holdpoint init   (or name one with --home)',
    });
  }
  const text = configFile === null ? '' : await readConfig(configFile);
  const parsed = deps.parseConfig(text, configFile ?? join(io.cwd, CONFIG_FILE), io.env, {
    home: flags.home,
  });
  if ('problems' in parsed) throw invalidConfig(parsed.problems);
  const { config } = parsed;
  const absolute = (path: string): string => resolve(io.cwd, path);
  const settings = {
    ...config,
    home: absolute(config.home),
    store: { ...config.store, path: absolute(config.store.path) },
    checkpoints: { path: absolute(config.checkpoints.path) },
    keys: { ...config.keys, path: absolute(config.keys.path) },
  };
  return { settings, configFile };
}

export function invalidConfig(problems: readonly ConfigProblem[]): CliError {
  return invalidFile('the configuration is not valid', problems);
}

/** What is wrong in files that people wrote, each with its place. */
export function invalidFile(message: string, problems: readonly ConfigProblem[]): CliError {
  const lines = problems.map(({ file, line, column, path, message: what, help }) => {
    const hint = help === null ? '' : ` (${help})`;
    return `${file}:${line}:${column}: ${path === '' ? '' : `${path} `}${what}${hint}`;
  });
  return new CliError(message, { exit: EXIT.invalid, lines, json: { problems } });
}

async function findConfig(from: string): Promise<string | null> {
  const path = join(from, CONFIG_FILE);
  if (await exists(path)) return path;
  const parent = dirname(from);
  return parent === from ? null : findConfig(parent);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readConfig(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new CliError(`${path} cannot be read`, { help: 'Name another with --config' });
  });
}

/** Null where no daemon said that it runs. */
export function readDaemonFile(home: string): Promise<DaemonFile | null> {
  return readPrivateJson(join(home, 'daemon.json'), daemonSchema);
}

export function readSessionFile(home: string): Promise<SessionFile | null> {
  return readPrivateJson(join(home, 'session.json'), sessionSchema);
}

export function writeSessionFile(home: string, session: SessionFile): Promise<void> {
  return writePrivate(join(home, 'session.json'), `${JSON.stringify(session)}\n`);
}

/** Where an operator's key lies unless told otherwise. */
export function operatorKeyPath(home: string, operator: string): string {
  return join(home, 'operators', `${operator}.key.json`);
}

/** Writes a file that only its owner reads, whole or not at all. */
export async function writePrivate(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

async function readPrivateJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  if (!(await exists(path))) return null;
  if (((await stat(path)).mode & 0o077) !== 0) {
    throw new CliError(`${path} is open to others`, { help: `Close it with: chmod 600 ${path}` });
  }
  const result = schema.safeParse(parse(await readFile(path, 'utf8')));
  if (result.success) return result.data;
  throw new CliError(`${path} is damaged`, { help: 'Remove it, and start or sign in again' });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
