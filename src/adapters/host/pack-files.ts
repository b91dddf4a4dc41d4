// The policy packs that are published with the package, as files to copy: nothing here says what they mean.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From build/src/adapters/host to the package. */
const FOLDER = fileURLToPath(new URL('../../../../packs/', import.meta.url));

export interface PackFile {
  readonly name: string;
  readonly text: string;
}

export interface Pack {
  readonly name: string;
  /** In the order of their names. */
  readonly files: readonly PackFile[];
}

/** Every pack, in the order of the names. Rejects where the package was installed without them. */
export async function readPacks(folder: string = FOLDER): Promise<readonly Pack[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.toSorted().map(async (name) => ({ name, files: await filesIn(join(folder, name)) })),
  );
}

async function filesIn(folder: string): Promise<readonly PackFile[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}
