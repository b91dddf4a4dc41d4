// The checkpoint that this browser verified last, per ledger: what was seen once cannot be taken back unseen.

const PREFIX = 'holdpoint-checkpoint:';

export interface KeptCheckpoint {
  readonly note: string;
  readonly size: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Null: none was kept, or it cannot be read. */
export function keptCheckpoint(ledger: string): KeptCheckpoint | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + ledger) ?? 'null') as KeptCheckpoint | null;
    return typeof kept?.note === 'string' ? kept : null;
  } catch {
    return null;
  }
}

export function keepCheckpoint(ledger: string, note: string): void {
  const kept: KeptCheckpoint = { note, size: sizeOf(note), at: Date.now() };
  localStorage.setItem(PREFIX + ledger, JSON.stringify(kept));
}

/** By the second line of a checkpoint (C2SP tlog-checkpoint). */
function sizeOf(note: string): number {
  return Number(note.split('\n')[1] ?? 0);
}

/** Who signed a note (C2SP signed-note): names of the keys, the log's own among them. */
export function signersOf(note: string): readonly string[] {
  return note
    .slice(note.indexOf('\n\n') + 2)
    .split('\n')
    .flatMap((line) => /^— (\S+) /.exec(line)?.[1] ?? []);
}
