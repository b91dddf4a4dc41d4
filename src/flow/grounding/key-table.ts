// What was seen, by key, with who vouches for it: bounded, and past the bound nobody vouches for what is new.

import { createOverflow } from './overflow.ts';

/** Bits of how something was seen. */
export const SEEN = {
  person: 1,
  trusted: 2,
  named: 4,
  /** The whole of a field of its own, in a record that nobody named. */
  field: 8,
  untrusted: 16,
  /** In text that gives orders. */
  ordered: 32,
  /** By the agent itself, made of what nobody vouched for. */
  written: 64,
  /** In more records than are remembered. */
  elsewhere: 128,
  /** In the spelling of its key: without capitals, signs between or spaces of its own. */
  plain: 256,
  /** The whole of a field that a system keeps or made for this task: good as long as no text asks for it. */
  kept: 512,
  /** An id or a link that a system gave to what it made for this task: it leads nowhere by itself. */
  made: 1024,
  /** By another voice than its author's, in a text that somebody wrote. */
  foreign: 2048,
  /** The whole of a field of a record. */
  fact: 4096,
  /** In a step of a text that the person has followed. */
  step: 8192,
  /** In brackets, where the text around asks for nothing with it. */
  aside: 16384,
} as const;

/** What nobody gives who only reads back what the agent wrote. */
export const RAISING = SEEN.trusted | SEEN.named | SEEN.field | SEEN.kept | SEEN.made | SEEN.fact | SEEN.step;

/** Somebody who may say so gave it. */
export const VOUCHED = SEEN.person | SEEN.trusted | SEEN.named;

export interface Sighting {
  readonly seen: number;
  readonly sources: readonly string[];
}

/** Of what there was no room for. */
const BEYOND: Sighting = { seen: SEEN.untrusted | SEEN.elsewhere, sources: [] };

const MAX_SOURCES = 4;
/** What an entry takes beyond its key, about. */
const ENTRY_BYTES = 96;

export interface KeyTable {
  /** False where the table is full and the key is new. */
  readonly add: (key: string, seen: number, source: string) => boolean;
  readonly get: (key: string) => Sighting | null;
  /** What was seen and is kept nowhere else: nobody vouches for it. */
  readonly lose: (key: string) => void;
  readonly bytes: () => number;
}

/** @param maxBytes of keys and what is kept for each, about */
export function createKeyTable(maxBytes: number): KeyTable {
  const entries = new Map<string, Sighting>();
  const overflow = createOverflow();
  let bytes = 0;
  return {
    add: (key, given, source) => {
      const known = entries.get(key);
      // What the agent wrote is no better for being read back.
      const isWritten = known !== undefined && (known.seen & SEEN.written) !== 0;
      const seen = isWritten ? given & ~RAISING : given;
      if (known === undefined) {
        const size = key.length * 2 + ENTRY_BYTES;
        if (bytes + size > maxBytes) {
          overflow.add(key);
          return false;
        }
        bytes += size;
        entries.set(key, { seen, sources: [source] });
        return true;
      }
      const isKnown = known.sources.includes(source);
      const isKept = isKnown || known.sources.length >= MAX_SOURCES;
      const all = known.seen | seen | (isKept && !isKnown ? SEEN.elsewhere : 0);
      if (isKept && all === known.seen) return true;
      const sources = isKept ? known.sources : [...known.sources, source];
      entries.set(key, { seen: all, sources });
      return true;
    },
    lose: (key) => {
      if (!entries.has(key)) overflow.add(key);
    },
    get: (key) => entries.get(key) ?? (overflow.has(key) ? BEYOND : null),
    bytes: () => bytes + overflow.bytes(),
  };
}

/** Whether what a key stands for was seen in one of these ways. */
export function isSeen(table: Pick<KeyTable, 'get'>, key: string, how: number): boolean {
  return ((table.get(key)?.seen ?? 0) & how) !== 0;
}
