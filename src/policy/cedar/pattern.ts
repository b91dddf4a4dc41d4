// `like`: pieces of literal text with any text between them. Taking each piece at its first place is enough,
// so nothing is ever tried twice.

import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';

/** Compiles a pattern into a test of the whole text. */
export function compilePattern(pattern: readonly PatternElem[]): (text: string) => boolean {
  const pieces = [''];
  for (const element of pattern) {
    if (element === 'Wildcard') pieces.push('');
    else pieces.push(`${pieces.pop()}${element.Literal}`);
  }
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, from);
      if (found < 0) return false;
      from = found + piece.length;
    }
    return from <= end;
  };
}
