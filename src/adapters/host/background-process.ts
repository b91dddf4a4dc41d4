// A process outlives the one that starts it, which learns that it serves, or why it does not.

import { spawn } from 'node:child_process';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The process has ended before it served. */
export class NotStarted extends Error {
  readonly code = 'daemon-not-started';
  constructor(message: string) {
    super(message);
    this.name = 'NotStarted';
  }
}

export interface BackgroundProcess<T> {
  /** The program of this runtime, and its arguments. */
  readonly argv: readonly string[];
  /** What it prints is added to this file (0600); its folder is made (0700) where there is none. */
  readonly logPath: string;
  /** Asked again and again: what shows that the process serves, or null. */
  readonly look: (pid: number) => Promise<T | null>;
}

const LOOK_EVERY_MS = 50;
/** Enough of the end of a log for what a program says last. */
const LAST_BYTES = 8_192;

/** Rejects with `NotStarted`, which says what the process said last, and where the rest is. */
export async function startInBackground<T>({ argv, logPath, look }: BackgroundProcess<T>): Promise<T> {
  await mkdir(dirname(logPath), { recursive: true, mode: 0o700 });
  const log = await open(logPath, 'a+', 0o600);
  try {
    const { size } = await log.stat();
    const child = spawn(process.execPath, argv, { detached: true, stdio: ['ignore', log.fd, log.fd] });
    let hasEnded = false;
    const end = (): void => {
      hasEnded = true;
    };
    child.once('exit', end).once('error', end).unref();
    for (;;) {
      const ended = hasEnded;
      const seen = child.pid === undefined ? null : await look(child.pid);
      if (seen !== null) return seen;
      if (ended) throw new NotStarted(`${await lastWords(log, size)} (all that it said: ${logPath})`);
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    await log.close();
  }
}

/** The last error that a program printed since, else its last line. */
async function lastWords(log: FileHandle, since: number): Promise<string> {
  const { size } = await log.stat();
  const from = Math.max(since, size - LAST_BYTES);
  const { buffer } = await log.read(Buffer.alloc(size - from), 0, size - from, from);
  const lines = buffer
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const error = lines.findLast((line) => line.startsWith('error: '));
  return `the daemon did not start: ${error?.slice('error: '.length) ?? lines.at(-1) ?? 'it said nothing'}`;
}
