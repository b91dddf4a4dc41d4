// A witness never goes back, whatever stops it and however many processes run on one folder: each checkpoint
// is a file of the next number, made whole or not at all, and an older one goes only when a newer is durable.

import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptCheckpoint, WitnessMemory } from '../../gateway/ports/witness.ts';
import { createPrivateFile, PrivateFileFault, readPrivateFile } from '../host/private-file.ts';

const GENERATION = /^[1-9]\d{0,14}$/;

/**
 * The memory of a witness in a folder: `<SHA-256 of the origin>/<generation>`, each a signed note (0600).
 * Rejects with `PrivateFileFault` and errors of the file system.
 */
export function openWitnessMemory(folder: string): WitnessMemory {
  const folderOf = (origin: string): string =>
    join(folder, createHash('sha256').update(origin).digest('hex'));

  const newest = async (origin: string): Promise<KeptCheckpoint | null> => {
    const generation = (await generationsIn(folderOf(origin))).at(-1);
    if (generation === undefined) return null;
    const note = await readPrivateFile(join(folderOf(origin), String(generation)));
    // Another process may have kept the next one, and removed this one, since they were listed.
    return note === null ? newest(origin) : { generation, note };
  };

  return {
    newest,
    async keep(origin, generation, note) {
      const here = folderOf(origin);
      const own = generation + 1;
      if (!(await createExclusively(join(here, String(own)), note))) return false;
      const kept = await generationsIn(here);
      // Others kept that one and more before, and removed it: what was judged here is long past.
      const isNewest = kept.at(-1) === own;
      const past = isNewest ? kept.slice(0, -1) : [own];
      await Promise.all(past.map((old) => rm(join(here, String(old)), { force: true })));
      return isNewest;
    },
  };
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    await createPrivateFile(path, text);
    return true;
  } catch (error) {
    if (error instanceof PrivateFileFault && error.code === 'private-file-exists') return false;
    throw error;
  }
}

/** Smallest first. */
async function generationsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => GENERATION.test(name))
    .map(Number)
    .toSorted((a, b) => a - b);
}
