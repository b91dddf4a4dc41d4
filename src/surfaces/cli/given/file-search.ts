// A folder stands for the files of one kind in it, in an order that is the same on every machine.

import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Context } from '../context.ts';
import { unreadable } from '../system-fault.ts';

export interface FoundFile {
  /** As it was given, or below the folder that was. */
  readonly path: string;
  /** From the folder that was named, else its last part: the same however the path is typed. */
  readonly name: string;
}

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
  const found = await findNamed(context, named, ending);
  return [...new Set(found.map(({ path }) => path))];
}

/** The same, each with its name; a file that was named twice is there twice. */
export async function findNamed(
  { io: { cwd } }: Context,
  named: readonly string[],
  ending: string,
): Promise<readonly FoundFile[]> {
  const found = await Promise.all(
    named.map(async (given) => {
      const stats = await stat(resolve(cwd, given)).catch((error: unknown) => {
        throw unreadable(given, error);
      });
      if (!stats.isDirectory()) return [{ path: given, name: basename(given) }];
      const nameOf = (path: string): string => relative(resolve(cwd, given), resolve(cwd, path));
      const paths = await filesIn(cwd, given, ending);
      return paths.map((path) => ({ path, name: nameOf(path).split(sep).join('/') }));
    }),
  );
  return found.flat();
}

async function filesIn(cwd: string, folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(resolve(cwd, folder), { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
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
