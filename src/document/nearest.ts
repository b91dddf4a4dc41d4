// A mistyped word is answered with the one that was probably meant.

/**
 * `did you mean "…"?` for the known word within a third of its letters; else the known words; null for
 * none.
 */
export function nearest(word: string, known: readonly string[], what = 'keys'): string | null {
  if (known.length === 0) return null;
  const near = nearestWord(word, known);
  return near === null ? `known ${what}: ${known.join(', ')}` : `did you mean "${near}"?`;
}

/** The known word within a third of its letters; null where none is so near. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const scored = known.map((candidate) => ({ candidate, distance: distanceBetween(word, candidate) }));
  const [best] = scored.toSorted((a, b) => a.distance - b.distance);
  if (!best) return null;
  return best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}

/** Levenshtein distance; a word over 64 letters is near to nothing. */
function distanceBetween(a: string, b: string): number {
  if (a.length > 64) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY;
}
