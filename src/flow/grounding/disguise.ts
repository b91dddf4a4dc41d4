// A value or an order in disguise is still the same: undone, it is looked for again. What is found so only
// ever counts against a value.

import { fold, withoutEnd } from './fold.ts';

const MAX_RUNS = 32;
const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const HEX = /(?:0x)?(?:[0-9a-f]{2}[ :]?){8,}/gi;
const PERCENT = /(?:%[0-9a-f]{2}|[\w.~@/+-]){6,}/gi;
const SPACED = /(?:\b\p{L}[ .\-_*]){6,}\p{L}\b/gu;

/** The text as it reads, then as it reads when what is encoded in it is undone; all folded. */
export function variantsOf(head: string): string[] {
  const plain = fold(head);
  const undone = [
    ...matches(head, BASE64).map(fromBase64),
    ...matches(head, HEX).map(fromHex),
    ...(head.includes('%') ? matches(head, PERCENT).map(fromPercent) : []),
  ].filter((one) => one !== '' && /[a-z]{3}/i.test(one));
  const spaced = matches(head, SPACED).map((run) => run.replaceAll(/[ .\-_*]/g, ''));
  return [plain, reverse(plain), rot13(plain), unleet(plain), ...[...undone, ...spaced].map(fold)];
}

/** What a single value may stand for, itself left out. */
export function formsOf(value: string): string[] {
  const text = value.slice(0, 1_024);
  const plain = fold(text);
  const forms = [
    reverse(plain),
    rot13(plain),
    unleet(plain),
    fold(fromBase64(text)),
    fold(fromHex(text)),
    fold(fromPercent(text)),
    fold(toBase64(text)),
    toHex(text),
    toHex(text).replaceAll(/../g, '%$&'),
    fold(toPercent(text)),
    plain.replaceAll('@', ' at ').replaceAll('.', ' dot '),
    plain
      .replaceAll(/\s*[[({]?\s*(?:at|@)\s*[\])}]?\s*/g, '@')
      .replaceAll(/\s*[[({]?\s*(?:\bdot\b|\.)\s*[\])}]?\s*/g, '.'),
  ];
  return [...new Set(forms)].filter((form) => form.length >= 3 && form !== plain);
}

function matches(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([found]) => found).slice(0, MAX_RUNS);
}

export function reverse(text: string): string {
  return Array.from(text).toReversed().join('');
}

export function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCodePoint(((letter.codePointAt(0)! - first + 13) % 26) + first);
  });
}

const LEET: { readonly [digit: string]: string } = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' };

function unleet(text: string): string {
  return text.replaceAll(/[013457]/g, (digit) => LEET[digit]!);
}

function fromBase64(text: string): string {
  const bare = withoutEnd(text.replaceAll(/\s/g, ''), '=');
  return /^[\w+/-]+$/.test(bare) && bare.length % 4 !== 1 ? readable(fromBase64Bytes(bare)) : '';
}

const OF_BASE64 = placesIn('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
const OF_BASE32 = placesIn('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');

function placesIn(alphabet: string): Uint8Array {
  const places = new Uint8Array(128);
  // Base64 for addresses (RFC 4648 §5) has two signs of its own.
  for (const [at, sign] of Array.from(alphabet).entries())
    places[sign.codePointAt(0)!] = at < 64 ? at : at - 2;
  return places;
}

export function fromBase64Bytes(code: string): Uint8Array {
  return unpack(code, OF_BASE64, 6);
}

/** In either case. */
export function fromBase32(code: string): Uint8Array {
  return unpack(code.toUpperCase(), OF_BASE32, 5);
}

/** Signs that stand for some bits each; what is left at the end is no byte. */
function unpack(code: string, places: Uint8Array, bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor((code.length * bits) / 8));
  let held = 0;
  let left = 0;
  let at = 0;
  for (let place = 0; place < code.length; place++) {
    held = ((held << bits) | places[code.charCodeAt(place)]!) & 0x3fff;
    left += bits;
    if (left < 8) continue;
    left -= 8;
    bytes[at++] = held >> left;
  }
  return bytes;
}

function toBase64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function fromHex(text: string): string {
  const digits = text.replaceAll(/^0x|[ :]/g, '');
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) return '';
  return readable(fromHexBytes(digits));
}

export function fromHexBytes(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at++)
    bytes[at] = (digitAt(digits, at * 2) << 4) | digitAt(digits, at * 2 + 1);
  return bytes;
}

/** `0` is 48, `A` 65 and `a` 97. */
function digitAt(digits: string, place: number): number {
  const code = digits.charCodeAt(place);
  return code < 58 ? code - 48 : (code & 31) + 9;
}

function toHex(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromPercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function toPercent(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Bytes as UTF-8; empty where they are no text. */
function readable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return /\uFFFD|[^\P{Cc}\t\r\n]/u.test(text) ? '' : text;
}
