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

/** Null for what the system did not say, or says in a way that is not known here. */
export function explainSystemFault(error: Error): CliError | null {
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
  const what = path ?? (address === undefined ? 'it' : `${address}:${port}`);
  return new CliError(`${says(what)} (${code})`, { help, json: { code } });
}
