// What is written in other signs for the same, or with signs between that nobody sees, is read as what it
// looks like, and found at the place where it stands.

import { INVISIBLE, PLAIN } from '../grounding/fold.ts';

export interface Folded {
  readonly text: string;
  /** The place in the unfolded text of what stands at these offsets in this one. */
  readonly placeOf: (start: number, end: number) => { readonly start: number; readonly end: number };
}

/** Compatibility form without what cannot be seen; null where that is the text itself. */
export function foldSigns(text: string): Folded | null {
  if (PLAIN.test(text)) return null;
  const isPlain = text.normalize('NFKC') === text && text.search(INVISIBLE) === -1;
  return isPlain ? null : foldEach(text);
}

function foldEach(text: string): Folded {
  const starts: number[] = [];
  const ends: number[] = [];
  const parts: string[] = [];
  const known = new Map<string, string>();
  let at = 0;
  for (const sign of text) {
    const end = at + sign.length;
    const read = known.get(sign) ?? (sign.search(INVISIBLE) === -1 ? sign.normalize('NFKC') : '');
    known.set(sign, read);
    for (let unit = 0; unit < read.length; unit += 1) {
      starts.push(at);
      ends.push(end);
    }
    parts.push(read);
    at = end;
  }
  return {
    text: parts.join(''),
    placeOf: (start, end) => ({ start: starts[start]!, end: ends[end - 1]! }),
  };
}
