// Identifiers of letters and digits, told by the place of each and by their check letters.

import { isDate, weigh } from './checksum.ts';
import type { DataCategory } from '../category.ts';
import { isChinese, isFrench } from './numbers-of-people.ts';

export interface CodeKind {
  readonly kind: string;
  readonly category: DataCategory;
  /** `A` a capital letter, `9` a digit. */
  readonly shape: string;
  /** Null: it needs none beside it. */
  readonly words: RegExp | null;
  readonly accepts: (code: string) => boolean;
}

const SPANISH = 'TRWAGMYFPDXBNJZSQVHLCKE';
const isSpanish = (digits: string, letter: string): boolean => SPANISH[Number(digits) % 23] === letter;
const isForeigner = (code: string): boolean =>
  /^[XYZ]/.test(code) && isSpanish('XYZ'.indexOf(code[0]!) + code.slice(1, 8), code[8]!);

const SINGAPORE: { readonly [first: string]: string } = {
  S: 'JZIHGFEDCBA',
  T: 'GFEDCBAJZIH',
  F: 'XWUTRQPNMLK',
  G: 'RQPNMLKXWUT',
};
const isSingaporean = (code: string): boolean =>
  SINGAPORE[code[0]!]?.[weigh(code.slice(1), [2, 7, 6, 5, 4, 3, 2]) % 11] === code[8];

/** Values of characters in odd places; in even ones a digit counts itself and a letter its place. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const valueOf = (character: string): number =>
  character > '9' ? character.charCodeAt(0) - 65 : Number(character);
const isItalian = (code: string): boolean => {
  const values = Array.from(code.slice(0, 15), (one, at) =>
    at % 2 === 0 ? ODD[valueOf(one)]! : valueOf(one),
  );
  const sum = values.reduce((total, value) => total + value, 0);
  return valueOf(code[15]!) === sum % 26 && 'ABCDEHLMPRST'.includes(code[8]!);
};

const CURP = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const isMexican = (code: string): boolean => {
  const sum = Array.from(code.slice(0, 17)).reduce(
    (total, one, at) => total + CURP.indexOf(one) * (18 - at),
    0,
  );
  return isDate(code, 4) && /^.{10}[HMX]/.test(code) && (10 - (sum % 10)) % 10 === Number(code[17]);
};
const isIrish = (code: string): boolean => {
  const extra = code.length === 9 ? (code.charCodeAt(8) - 64) * 9 : 0;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[(weigh(code, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23] === code[7];
};
const isDea = (code: string): boolean =>
  (weigh(code.slice(2), [1, 0, 1, 0, 1, 0]) + 2 * weigh(code.slice(2), [0, 1, 0, 1, 0, 1])) % 10 ===
  Number(code[8]);
const isTaiwanese = (code: string): boolean => {
  const first = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(code[0]!) + 10;
  return (
    (Math.floor(first / 10) + (first % 10) * 9 + weigh(code.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0
  );
};
const isGermanInsured = (code: string): boolean => {
  const digits = String(code.charCodeAt(0) - 64).padStart(2, '0') + code.slice(1, 9);
  const parts = Array.from(digits, (digit, at) => Number(digit) * (at % 2 === 0 ? 1 : 2));
  return parts.reduce((sum, part) => sum + (part > 9 ? part - 9 : part), 0) % 10 === Number(code[9]);
};
const NINO = /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/;

export const CODES: readonly CodeKind[] = [
  codeKind('es-dni', '99999999A', (id) => isSpanish(id.slice(0, 8), id[8]!)),
  codeKind('es-nie', 'A9999999A', isForeigner),
  codeKind('sg-nric', 'A9999999A', isSingaporean),
  codeKind('it-fiscal', 'AAAAAA99A99A999A', isItalian),
  codeKind('mx-curp', 'AAAA999999AAAAAA99', isMexican),
  codeKind('mx-curp', 'AAAA999999AAAAAAA9', isMexican),
  codeKind('in-pan', 'AAAAA9999A', (id) => /^...[PH]/.test(id)),
  codeKind('uk-nino', 'AA999999A', (id) => NINO.test(id)),
  codeKind('cn-resident', '99999999999999999A', isChinese),
  codeKind('fr-nir', '999999A99999999', isFrench),
  codeKind('ie-pps', '9999999A', isIrish, 'ppsn?'),
  codeKind('ie-pps', '9999999AA', isIrish, 'ppsn?'),
  codeKind('tw-national', 'A999999999', isTaiwanese, 'taiwan\\w*|national id|身分證\\S*'),
  {
    ...codeKind('de-insured', 'A999999999', isGermanInsured, 'versicherten\\S*|kvnr|krankenv\\S*'),
    category: 'phi',
  },
  { ...codeKind('us-dea', 'AA9999999', isDea, 'dea'), category: 'phi' },
];

function codeKind(kind: string, shape: string, accepts: CodeKind['accepts'], words = ''): CodeKind {
  const regexp = words === '' ? null : new RegExp(`\\b(?:${words})(?!\\w)`);
  return { kind, category: 'pii', shape, words: regexp, accepts };
}
