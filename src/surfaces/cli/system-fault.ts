// What the system refused is said as a sentence, with the next step; its own code stays at the end.

import { CliError } from './exit.ts';

const SENTENCES: {
  readonly [code: string]: readonly [says: (what: string) => string, help: string | null];
} = {
  EADDRINUSE: [
    (what) => `${what} is taken by another process`,
    'Stop it, or listen elsewhere: listen.port in holdpoint.yaml, HOLDPOINT_PORT; --listen of a witness',
  ],
  EADDRNOTAVAIL: [(what) => `${what} is no address of this machine`, 'Name another to listen at'],
  EEXIST: [(what) => `${what} is there already`, 'Move it away, or name another'],
  ENOENT: [(what) => `${what} is not there`, 'Make it, or name another'],
  EACCES: [(what) => `${what} is not open to this user`, 'Give this user the right, or name another'],
  EPERM: [(what) => `${what} is not open to this user`, 'Give this user the right, or name another'],
  EISDIR: [(what) => `${what} is a folder`, 'Name a file'],
  ENOTDIR: [(what) => `${what} is not in a folder`, 'Name another'],
  ENOSPC: [(what) => `there is no room for ${what}`, 'Make room on its disk'],
  EROFS: [(what) => `${what} is on a disk that cannot be written to`, 'Name another'],
};

/**
 * Null for what the system did not say, or says in a way that is not known here.
 *
 * @param named what a person called it; else it is named as the system does
 */
export function explainSystemFault(error: Error, named?: string): CliError | null {
  const {
    code = '',
    syscall,
    path,
    address,
    port,
  } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  const known = SENTENCES[code];
  if (known === undefined || syscall === undefined) return null;
  const [says, help] = known;
  const what = named ?? path ?? (address === undefined ? 'it' : `${address}:${port}`);
  return new CliError(`${says(what)} (${code})`, { help, json: { code } });
}

/** Why a file that somebody named cannot be read; `next` is how one comes to be, where it is not there. */
export function unreadable(file: string, error: unknown, next: string | null = null): Error {
  return ofFile(`${file} cannot be read`, error, { what: 'it', next: isCode(error, 'ENOENT') ? next : null });
}

/** Why nothing can be written there; `next` is what to do where a file is there already. */
export function unwritable(file: string, error: unknown, next: string | null = null): Error {
  const what = isCode(error, 'ENOENT') ? 'its folder' : 'it';
  return ofFile(`${file} cannot be written`, error, { what, next: isCode(error, 'EEXIST') ? next : null });
}

function isCode(error: unknown, code: string): error is Error {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** What the system did not say stays the bug that it is. */
function ofFile(
  failed: string,
  error: unknown,
  { what, next }: { readonly what: string; readonly next: string | null },
): Error {
  if (!(error instanceof Error)) throw error;
  const cause = explainSystemFault(error, what);
  if (cause === null) return error;
  return new CliError(`${failed}: ${cause.message}`, { help: next ?? cause.help, json: cause.details.json });
}
