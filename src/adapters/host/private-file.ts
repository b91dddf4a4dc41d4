// A secret on disk is readable by its owner alone, and appears whole or not at all, also when two processes
// make it at once.

import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, statSync, type Stats } from 'node:fs';
import { link, mkdir, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file cannot be read or made, or others can read or replace it. The message says how to mend it. */
export class PrivateFileFault extends Error {
  readonly code: 'private-file-unusable' | 'private-file-exists';
  constructor(code: PrivateFileFault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PrivateFileFault';
    this.code = code;
  }
}

const MAX_BYTES = 64 * 1024;

/** Its text, or null where there is none. Throws `private-file-unusable`. */
export async function readPrivateFile(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    if (hasCode(cause, 'ENOENT')) return null;
    throw unusable(path, 'cannot be opened', cause);
  });
  if (file === null) return null;
  try {
    checkPrivacy(path, await file.stat(), await stat(dirname(path)));
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** The same, where nothing can be awaited. */
export function readPrivateFileSync(path: string): string | null {
  const file = openOrNull(path);
  if (file === null) return null;
  try {
    checkPrivacy(path, fstatSync(file), statSync(dirname(path)));
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw unusable(path, 'cannot be opened', cause);
  }
}

/**
 * Makes it with mode 0600, in a directory that is made with mode 0700 where there is none; durable when the
 * promise resolves. Throws `private-file-exists` where there is one already, else `private-file-unusable`.
 */
export async function createPrivateFile(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await publish(path, text);
    await syncFolder(dirname(path));
  } catch (cause) {
    if (cause instanceof PrivateFileFault) throw cause;
    throw unusable(path, 'cannot be made', cause);
  }
}

/** Its text; where there is none it is made, and where another process is faster that one's text counts. */
export async function readOrCreatePrivateFile(path: string, make: () => string): Promise<string> {
  const text = await readPrivateFile(path);
  if (text !== null) return text;
  try {
    await createPrivateFile(path, make());
  } catch (error) {
    if (!hasCode(error, 'private-file-exists')) throw error;
  }
  const made = await readPrivateFile(path);
  if (made === null) throw unusable(path, 'vanished while it was made');
  return made;
}

function checkPrivacy(path: string, { mode, size }: Stats, folder: Stats): void {
  if ((mode & 0o170000) !== 0o100000) throw unusable(path, 'is not a file');
  if ((mode & 0o077) !== 0) throw unusable(path, `is open to others: chmod 600 ${path}`);
  if (size > MAX_BYTES) throw unusable(path, `is larger than ${MAX_BYTES} bytes`);
  if ((folder.mode & 0o022) !== 0) {
    throw unusable(path, `can be replaced by others: chmod go-w ${dirname(path)}`);
  }
}

/** A link never replaces what has the name already. */
async function publish(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    await link(draft, path);
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    throw new PrivateFileFault('private-file-exists', `${path} is there already`);
  } finally {
    await file.close();
    await unlink(draft);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync();
  await folder.close();
}

function hasCode(error: unknown, code: string): boolean {
  return (error as { code?: unknown }).code === code;
}

function unusable(path: string, problem: string, cause?: unknown): PrivateFileFault {
  return new PrivateFileFault('private-file-unusable', `${path} ${problem}`, { cause });
}
