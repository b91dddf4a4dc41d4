// One look at this machine: where things lie is taken from the environment, and nothing is started.

import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { sheetsOf, type ToolSheet } from '../../../catalog/intake/sheet.ts';
import type { Finding } from '../../../policy/lint/finding.ts';
import { connectorsResponse } from '../../http/contract/connector.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { readGivenTools } from '../given/tools.ts';
import { collect, realOrSame } from './collect.ts';
import { judge } from './judge.ts';
import { serversOf, type Machine } from './machine.ts';
import { unreadable } from '../system-fault.ts';
import { replaceablePrograms } from './replaceable.ts';

export interface Look {
  readonly machine: Machine;
  readonly findings: readonly Finding[];
}

export interface LookOptions {
  readonly folder: string;
  /** `file`, or `server=file` where the list does not say whose tools it has. */
  readonly tools: readonly string[];
}

/** The person's folder, as the system and its shells say. */
export function homeOf({ io: { env } }: Context): string {
  return env['HOME'] || env['USERPROFILE'] || homedir();
}

export async function lookAround(context: Context, { folder, tools }: LookOptions): Promise<Look> {
  const { io } = context;
  const { settings, configFile } = await context.place({ mayBeNew: true });
  const root = await realOrSame(resolve(io.cwd, folder));
  await requireFolder(root, folder);
  const machine = await collect({
    cwd: await realOrSame(io.cwd),
    home: homeOf(context),
    settings: ['XDG_CONFIG_HOME', 'APPDATA'].flatMap((name) => io.env[name] || []),
    folder: root,
    without: [await realOrSame(settings.home)],
  });
  const surroundings = {
    home: homeOf(context),
    isSetUp: configFile !== null,
    admitted: await admittedConnectors(context),
    tools: (await Promise.all(tools.map((given) => readTools(context, given)))).flat(),
    replaceable: await replaceablePrograms(serversOf(machine)),
  };
  return { machine, findings: judge(machine, surroundings) };
}

/** Else nothing of what was named would be looked at, and nothing found. */
async function requireFolder(path: string, given: string): Promise<void> {
  const status = await stat(path).catch((error: unknown) => {
    throw unreadable(given, error);
  });
  if (status.isDirectory()) return;
  throw new CliError(`${given} is no folder`, {
    help: `Scan the folder it lies in: holdpoint scan ${dirname(given)}`,
  });
}

/** Null where no daemon answers: nothing is started to ask. */
async function admittedConnectors(context: Context): Promise<readonly string[] | null> {
  try {
    const { connectors } = await (await context.reader()).get('/connectors', connectorsResponse);
    return connectors.filter(({ admitted }) => admitted !== null).map(({ id }) => id);
  } catch {
    return null;
  }
}

async function readTools(context: Context, given: string): Promise<ToolSheet[]> {
  const [, server = '', file = given] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
  return sheetsOf(await readGivenTools(context, file, server));
}
