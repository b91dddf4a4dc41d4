// Writes what was shown and nothing else: each file of a client is kept beside itself first, and is left
// alone where it is another by now. What holds a secret is closed to others.

import { lstat, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from '../exit.ts';
import { exists, writePrivate } from '../home.ts';
import { applyEdits, type Edit } from './edits.ts';
import type { Change, FixPlan } from './fix-plan.ts';
import type { SourceFile } from './source-file.ts';

/** A file that is made where there is none. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Paths. */
export interface Written {
  readonly made: readonly string[];
  readonly secrets: readonly string[];
  readonly changed: readonly { readonly file: string; readonly backup: string }[];
}

/** Throws `CliError` before anything is written where a file has changed since it was looked at. */
export async function writeFix(
  { connectors, changes }: FixPlan,
  files: readonly NewFile[],
): Promise<Written> {
  const perFile = editsPerFile(changes);
  for (const file of perFile.keys()) {
    if ((await readFile(file.path, 'utf8')) !== file.text) {
      throw new CliError(`${file.name} has changed meanwhile`, { help: 'Run it again' });
    }
  }
  const secrets = connectors.flatMap(({ secret }) => (secret === null ? [] : [secret]));
  for (const { path } of secrets) await checkFree(path);
  for (const { path, value } of secrets) await writePrivate(path, value);
  const made: string[] = [];
  for (const { path, text } of files) {
    if (await exists(path)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
    made.push(path);
  }
  const changed: { file: string; backup: string }[] = [];
  for (const [file, edits] of perFile) changed.push(await changeFile(file, edits));
  return { made, secrets: secrets.map(({ path }) => path), changed };
}

/** A repository may bring the folder as a link to somewhere else, or name a server like one that is there. */
async function checkFree(path: string): Promise<void> {
  const folder = dirname(path);
  const kind = await lstat(folder).catch(() => null);
  if (kind !== null && !kind.isDirectory()) {
    throw new CliError(`${folder} is no folder of its own, but leads elsewhere`, { help: 'Remove it first' });
  }
  if (await exists(path)) {
    throw new CliError(`${path} holds a credential already`, {
      help: 'Remove it first if it is not needed, or rename the server',
    });
  }
}

export function editsPerFile(changes: readonly Change[]): ReadonlyMap<SourceFile, readonly Edit[]> {
  const files = new Map<SourceFile, readonly Edit[]>();
  for (const { file, edits } of changes) files.set(file, [...(files.get(file) ?? []), ...edits]);
  return files;
}

/** As it was, but for the edits: its mode stays, and a link to it goes on leading to it. */
async function changeFile({ path, text }: SourceFile, edits: readonly Edit[]) {
  const backup = await freeName(`${path}.before-holdpoint`);
  await writeFile(backup, text, { flag: 'wx', mode: 0o600 });
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, applyEdits(text, edits), { flag: 'wx', mode: (await stat(path)).mode & 0o777 });
  await rename(draft, path);
  return { file: path, backup };
}

async function freeName(path: string): Promise<string> {
  let name = path;
  for (let number = 2; await exists(name); number += 1) name = `${path}-${number}`;
  return name;
}
