// The version of a package that runs here today, told from what was installed: nobody is asked.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageSpec } from './package-spec.ts';
import { readSource } from './source-file.ts';

const NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;
const VERSION = /"version"\s*:\s*"(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)"/;
const MAX_BYTES = 1 << 18;

/**
 * The one version that is installed; null where there is none, there are several, or its registry is not npm.
 *
 * @param folders whose `node_modules` are looked into
 */
export async function installedVersion(
  { registry, name }: PackageSpec,
  home: string,
  folders: readonly string[],
): Promise<string | null> {
  if (registry !== 'npm' || !NAME.test(name)) return null;
  const cache = join(home, '.npm', '_npx');
  const cached = (await readdir(cache).catch(() => [])).map((entry) => join(cache, entry));
  const found = await Promise.all(
    [...folders, ...cached].map(async (folder) => {
      const path = join(folder, 'node_modules', name, 'package.json');
      const read = await readSource(path, path, MAX_BYTES);
      return read === null || 'why' in read ? [] : (VERSION.exec(read.text)?.[1] ?? []);
    }),
  );
  const [version, ...others] = new Set(found.flat());
  return others.length === 0 ? (version ?? null) : null;
}
