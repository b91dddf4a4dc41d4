// Folders that are made for something are gone again where it fails; those that were there are left alone.

import { mkdir, rm } from 'node:fs/promises';

/**
 * Makes the folders (0700), with those above them, and does the work. Where it rejects, what was made here is
 * removed with all that is in it.
 *
 * @param mayRemove false where it is not certain that the work has failed
 */
export async function inNewFolders<T>(
  paths: readonly string[],
  work: () => Promise<T>,
  mayRemove: (error: unknown) => boolean,
): Promise<T> {
  const made: string[] = [];
  try {
    for (const path of paths) {
      const first = await mkdir(path, { recursive: true, mode: 0o700 });
      if (first !== undefined) made.push(first);
    }
    return await work();
  } catch (error) {
    if (mayRemove(error)) for (const path of made) await rm(path, { recursive: true, force: true });
    throw error;
  }
}
