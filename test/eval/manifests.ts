// Manifests in a folder correct what the importer takes tools for: one for each connector,
// `<connector>.connector.yaml`, of the form of `holdpoint connector manifest`.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { manifestSchema } from '../../src/surfaces/cli/connector-manifest.ts';
import type { Corrections } from './bench.ts';

/** What the manifests of a folder say of a connector; nothing where it has none. */
export function correctionsIn(folder: string | null): (connector: string) => Corrections {
  return (connector) => {
    const path = folder === null ? '' : join(folder, `${connector}.connector.yaml`);
    if (path === '' || !existsSync(path)) return { effects: {}, profiles: {} };
    const { tools } = manifestSchema.parse(parse(readFileSync(path, 'utf8')));
    return {
      effects: Object.fromEntries(Object.entries(tools).map(([name, { effects }]) => [name, effects])),
      profiles: Object.fromEntries(Object.entries(tools).map(([name, { profile }]) => [name, profile])),
    };
  };
}
