// What manifests in a folder say of tools, one for each connector (`<connector>.connector.yaml`, as
// `holdpoint connector manifest` prints it, or a part of that): it stands over what is recorded and what is
// inferred.

import { basename } from 'node:path';
import { fit, readYaml, type Read } from '../../../document/document.ts';
import type { Corrections } from '../../../gateway/recorded/stage.ts';
import { connectorName, type RecordedSet } from '../../../gateway/recorded/recorded-run.ts';
import { correctionSchema } from '../connector-manifest.ts';
import type { Context } from '../context.ts';
import { findFiles } from './file-search.ts';
import { readGivenText } from './file.ts';
import { invalidFile } from '../home.ts';
import { printable } from '../render/printable.ts';

export const MANIFEST_ENDING = '.connector.yaml';

/** Of one manifest's text. Problems come with their place. */
export function correctionsOf(text: string, file: string): Read<Corrections> {
  const read = readYaml(text, file);
  if ('problems' in read) return read;
  const fitted = fit(read.value, correctionSchema);
  return 'problems' in fitted ? fitted : { value: fitted.value.tools };
}

/** The connector that a manifest is of, by the file's name: as it is, else as recordings call it. */
export function connectorOf(file: string, sets: readonly RecordedSet[]): string {
  const name = basename(file, MANIFEST_ENDING);
  return serversIn(sets).has(name) ? name : connectorName(name);
}

/** What a manifest says of a connector or tools that none of the sets has, in words. */
export function strayIn(file: string, said: Corrections, sets: readonly RecordedSet[]): string[] {
  const connector = connectorOf(file, sets);
  const servers = serversIn(sets);
  if (!servers.has(connector)) return [`${file} is of none of the connectors: ${[...servers].join(', ')}`];
  const own = sets.flatMap(({ tools }) => tools.filter(({ server }) => server === connector));
  const names = new Set(own.map(({ definition }) => definition.name));
  const stray = Object.keys(said).filter((name) => !names.has(name));
  return stray.length === 0 ? [] : [`${file}: ${connector} has no tool ${stray.join(', ')}`];
}

function serversIn(sets: readonly RecordedSet[]): ReadonlySet<string> {
  return new Set(sets.flatMap(({ tools }) => tools.map(({ server }) => server)));
}

export const NO_CORRECTIONS: Corrections = {};

/**
 * Throws `CliError` for what cannot be read, with code 3 for what is no manifest. What is of none of the sets
 * is told.
 */
export async function readCorrections(
  context: Context,
  folder: string | undefined,
  sets: readonly RecordedSet[],
): Promise<(connector: string) => Corrections> {
  const found = new Map<string, Corrections>();
  for (const file of folder === undefined ? [] : await findFiles(context, [folder], MANIFEST_ENDING)) {
    const read = correctionsOf(await readGivenText(context, file), file);
    if ('problems' in read) throw invalidFile(`${file} is no manifest`, read.problems);
    for (const line of strayIn(file, read.value, sets)) context.show(printable(line));
    found.set(connectorOf(file, sets), read.value);
  }
  return (connector) => found.get(connector) ?? NO_CORRECTIONS;
}
