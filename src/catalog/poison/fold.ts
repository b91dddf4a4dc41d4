// Letters that only look like others are read as what they look like, so that a rule sees what a reader sees.

import type { Span } from './finding.ts';

/** Cyrillic and Greek letters that are drawn as Latin ones (a part of Unicode's confusables, UTS 39). */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аα',
    b: 'Ьъ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еεҽ',
    g: 'ɡց',
    h: 'һ',
    i: 'іιɩı',
    j: 'јϳ',
    k: 'кκ',
    l: 'ӏ',
    m: 'м',
    n: 'ոռ',
    o: 'оοօ',
    p: 'рρ',
    q: 'ԛ',
    r: 'гᴦ',
    s: 'ѕꜱ',
    t: 'тτ',
    u: 'υսц',
    v: 'νѵ',
    w: 'ԝѡω',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢ',
  }).flatMap(([letter, others]) => Array.from(others, (other) => [other, letter] as const)),
);
const NOT_ASCII = /[^\0-\x7f]/;
const UNSEEN = /[\p{Cf}\p{Mn}\p{Co}\u3164\u2800]/gu;
const LATIN = /\p{Script=Latin}/u;
const FOREIGN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u;

/** Words; the bound keeps a search from exhausting the stack. */
const MIXED_WORD = /[\p{L}\p{N}_]{1,64}/gu;

/** A text as it looks, in plain letters, for searching. Where nothing is unusual it is the text itself. */
export function fold(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  // Another alphabet's own words stay as they are: only words with a Latin letter are read as Latin.
  const plain = text.normalize('NFKC');
  const read = FOREIGN.test(plain)
    ? plain.replaceAll(MIXED_WORD, (word) => (LATIN.test(word) && FOREIGN.test(word) ? latinOf(word) : word))
    : plain;
  return read
    .replaceAll(/[‘’‚‛ʼ＇]/g, "'")
    .replaceAll(/[“”„‟«»]/g, '"')
    .replaceAll(UNSEEN, '');
}

/** Words in which letters of two scripts stand together, nobody types one by accident: where they stand. */
export function mixedWords(text: string): Span[] {
  if (!FOREIGN.test(text)) return [];
  return Array.from(text.matchAll(MIXED_WORD)).flatMap(({ 0: word, index }) => {
    const mixed = LATIN.test(word) && FOREIGN.test(word) && latinOf(word) !== word;
    return mixed ? [{ start: index, end: index + word.length }] : [];
  });
}

/** A name without what tells look-alikes apart: case, separators, digits that are drawn as letters. */
export function skeletonOf(name: string): string {
  return latinOf(fold(name).toLowerCase())
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('0', 'o')
    .replaceAll(/[1|]/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

function latinOf(word: string): string {
  return Array.from(word, (letter) => {
    const plain = LOOKALIKES.get(letter) ?? LOOKALIKES.get(letter.toLowerCase());
    return plain ?? letter;
  }).join('');
}
