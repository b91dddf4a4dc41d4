// What manifests in a folder say of tools, one for each connector (`<connector>.connector.yaml`, as
// `holdpoint connector manifest` prints it, or a part of that): it stands over what is recorded and what is
// inferred.

import { basename } from 'node:path';
import { fit, readYaml, type Read } from '../../../document/document.ts';
import type { Corrections } from '../../../gateway/recorded/stage.ts';
import { connectorName, type RecordedSet } from '../../../gateway/recorded/recorded-run.ts';
import { correctionSchema } from '../connector-manifest.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit.ts';
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

/** Of each connector what its manifest says, and in words what is said of none of the sets. */
export interface SaidOfSets {
  readonly corrections: (connector: string) => Corrections | undefined;
  readonly stray: readonly string[];
}

/** A manifest is of the connector that its file is called: as it is, else as recordings call it. */
export function saidOfSets(
  manifests: readonly { readonly file: string; readonly said: Corrections }[],
  sets: readonly RecordedSet[],
): SaidOfSets {
  const tools = toolsIn(sets);
  const found = new Map<string, Corrections>();
  const stray = manifests.flatMap(({ file, said }) => {
    const name = basename(file, MANIFEST_ENDING);
    const connector = tools.has(name) ? name : connectorName(name);
    if (found.has(connector)) return [`${file} is left out: another one is of ${connector}, too`];
    found.set(connector, said);
    const own = tools.get(connector);
    if (own === undefined) return [`${file} is of none of the connectors: ${[...tools.keys()].join(', ')}`];
    const others = Object.keys(said).filter((one) => !own.has(one));
    return others.length === 0 ? [] : [`${file}: ${connector} has no tool ${others.join(', ')}`];
  });
  return { corrections: (connector) => found.get(connector), stray };
}

/** Their names, by connector. */
function toolsIn(sets: readonly RecordedSet[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { server, definition } of sets.flatMap(({ tools }) => tools)) {
    names.set(server, (names.get(server) ?? new Set()).add(definition.name));
  }
  return names;
}

/**
 * Throws `CliError` for what cannot be read, for a folder without any, and with code 3 for what is no
 * manifest. What is of none of the sets is told.
 */
export async function readCorrections(
  context: Context,
  folder: string | undefined,
  sets: readonly RecordedSet[],
): Promise<SaidOfSets['corrections']> {
  const files = folder === undefined ? [] : await findFiles(context, [folder], MANIFEST_ENDING);
  if (folder !== undefined && files.length === 0)
    throw new CliError(`${folder}: no file in it ends in ${MANIFEST_ENDING}`);
  const manifests: { file: string; said: Corrections }[] = [];
  for (const file of files) {
    const read = correctionsOf(await readGivenText(context, file), file);
    if ('problems' in read) throw invalidFile(`${file} is no manifest`, read.problems);
    manifests.push({ file, said: read.value });
  }
  const { corrections, stray } = saidOfSets(manifests, sets);
  for (const line of stray) context.show(printable(line));
  return corrections;
}
