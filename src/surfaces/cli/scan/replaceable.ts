// A program that somebody else can put in place of is not the one that was reviewed.

import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { realOrSame } from './collect.ts';
import type { ServerEntry, Word } from './server-entry.ts';

const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;
const TEMPORARY = ['/tmp', '/var/tmp', '/private/tmp', '/dev/shm'];

/** The words of command lines that name such programs or scripts, and why they are. */
export async function replaceablePrograms(servers: readonly ServerEntry[]): Promise<Map<Word, string>> {
  const found = new Map<Word, string>();
  for (const server of servers) {
    for (const word of programsOf(server)) {
      const why = await judge(resolve(server.cwd ?? '/', word.text));
      if (why !== null) found.set(word, why);
    }
  }
  return found;
}

/** The program where it is a path, and the first path among its arguments that is no folder. */
function programsOf({ command, cwd }: ServerEntry): Word[] {
  return command.slice(0, 4).filter(({ text }, at) => {
    const isPath = isAbsolute(text) || (cwd !== null && isAbsolute(cwd) && /^\.{1,2}[\\/]/.test(text));
    return isPath && (at === 0 || /\.(?:[cm]?[jt]s|py|rb|sh|pl|php|jar|exe|ps1)$/.test(text));
  });
}

async function judge(path: string): Promise<string | null> {
  const real = await realOrSame(path);
  const status = await stat(real).catch(() => null);
  const folder = await stat(dirname(real)).catch(() => null);
  if (isTemporary(path) || isTemporary(real)) return 'lies in a folder for temporary files';
  if (process.platform === 'win32') return null;
  if (status !== null && (status.mode & OTHERS_WRITE) !== 0) return 'other users of this machine can change';
  const isOpen = folder !== null && (folder.mode & OTHERS_WRITE) !== 0 && (folder.mode & STICKY) === 0;
  return isOpen ? 'lies in a folder where other users of this machine can write' : null;
}

function isTemporary(path: string): boolean {
  return [...TEMPORARY, tmpdir()].some((folder) => path.startsWith(folder + sep));
}
