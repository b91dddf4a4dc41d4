// A private key in PEM (RFC 7468) is a secret from its first line to its last, also where that is cut off.

/** In every text that holds one. */
export const PEM_MARK = '-----BEGIN ';

const FIRST_LINE = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
const LAST_LINE = /-----END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
/** What is left of one that was cut off: lines of base64. */
const REST = /(?:(?:\s|\\[nrt]){1,4}[A-Za-z0-9+/=]{16,}){0,1024}/y;
/** Longer ones are none: the two lines belong to different keys. */
const MAX_CHARACTERS = 65_536;

/** Where the private keys of a text start and end. Looks at each character a bounded number of times. */
export function findPrivateKeys(text: string): { readonly start: number; readonly end: number }[] {
  const ends = Array.from(text.matchAll(LAST_LINE), ({ index, 0: { length } }) => index + length);
  const keys: { start: number; end: number }[] = [];
  let nextEnd = 0;
  for (const { index: start, 0: line } of text.matchAll(FIRST_LINE)) {
    if (start < (keys.at(-1)?.end ?? 0)) continue;
    while (nextEnd < ends.length && ends[nextEnd]! <= start) nextEnd += 1;
    const end = ends[nextEnd] ?? Infinity;
    keys.push({ start, end: end - start <= MAX_CHARACTERS ? end : endOfRest(text, start + line.length) });
  }
  return keys;
}

function endOfRest(text: string, from: number): number {
  REST.lastIndex = from;
  REST.test(text);
  return REST.lastIndex;
}
