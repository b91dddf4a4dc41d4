// What a witness is and whom it serves stands in one file of its folder; it is read as strictly as every
// other, and a key in it that is none is found before anything listens.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { isKeyName } from '../../../ledger/vkey.ts';
import { fit, readYaml } from '../../../document/document.ts';
import { CliError } from '../exit.ts';
import { invalidConfig } from '../home.ts';

export const WITNESS_FILE = 'witness.yaml';

export interface WitnessSettings {
  readonly name: string;
  /** `host:port`. */
  readonly listen: string;
  /** Verifier keys of the logs, each under its log's origin. */
  readonly logs: readonly string[];
}

const settingsSchema = z.strictObject({
  name: z.string().refine(isKeyName, 'has a space, a plus or a control character'),
  listen: z.string().default('127.0.0.1:4190'),
  logs: z.array(z.string()).max(10_000).default([]),
});

const HEAD = `# What this witness is (its name is part of its key: it never changes), and whom it serves.
`;

/** Throws `CliError` where there is one. */
export async function writeWitnessSettings(folder: string, settings: WitnessSettings): Promise<void> {
  const path = join(folder, WITNESS_FILE);
  await writeFile(path, HEAD + stringify(settings), { flag: 'wx' }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? alreadyThere(folder) : error;
  });
}

export function alreadyThere(folder: string): CliError {
  return new CliError(`${folder} is a witness already`, {
    help: `Start it with: holdpoint witness run --dir ${folder}`,
  });
}

/** Throws `CliError` for a folder that is no witness's, and for a file that is not valid. */
export async function readWitnessSettings(folder: string): Promise<WitnessSettings> {
  const path = join(folder, WITNESS_FILE);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CliError(`${path} cannot be read`, {
      help: `Make a witness with: holdpoint witness init --dir ${folder} --name NAME`,
    });
  });
  const read = readYaml(text, path);
  const fitted = 'problems' in read ? read : fit(read.value, settingsSchema);
  if ('problems' in fitted) throw invalidConfig(fitted.problems);
  return fitted.value;
}

/** Throws `CliError` unless it is a host and a port. */
export function parseListen(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new CliError(`${text} is no address to listen at`, { help: 'Such as 127.0.0.1:4190' });
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
