// What is written in code is read as what it says, wherever in a text it begins: each step costs the text's
// length, and there are few of them.

import { fromBase32, fromBase64Bytes, fromHexBytes, reverse, rot13 } from './disguise.ts';

export interface Undone {
  /** What stands in it in code, also in code within code. */
  readonly decoded: readonly string[];
  /** The whole of it turned round, and with other letters. */
  readonly turned: readonly string[];
  /** False: past a bound, some of it was not looked at. */
  readonly isWhole: boolean;
}

/** Characters of one text that are looked at. */
export const MAX_UNDONE = 262_144;
/** A longer text is the whole of no record, be it turned round. */
const MAX_TURNED = 65_536;
/** Code within code. */
const MAX_DEPTH = 3;
/** Parts that are read of one text, in the order in which they are found. */
const MAX_PARTS = 4_096;

/** Of signs that carry eight letters at least. */
const BASE64 = /[A-Za-z0-9+/_-]{11,}/g;
const BASE32 = /[A-Z2-7]{13,}/g;
/** Words in small letters are joined to no others: any would do. */
const SMALL_BASE32 = /[a-z2-7]{13,}/g;
const HEX = /[0-9a-f]{16,}/gi;
/** How each byte is marked, or kept from the next. */
const HEX_MARKS = /\\x|0x|&#x|\\u00|\\u\{0{0,4}|[%\s:,;._=}-]+/gi;
/** `%41`, `\x41`, `\u0041`, `\u{41}`, `&#x41;`; `&#65;`; `\101` */
const ESCAPED =
  /(?:%[0-9a-f]{2})+|(?:\\x|\\u00|\\u\{0{0,4}|&#x)([0-9a-f]{2})[;}]?|&#(\d{2,3});|\\([01]?[0-7]{2})/gi;
const LETTER_CODE = '(?:9|10|13|3[2-9]|[4-9]\\d|1[01]\\d|12[0-6])';
/** `65, 75, 73`: one number a letter. */
const DECIMAL = new RegExp(`(?<!\\d)${LETTER_CODE}(?:[\\s,;]{1,3}${LETTER_CODE}(?!\\d)){7,}`, 'g');
/** How a line of a list begins, and what joins texts in programs: `1) `, `"…" + "…"`. */
const LINE_HEAD = '^[ \\t]*(?:[*+>|•-]+[ \\t]+|[([#]?\\d{1,4}(?:[).:\\]|,-]{1,2}[ \\t]*|[ \\t]+))';
const PARTING = new RegExp(`${LINE_HEAD}|["'\`]\\s{0,8}[+.&,]?\\s{0,8}["'\`]`, 'gm');
/** So many before the rest of a line. */
const MAX_HEADS = 8;
/** Fewer letters in a row come about by chance. */
const MIN_SAID = 8;

/** @param length of it that may be looked at */
export function undo(text: string, length = MAX_UNDONE): Undone {
  const head = text.slice(0, Math.min(length, MAX_UNDONE));
  const isShort = head.length <= MAX_TURNED;
  const decoded = new Set<string>();
  let isFull = false;
  let next = [head, reverse(head)];
  for (let depth = 0; depth < MAX_DEPTH && next.length > 0; depth++) {
    const known = decoded.size;
    for (const one of next) {
      for (const said of decode(one)) {
        if (said === one) continue;
        if (decoded.size < MAX_PARTS) decoded.add(said);
        else isFull ||= !decoded.has(said);
      }
    }
    next = [...decoded].slice(known);
  }
  const isWhole = head.length === text.length && !isFull && next.length === 0;
  return { decoded: [...decoded], turned: isShort ? [reverse(head), rot13(head)] : [], isWhole };
}

function* decode(text: string): Generator<string> {
  yield* unescaped(text);
  for (const [run] of text.matchAll(DECIMAL))
    yield run.replaceAll(/(\d+)[\s,;]*/g, (_all, code: string) => String.fromCodePoint(Number(code)));
  const bare = withoutParting(text);
  if (bare !== text) yield bare;
  const joined = text.replaceAll(/\s+/g, '');
  for (const [run] of joined.matchAll(BASE64)) yield* saidFrom(run, 4, fromBase64Bytes);
  const compacted = joined.replaceAll(/[^A-Za-z0-9+/=]+/g, '');
  if (compacted !== joined)
    for (const [run] of compacted.matchAll(BASE64)) yield* saidFrom(run, 4, fromBase64Bytes);
  for (const [run] of joined.matchAll(BASE32)) yield* saidFrom(run, 8, fromBase32);
  for (const [run] of text.matchAll(SMALL_BASE32)) yield* saidFrom(run, 8, fromBase32);
  for (const [run] of text.replaceAll(HEX_MARKS, '').matchAll(HEX)) yield* saidFrom(run, 2, fromHexBytes);
}

/** Heads of lines are no code, be there one behind the other: `2026-05-01 12:30` has nothing more in it. */
function withoutParting(text: string): string {
  let [before, after] = [text, text.replaceAll(PARTING, '')];
  for (let more = 1; more < MAX_HEADS && after !== before; more++)
    [before, after] = [after, after.replaceAll(PARTING, '')];
  return after;
}

/** Whatever stands before it, code begins at one of so many places. */
function* saidFrom(run: string, places: number, read: (code: string) => Uint8Array): Generator<string> {
  for (let place = 0; place < places; place++) {
    const bytes = read(run.slice(place));
    if (endOfText(bytes, 0) === bytes.length) {
      if (bytes.length >= MIN_SAID) yield new TextDecoder().decode(bytes);
      return;
    }
    yield* textsIn(bytes);
    // Letters of two bytes each.
    if (bytes.includes(0)) yield* textsIn(bytes.filter((byte) => byte !== 0));
  }
}

function* textsIn(bytes: Uint8Array): Generator<string> {
  for (let at = 0; at < bytes.length;) {
    const end = endOfText(bytes, at);
    if (end - at >= MIN_SAID) yield new TextDecoder().decode(bytes.subarray(at, end));
    at = end + 1;
  }
}

/** Where what can be read ends: signs of ASCII, and whole ones of UTF-8. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      const isSaid = (byte >= 0x20 && byte !== 0x7f) || byte === 9 || byte === 10 || byte === 13;
      if (!isSaid) return at;
      at += 1;
      continue;
    }
    const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    if (byte < 0xc2 || byte > 0xf4) return at;
    for (let place = 1; place <= more; place++) if (((bytes[at + place] ?? 0) & 0xc0) !== 0x80) return at;
    at += more + 1;
  }
}

function* unescaped(text: string): Generator<string> {
  if (text.search(ESCAPED) === -1) return;
  for (const [word] of text.matchAll(/\S+/g)) {
    const plain = word.replaceAll(ESCAPED, (code: string, hex?: string, decimal?: string, octal?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return new TextDecoder().decode(fromHexBytes(hex ?? code.replaceAll('%', '')));
    });
    if (plain !== word) yield plain;
  }
}
