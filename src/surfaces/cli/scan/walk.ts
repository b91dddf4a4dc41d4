// The files of a folder, the nearer ones first, up to a number: a folder may be a whole disk, and a link may
// lead round in a circle.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFile } from './clients.ts';

const MAX_FILES = 5_000;
/** What others wrote, and what tools keep for themselves. */
const PASSED_BY = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.cache',
  '.npm',
  '.yarn',
]);

export interface Walked {
  readonly paths: readonly string[];
  /** Whether there are more. */
  readonly isCut: boolean;
}

/** @param without folders that are passed by, too */
export async function walkFolder(folder: string, without: readonly string[]): Promise<Walked> {
  const paths: string[] = [];
  const folders = [folder];
  for (const here of folders) {
    if (paths.length >= MAX_FILES || folders.length > MAX_FILES) return { paths, isCut: true };
    const entries = await readdir(here, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(here, entry.name);
      if (entry.isDirectory()) {
        if (!PASSED_BY.has(entry.name) && !without.includes(path)) folders.push(path);
      } else if (entry.isFile() || projectFile(entry.name) !== null) {
        paths.push(path);
      }
    }
  }
  return { paths: paths.slice(0, MAX_FILES), isCut: paths.length > MAX_FILES };
}
