// A payload in another alphabet is still read by a model: what decodes to text is a message.

import type { Severity, Span } from './finding.ts';

const RUN = /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{32,}={0,2})/g;
const ESCAPED =
  /(?:\\x[0-9a-f]{2}){8,}|(?:\\u00[0-9a-f]{2}){8,}|(?:%[0-9a-f]{2}){12,}|(?:&#x?[0-9a-f]{2,5};){8,}/i;
const IMAGE = /data:(?:image|font)\/[\w.+-]{1,40};base64,$/;
const HEX = /^[0-9a-f]+$/i;
const READABLE = /^[ -~\s]+$/;
/** Exact counts: letters that may belong to either part are tried over and over. */
const WORDS = /[A-Za-z]{2}.{0,40}[\s:/@.,][A-Za-z]{2}/;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const MAX_DECODED = 4_096;

/** Texts within a text: `error` where it decodes to one, `warning` where a long run does not. */
export function findEncoded(text: string): { readonly severity: Severity; readonly span: Span }[] {
  const escaped = ESCAPED.exec(text);
  if (escaped !== null) return [{ severity: 'error', span: spanOf(escaped.index, escaped[0]) }];
  let doubtful: Span | null = null;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (IMAGE.test(text.slice(Math.max(0, index - 64), index))) continue;
    if (isMessage(run)) return [{ severity: 'error', span: spanOf(index, run) }];
    if (run.length >= 128 && doubtful === null) doubtful = spanOf(index, run);
  }
  return doubtful === null ? [] : [{ severity: 'warning', span: doubtful }];
}

function spanOf(start: number, part: string): Span {
  return { start, end: start + part.length };
}

function isMessage(run: string): boolean {
  const part = run.slice(0, MAX_DECODED);
  const decoded = HEX.test(part) ? fromHex(part) : fromBase64(part);
  return decoded.length >= 16 && READABLE.test(decoded) && WORDS.test(decoded);
}

function fromHex(digits: string): string {
  return digits.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** Latin-1 of the bytes; both alphabets of RFC 4648 §4 and §5. */
function fromBase64(run: string): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const sign of run.replaceAll('-', '+').replaceAll('_', '/')) {
    const value = ALPHABET.indexOf(sign);
    if (value === -1) break;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    text += String.fromCharCode((bits >> count) & 0xff);
  }
  return text;
}
