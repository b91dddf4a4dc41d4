// Data that says by its form what it is, however long it may be: each pattern starts at a fixed mark and all
// its repetitions are bounded.

import type { DataCategory } from '../category.ts';
import { mod97 } from './checksum.ts';

export interface FreeForm {
  readonly kind: string;
  readonly category: DataCategory;
  /** With the flag `g`. */
  readonly pattern: RegExp;
  /** How many characters of what the pattern found are one; 0: none. */
  readonly measure: (text: string) => number;
}

/** ISO 13616: the length of every country's IBAN. */
const IBAN_LENGTHS = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
  DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23
  IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27
  MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19
  SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((one) => [one.slice(0, 2), Number(one.slice(2))] as const),
);

/** The pattern may run on into what stands behind it: only so many characters as the country has count. */
function measureIban(found: string): number {
  const text = found.toUpperCase();
  let left = IBAN_LENGTHS.get(text.slice(0, 2)) ?? 0;
  let end = 0;
  for (; left > 0 && end < text.length; end += 1) if (/[A-Z0-9]/.test(text[end]!)) left -= 1;
  if (end === 0 || left > 0 || /[A-Z0-9]/.test(text[end] ?? ' ')) return 0;
  const whole = text.slice(0, end).replace(/[^A-Z0-9]/g, '');
  // Of words in small letters, chance makes some.
  if (!found.startsWith(text.slice(0, end)) && whole.replace(/\D/g, '').length * 2 < whole.length) return 0;
  return mod97(whole.slice(4) + whole.slice(0, 4)) === 1 ? end : 0;
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const POLYNOMIAL = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** What is left of a right one, in the first form (BIP 173) and the second (BIP 350). */
const RESTS = [1, 0x2bc830a3];

function measureBech32(text: string): number {
  let state = 1;
  for (const value of [3, 3, 0, 2, 3, ...Array.from(text.slice(3), (one) => BECH32.indexOf(one))]) {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ value;
    POLYNOMIAL.forEach((part, bit) => {
      if ((top >>> bit) & 1) state ^= part;
    });
  }
  return RESTS.includes(state) ? text.length : 0;
}

const whole = (text: string): number => text.length;
const EDGE = '(?<![A-Za-z0-9_])';
const END = '(?![A-Za-z0-9_])';
const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const HEX = '[0-9A-Fa-f]{1,4}';

const inGroups = (between: string): string =>
  `(?:${between}[A-Za-z0-9]{4}){2,7}(?:${between}[A-Za-z0-9]{1,3})?`;

export const FREE_FORMS: readonly FreeForm[] = [
  form(
    'financial',
    'iban',
    `${EDGE}[A-Za-z]{2}\\d\\d(?:${inGroups('-')}|${inGroups('\\s{0,2}')})${END}`,
    measureIban,
  ),
  form('contact', 'wallet', `${EDGE}bc1[02-9ac-hj-np-z]{11,71}${END}`, measureBech32),
  form('contact', 'wallet', `${EDGE}0x[0-9A-Fa-f]{40}${END}`, whole),
  form('contact', 'phone', '(?<![\\w+])\\+\\d(?:[ ().\\/-]{0,2}\\d){7,14}(?!\\w)', whole),
  form('pii', 'fi-hetu', `${EDGE}[0-3]\\d[01]\\d{3}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y]${END}`, measureFinnish),
  form('pii', 'uk-nino', `${EDGE}[A-CEGHJ-PR-TW-Z]{2} \\d\\d \\d\\d \\d\\d [A-D]${END}`, whole),
  form(
    'phi',
    'us-mbi',
    `${EDGE}[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-[AC-HJKMNP-RT-Y]` +
      `[AC-HJKMNP-RT-Y0-9]\\d-[AC-HJKMNP-RT-Y]{2}\\d\\d${END}`,
    whole,
  ),
  form('contact', 'ip', `(?<![\\w.])${BYTE}(?:\\.${BYTE}){3}(?!\\.?\\w)`, whole),
  form('contact', 'ip', `(?<![\\w:.])${HEX}(?::${HEX}){7}(?![\\w:])`, whole),
  form('contact', 'ip', `(?<![\\w:.])${HEX}(?::${HEX}){0,5}::(?:${HEX}(?::${HEX}){0,5})(?![\\w:])`, whole),
];

/** What stands before the sign is looked for only where there is one. */
export const EMAIL = /@(?<=([\w.%+-]{1,64})@)((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@])/dg;

function measureFinnish(text: string): number {
  const number = Number(text.slice(0, 6) + text.slice(7, 10));
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[number % 31] === text[10] ? text.length : 0;
}

function form(category: DataCategory, kind: string, pattern: string, measure: FreeForm['measure']): FreeForm {
  return { kind, category, pattern: new RegExp(pattern, 'g'), measure };
}
