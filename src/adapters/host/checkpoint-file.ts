// The newest checkpoint in a file of its own, whole at every moment: a log that lost its tail no longer
// reaches it.

import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CheckpointSink } from '../../gateway/ports.ts';

/**
 * Replaces the file at a path with each note, in the order of the calls. One write is in flight at a time;
 * notes that come meanwhile wait together and only the last of them is written. A promise resolves once its
 * note or a later one is durable, and rejects with the file system's error where that write failed.
 */
export function openCheckpointFile(path: string): CheckpointSink {
  return new CheckpointFile(path);
}

class CheckpointFile implements CheckpointSink {
  readonly #path: string;
  #newest = '';
  #inFlight: Promise<unknown> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  write(note: string): Promise<void> {
    this.#newest = note;
    if (this.#waiting === null) {
      this.#waiting = this.#inFlight.then(() => this.#writeNewest());
      this.#inFlight = this.#waiting.catch(() => undefined);
    }
    return this.#waiting;
  }

  async read(): Promise<string | null> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async #writeNewest(): Promise<void> {
    this.#waiting = null;
    const newest = this.#newest;
    const kept = await this.read();
    // Another process on the same home may be ahead.
    if (kept === null || !(sizeOf(kept) > sizeOf(newest))) await replaceDurably(this.#path, newest);
  }
}

/** What a checkpoint's second line says; not a number for anything else. */
function sizeOf(note: string): number {
  return Number(note.split('\n')[1] ?? '-');
}

async function replaceDurably(path: string, text: string): Promise<void> {
  // Another process may write the same file.
  const draft = `${path}.${process.pid}.new`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
