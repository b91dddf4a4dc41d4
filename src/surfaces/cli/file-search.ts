// A folder stands for the files of one kind in it, in an order that is the same on every machine.

import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Context } from './context.ts';
import { CliError } from './exit.ts';

/**
 * The files that were named and, in place of each folder that was, those in it (at any depth) whose name
 * ends so. Hidden folders and `node_modules` are passed by. Paths stay as they were given. Throws `CliError`
 * where something is not there.
 */
export async function findFiles(
  context: Context,
  named: readonly string[],
  ending: string,
): Promise<readonly string[]> {
  const found = await Promise.all(
    named.map(async (path) => {
      const isFolder = await stat(resolve(context.io.cwd, path)).then(
        (stats) => stats.isDirectory(),
        () => {
          throw new CliError(`${path} cannot be read`);
        },
      );
      return isFolder ? filesIn(context.io.cwd, path, ending) : [path];
    }),
  );
  return [...new Set(found.flat())];
}

async function filesIn(cwd: string, folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(resolve(cwd, folder), { withFileTypes: true });
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const found = await Promise.all(
    sorted.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isPassedBy(entry.name) ? [] : filesIn(cwd, path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    }),
  );
  return found.flat();
}

function isPassedBy(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}
