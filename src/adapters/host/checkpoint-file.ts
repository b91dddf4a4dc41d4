// The newest checkpoint in a file of its own, whole at every moment: a log that lost its tail no longer
// reaches it.

import { open, rename } from 'node:fs/promises';
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

  #writeNewest(): Promise<void> {
    this.#waiting = null;
    return replaceDurably(this.#path, this.#newest);
  }
}

async function replaceDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
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
