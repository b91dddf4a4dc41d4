// Manifests in a folder correct what the importer takes tools for.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedSet } from '../../src/gateway/recorded/recorded-run.ts';
import {
  correctionsOf,
  MANIFEST_ENDING,
  saidOfSets,
  type SaidOfSets,
} from '../../src/surfaces/cli/given/manifest-corrections.ts';

/**
 * What the manifests of a folder say of a connector; nothing where it has none. Throws where there is no such
 * folder, or a manifest is wrong; one that is of no connector of these sets is told.
 */
export function correctionsIn(
  folder: string | null,
  sets: readonly { readonly set: RecordedSet }[],
): SaidOfSets['corrections'] {
  const manifests = (folder === null ? [] : manifestsIn(folder)).map((file) => {
    const read = correctionsOf(readFileSync(file, 'utf8'), file);
    if ('value' in read) return { file, said: read.value };
    const [problem] = read.problems;
    throw new Error(`${file}:${problem?.line}: ${problem?.path} ${problem?.message}`);
  });
  const recorded = sets.map(({ set }) => set);
  const { corrections, stray } = saidOfSets(manifests, recorded);
  for (const line of stray) process.stderr.write(`${line}\n`);
  return corrections;
}

/** Throws where there is no such folder, or none in it. */
export function manifestsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(MANIFEST_ENDING));
    if (names.length > 0) return names.toSorted().map((name) => join(folder, name));
  } catch (cause) {
    throw new Error(`${folder}: there is no such folder of manifests`, { cause });
  }
  throw new Error(`${folder}: no file in it ends in ${MANIFEST_ENDING}`);
}
