// A value is placed by its very spelling: what could hide in capitals, signs, spaces or in what cannot be
// seen is never taken for what was read.

import { PHRASE_WORDS, spansIn, waysOf, waysOfFolded, wordsIn } from './atom.ts';
import type { Span } from './atom.ts';
import { fold } from './fold.ts';
import { SEEN } from './key-table.ts';
import type { KeyTable, Sighting } from './key-table.ts';

/** Longer texts are known by their runs alone. */
const MAX_WHOLE = 1_024;
/** Longer values are not placed. */
const MAX_VALUE = 65_536;

export interface Spellings {
  /** Keys of what is spelled in a way of its own. */
  readonly own: ReadonlySet<string>;
  /** Keys of the runs that are spelled as they are folded. */
  readonly plain: ReadonlySet<string>;
}

/** How a text spells all that a value of it may be. */
export function spellingsIn(text: string): Spellings {
  const spans = spansIn(text);
  const own = new Set(text.length <= MAX_WHOLE ? [ownKey(text)] : []);
  const plain = new Set<string>();
  for (let from = 0; from < spans.length; from++) {
    for (let to = from + 1; to <= Math.min(spans.length, from + PHRASE_WORDS); to++) {
      const run = runOf(text, spans.slice(from, to));
      if (run.isPlain) plain.add(plainKey(run.text));
      else own.add(ownKey(run.text));
    }
  }
  return { own, plain };
}

/**
 * The records that the whole of a text was seen in: none where a person said it. Null where it was not seen
 * just as it is, or in more records than are remembered.
 */
export function recordsOf(table: KeyTable, text: string): readonly string[] | null {
  if (text.length > MAX_VALUE) return null;
  const exact = exactKeys(text).flatMap((key) => table.get(key) ?? []);
  if (exact.some(({ seen }) => (seen & SEEN.person) !== 0)) return [];
  const all = exact.length > 0 ? exact : runsOf(table, text);
  if (all === null) return null;
  // Whatever holds the same in another spelling counts, too.
  const alike = [...all, ...waysOf(text).flatMap((key) => table.get(key) ?? [])];
  if (alike.some(({ seen }) => (seen & SEEN.elsewhere) !== 0)) return null;
  // The agent's own writing stands in no record: what it wrote comes from where else it was seen.
  const records = [...new Set(alike.flatMap(({ sources }) => sources))].filter((one) => one !== '');
  return records.length === 0 ? null : records;
}

/** Under which a whole value is known that has one spelling alone, or the spelling that was read. */
function exactKeys(text: string): string[] {
  const keys = [ownKey(text)];
  if (fold(text) === text)
    keys.push(...waysOfFolded(text).filter((key) => key.slice(2) === text || key === `w:${text.slice(1)}`));
  if (/^(?:[a-z\d]+|[A-Z\d]+)$/.test(text)) keys.push(`i:${text.toLowerCase()}`);
  if (String(Number(text)) === text) keys.push(`n:${text}`);
  return keys;
}

/** Null where the text is short, or where not every run of words was seen in this spelling. */
function runsOf(table: KeyTable, text: string): Sighting[] | null {
  const spans = spansIn(text);
  const [first] = spans;
  const last = spans.at(-1);
  if (spans.length <= PHRASE_WORDS || first?.start !== 0) return null;
  if (!/^[.!?]?$/.test(text.slice(last?.end))) return null;
  const runs: Sighting[] = [];
  for (let place = 0; place + PHRASE_WORDS <= spans.length; place++) {
    const run = runOf(text, spans.slice(place, place + PHRASE_WORDS));
    const folded = table.get(plainKey(wordsIn(fold(run.text)).join(' ')));
    const own = run.isPlain ? folded : table.get(ownKey(run.text));
    if (own === null || (run.isPlain && (own.seen & SEEN.plain) === 0)) return null;
    runs.push(own, ...(folded === null ? [] : [folded]));
  }
  return runs;
}

/** Plain: as it is folded, with single spaces between. */
function runOf(text: string, spans: readonly Span[]): { readonly text: string; readonly isPlain: boolean } {
  const { start } = spans[0]!;
  const { end } = spans.at(-1)!;
  const isApart = spans.every((one, place) => place === 0 || isSpace(text, spans[place - 1]!.end, one.start));
  return { text: text.slice(start, end), isPlain: isApart && spans.every(({ isPlain }) => isPlain) };
}

function isSpace(text: string, start: number, end: number): boolean {
  return end - start === 1 && text[start] === ' ';
}

/** Under which a text is known as it is spelled. */
export function ownKey(text: string): string {
  return `p:${text}`;
}

function plainKey(run: string): string {
  return `w:${run}`;
}
