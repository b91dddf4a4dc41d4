// What a command writes never stands in the place of what it reads: whoever names one file for both would
// lose it.

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from '../exit.ts';

/**
 * Throws `CliError` where the output is one of the inputs, by whatever name or link.
 *
 * @param option such as `--cases`
 */
export async function refuseInput(
  cwd: string,
  option: string,
  output: string,
  inputs: readonly string[],
): Promise<void> {
  const own = await identityOf(cwd, output);
  if (own === null) return;
  for (const input of inputs) {
    if ((await identityOf(cwd, input)) !== own) continue;
    throw new CliError(`${option} ${output} is the file ${input}, which is read: it would be lost`, {
      help: 'Name another file',
    });
  }
}

/** The same for two names of one file; null: it is not there. */
async function identityOf(cwd: string, path: string): Promise<string | null> {
  const stats = await stat(resolve(cwd, path), { bigint: true }).catch(() => null);
  return stats === null ? null : `${stats.dev}:${stats.ino}`;
}
