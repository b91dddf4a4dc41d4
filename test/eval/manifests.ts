// Manifests in a folder correct what the importer takes tools for.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Corrections } from '../../src/gateway/recorded/stage.ts';
import {
  correctionsOf,
  MANIFEST_ENDING,
  NO_CORRECTIONS,
} from '../../src/surfaces/cli/manifest-corrections.ts';

/** What the manifests of a folder say of a connector; nothing where it has none. */
export function correctionsIn(folder: string | null): (connector: string) => Corrections {
  return (connector) => {
    const path = folder === null ? '' : join(folder, `${connector}${MANIFEST_ENDING}`);
    if (path === '' || !existsSync(path)) return NO_CORRECTIONS;
    const read = correctionsOf(readFileSync(path, 'utf8'), path);
    if ('value' in read) return read.value;
    const [problem] = read.problems;
    throw new Error(`${path}:${problem?.line}: ${problem?.path} ${problem?.message}`);
  };
}
