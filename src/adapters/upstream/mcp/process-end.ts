// A server that we started ends with everything it started: its whole process group, within bounded waits.

import type { ChildProcess } from 'node:child_process';

/**
 * Closes the server's input, then sends SIGTERM, then SIGKILL, each to the whole group after `graceMs`.
 * Resolves when the process is gone and reaped (or, after SIGKILL, when even the kernel takes too long).
 */
export async function endProcess(child: ChildProcess, graceMs: number): Promise<void> {
  const gone = hasEnded(child)
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  if (!(await settles(gone, graceMs))) {
    signalGroup(child, 'SIGTERM');
    if (!(await settles(gone, graceMs))) {
      signalGroup(child, 'SIGKILL');
      await settles(gone, graceMs);
    }
  }
}

/** Sends a signal to the group the process leads; whoever has gone already is no error. */
export function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: nobody is left in the group.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Whether the promise resolves within the time. */
export async function settles(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
