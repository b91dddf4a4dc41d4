// Reads what the scan looks at, on this machine only: the settings of MCP clients and the files of one
// folder. Everything is bounded; links are not followed into folders; what was not read is told.

import { readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { projectFile, SETTINGS_FOLDERS, USER_PLACES } from './clients.ts';
import type { Machine, ReadFile, Unreadable } from './machine.ts';
import type { ReadText } from './located.ts';
import { readJsonc } from './read-jsonc.ts';
import { readToml } from './read-toml.ts';
import { readYamlText } from './read-yaml.ts';
import { secretsInFile, secretsInSettings, secretsInVariables } from './secret-search.ts';
import { serversIn } from './server-entry.ts';
import { readSource, type Skipped, type SourceFile } from './source-file.ts';
import { walkFolder } from './walk.ts';

export interface Where {
  /** What names are shown from. */
  readonly cwd: string;
  /** The person's folder. */
  readonly home: string;
  /** Where settings lie besides the usual places; from the environment. */
  readonly settings: readonly string[];
  /** The folder whose files are looked at. */
  readonly folder: string;
  /** Folders that are passed by, absolute. */
  readonly without: readonly string[];
}

const MAX_SETTINGS_BYTES = 8 << 20;
const MAX_FILE_BYTES = 1 << 20;
const MAX_TOTAL_BYTES = 64 << 20;

interface Place {
  readonly path: string;
  /** Null: no settings of a client. */
  readonly client: string | null;
  readonly project: string | null;
}

export async function collect(where: Where): Promise<Machine> {
  const { paths, isCut } = await walkFolder(where.folder, where.without);
  const own = paths.map((path): Place => {
    const of = projectFile(relative(where.folder, path).replaceAll('\\', '/'));
    if (of === null) return { path, client: null, project: null };
    return { path, client: of.client, project: join(where.folder, of.folder) };
  });
  const found = { files: [] as ReadFile[], unreadable: [] as Unreadable[], skipped: [] as Skipped[] };
  const seen = new Set<string>();
  let [looked, bytes] = [0, 0];
  for (const place of [...(await userPlaces(where)), ...own]) {
    const max = place.client === null ? MAX_FILE_BYTES : MAX_SETTINGS_BYTES;
    const read =
      bytes > MAX_TOTAL_BYTES ? null : await readSource(place.path, nameOf(place.path, where.cwd), max);
    if (read === null) continue;
    if ('why' in read) found.skipped.push(read);
    if ('why' in read || seen.has(read.path)) continue;
    seen.add(read.path);
    looked += 1;
    bytes += read.text.length;
    const judged = readPlace(place, read);
    const isUnreadable = 'message' in judged;
    if (isUnreadable) found.unreadable.push(judged);
    const file = isUnreadable ? plainFile(read) : judged;
    if (isUnreadable || file.secrets.length > 0 || file.root !== null) found.files.push(file);
  }
  return { ...found, looked, isCut: isCut || bytes > MAX_TOTAL_BYTES };
}

/** In the order of the table; places that are not there are found out by reading. */
async function userPlaces({ home, settings }: Where): Promise<Place[]> {
  const bases = [...new Set([...settings, ...SETTINGS_FOLDERS.map((folder) => join(home, folder))])];
  const places = USER_PLACES.flatMap(({ client, base, path }) =>
    (base === 'home' ? [home] : bases).map((folder) => ({ path: join(folder, path), client, project: null })),
  );
  const listed = await Promise.all(
    places.map(async (place) => {
      if (!place.path.endsWith('*')) return [place];
      const folder = dirname(place.path);
      const names = await readdir(folder).catch(() => []);
      return names
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map((name) => ({ ...place, path: join(folder, name) }));
    }),
  );
  return listed.flat();
}

function readPlace({ client, project }: Place, file: SourceFile): ReadFile | Unreadable {
  if (client === null) return plainFile(file);
  const read = readSettings(file);
  if ('message' in read) {
    const { offset, message } = read;
    return { file: file.name, region: file.regionOf({ start: offset, end: offset }), message };
  }
  const { root } = read;
  const servers = serversIn(client, project, file, root);
  return { kind: 'client', client, file, root, servers, secrets: secretsInSettings(file.text, servers) };
}

function readSettings({ path, text }: SourceFile): ReadText {
  if (text.trim() === '') return readJsonc('{}');
  if (path.endsWith('.toml')) return readToml(text);
  return /\.ya?ml$/.test(path) ? readYamlText(text) : readJsonc(text);
}

function plainFile(file: SourceFile): ReadFile {
  const isVariables = /(?:^|[\\/])\.env(?:\.[\w.-]+)?$|\.env$/.test(file.path);
  const secrets = isVariables ? secretsInVariables(file.text) : secretsInFile(file.text, file.path);
  return { kind: isVariables ? 'variables' : 'other', client: null, file, secrets, root: null, servers: [] };
}

function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name.startsWith('..') || name === '' ? resolve(path) : name;
}

/** Where a path leads, or the path itself where it leads nowhere. */
export async function realOrSame(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
