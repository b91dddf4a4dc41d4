// What every command is given: where Holdpoint lives, the way to its daemon, and one way to say something.

import type { Command } from 'commander';
import { statusResponse, type Status } from '../http/contract.ts';
import { createClient, type Client } from './client.ts';
import type { CliDeps } from './deps.ts';
import { CliError, type ExitCode } from './exit.ts';
import { locate, readDaemonFile, readSessionFile, type DaemonFile, type Place } from './home.ts';
import type { Io } from './io.ts';
import type { Style } from './render/style.ts';

export interface GlobalFlags {
  readonly json: boolean;
  readonly color: boolean;
  readonly home?: string | undefined;
  readonly config?: string | undefined;
}

export interface Context {
  readonly io: Io;
  readonly deps: CliDeps;
  readonly flags: GlobalFlags;
  readonly style: Style;
  /** `mayBeNew`: for `init` and `up`, which need no configuration file. */
  place(options?: { readonly mayBeNew: boolean }): Promise<Place>;
  daemon(): Promise<DaemonFile>;
  daemonStatus(): Promise<Status>;
  /** Reads with this user's local access. */
  reader(): Promise<Client>;
  /** Asks as the operator who signed in. */
  operator(): Promise<Client>;
  clientFor(token: string): Promise<Client>;
  /** Data: the object with `--json`, else the text. */
  print(data: object, text: string): void;
  /** Words about the data, never part of it: for people, so not with `--json`. */
  note(text: string): void;
  /** What a person is about to decide on: shown whatever the form of the answer. */
  show(text: string): void;
}

/** Adds its commands to the program; `run` carries an action out and keeps its exit code. */
export type AddCommands = (program: Command, run: Run) => void;
export type Run = (action: (context: Context) => Promise<ExitCode | void>) => Promise<void>;

export function createContext(io: Io, deps: CliDeps, flags: GlobalFlags, style: Style): Context {
  const place = (options = { mayBeNew: false }): Promise<Place> => locate(io, deps, flags, options);
  const daemon = async (): Promise<DaemonFile> => {
    const running = await readDaemonFile((await place()).settings.home);
    if (running !== null) return running;
    throw new CliError('Holdpoint is not running', { help: 'Start it with: holdpoint up' });
  };
  const clientFor = async (token: string): Promise<Client> =>
    createClient({ url: (await daemon()).url, token, fetch: deps.fetch });
  const reader = async (): Promise<Client> => clientFor((await daemon()).token);
  return {
    io,
    deps,
    flags,
    style,
    place,
    daemon,
    clientFor,
    reader,
    daemonStatus: async () => (await reader()).get('/status', statusResponse),
    async operator() {
      const session = await readSessionFile((await place()).settings.home);
      if (session !== null && session.expiresAt > Date.now()) return clientFor(session.token);
      const why = session === null ? 'nobody has signed in' : `the session of ${session.operator} is over`;
      throw new CliError(why, { help: 'Sign in with: holdpoint login' });
    },
    print(data, text) {
      io.stdout.write(`${flags.json ? JSON.stringify({ schemaVersion: 1, ...data }) : text}\n`);
    },
    note(text) {
      if (!flags.json) io.stderr.write(`${text}\n`);
    },
    show(text) {
      io.stderr.write(`${text}\n`);
    },
  };
}
