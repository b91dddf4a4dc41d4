// Manifests in a folder correct what the importer takes tools for.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedSet } from '../../src/gateway/recorded/recorded-run.ts';
import type { Corrections } from '../../src/gateway/recorded/stage.ts';
import {
  connectorOf,
  correctionsOf,
  MANIFEST_ENDING,
  NO_CORRECTIONS,
  strayIn,
} from '../../src/surfaces/cli/given/manifest-corrections.ts';

/**
 * What the manifests of a folder say of a connector; nothing where it has none. Throws where there is no such
 * folder, or a manifest is wrong; one that is of no connector of these sets is told.
 */
export function correctionsIn(
  folder: string | null,
  sets: readonly { readonly set: RecordedSet }[],
): (connector: string) => Corrections {
  const found = new Map<string, Corrections>();
  const recorded = sets.map(({ set }) => set);
  for (const path of folder === null ? [] : manifestsIn(folder)) {
    const read = correctionsOf(readFileSync(path, 'utf8'), path);
    if ('problems' in read) {
      const [problem] = read.problems;
      throw new Error(`${path}:${problem?.line}: ${problem?.path} ${problem?.message}`);
    }
    for (const line of strayIn(path, read.value, recorded)) process.stderr.write(`${line}\n`);
    found.set(connectorOf(path, recorded), read.value);
  }
  return (connector) => found.get(connector) ?? NO_CORRECTIONS;
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
