// What manifests in a folder say of tools, one for each connector (`<connector>.connector.yaml`, as
// `holdpoint connector manifest` prints it): it stands over what is recorded and what is inferred.

import { basename } from 'node:path';
import { fit, readYaml, type Read } from '../../../document/document.ts';
import type { Corrections } from '../../../gateway/recorded/stage.ts';
import { manifestSchema } from '../connector-manifest.ts';
import type { Context } from '../context.ts';
import { findFiles } from './file-search.ts';
import { readGivenText } from './file.ts';
import { invalidFile } from '../home.ts';

export const MANIFEST_ENDING = '.connector.yaml';

/** Of one manifest's text. Problems come with their place. */
export function correctionsOf(text: string, file: string): Read<Corrections> {
  const read = readYaml(text, file);
  if ('problems' in read) return read;
  const fitted = fit(read.value, manifestSchema);
  if ('problems' in fitted) return fitted;
  const tools = Object.entries(fitted.value.tools);
  return {
    value: {
      effects: Object.fromEntries(tools.map(([name, { effects }]) => [name, effects])),
      profiles: Object.fromEntries(tools.map(([name, { profile }]) => [name, profile])),
    },
  };
}

export const NO_CORRECTIONS: Corrections = { effects: {}, profiles: {} };

/** Throws `CliError` for what cannot be read, with code 3 for what is no manifest. */
export async function readCorrections(
  context: Context,
  folder: string | undefined,
): Promise<(connector: string) => Corrections> {
  const found = new Map<string, Corrections>();
  for (const file of folder === undefined ? [] : await findFiles(context, [folder], MANIFEST_ENDING)) {
    const read = correctionsOf(await readGivenText(context, file), file);
    if ('problems' in read) throw invalidFile(`${file} is no manifest`, read.problems);
    found.set(basename(file, MANIFEST_ENDING), read.value);
  }
  return (connector) => found.get(connector) ?? NO_CORRECTIONS;
}
