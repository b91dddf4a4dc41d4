// A text is read sentence by sentence, each short enough that no rule takes long, none left out.

import type { Span } from './finding.ts';

/** Of a text that has no sentences, pieces of this many UTF-16 units; they overlap by half. */
const MAX_SENTENCE = 480;

/** After a full stop, but not that of an abbreviation; at a line break, but not within a wrapped sentence. */
const END =
  /(?<!\b(?:e\.g|i\.e|etc|vs|cf|[Aa]pprox)\.)(?<=[.!?])["'”’)\]]*\s+|(?<=[。！？])|\n(?![ \t]*\p{Ll})/gu;

/** Where the sentences of a text are, in order, without white space around them. */
export function sentencesOf(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(END)) {
    addPieces(found, text, start, index + gap.length);
    start = index + gap.length;
  }
  addPieces(found, text, start, text.length);
  return found;
}

function addPieces(found: Span[], text: string, from: number, to: number): void {
  const part = text.slice(from, to);
  const start = from + (part.length - part.trimStart().length);
  const end = to - (part.length - part.trimEnd().length);
  if (start >= end) return;
  if (end - start <= MAX_SENTENCE) {
    found.push({ start, end });
    return;
  }
  for (let at = start; at < end; at += MAX_SENTENCE / 2) {
    found.push({ start: at, end: Math.min(end, at + MAX_SENTENCE) });
    if (at + MAX_SENTENCE >= end) return;
  }
}
