// Numbers by which states and health systems know people, each by the rule of its issuer.

import {
  isDate,
  isDay,
  isDayFirst,
  isLuhn,
  isMod1110,
  isOneDigit,
  isVerhoeff,
  mod97,
  weigh,
} from './checksum.ts';
import { numberKind as number } from './number-kind.ts';
import type { NumberKind } from './number-kind.ts';

const falling = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, step) => from - step);
const FROM_NINE = falling(9, 2);
const FROM_TEN = falling(10, 1);
const FROM_THIRTEEN = falling(13, 2);
const zero = (digits: string, weights: readonly number[], by: number): boolean =>
  weigh(digits, weights) % by === 0 && !isOneDigit(digits);
/** The last digit is what is missing to a multiple of eleven. */
const elevenLess = (digits: string, weights: readonly number[], tenAs: number): boolean => {
  const rest = (11 - (weigh(digits, weights) % 11)) % 11;
  return (rest === 10 ? tenAs : rest) === Number(digits.at(-1));
};
/** The same, where all that is missing counts by its last digit. */
const lastOfEleven = (digits: string, weights: readonly number[]): boolean =>
  (11 - (weigh(digits, weights) % 11)) % 10 === Number(digits.at(-1));

const CPF = [falling(10, 2), falling(11, 2)];
const CNPJ = [
  [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2],
  [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2],
];
const brazilian = (digits: string, weights: readonly (readonly number[])[]): boolean =>
  !isOneDigit(digits) &&
  weights.every((row) => ((weigh(digits, row) * 10) % 11) % 10 === Number(digits[row.length]));

const BALTIC = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 1],
  [3, 4, 5, 6, 7, 8, 9, 1, 2, 3],
];
const CHINESE = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export function isChinese(id: string): boolean {
  const isBorn = /^[1-9]\d{5}(?:18|19|20)/.test(id) && isDay(id.slice(10, 12), id.slice(12, 14));
  return isBorn && '10X98765432'[weigh(id, CHINESE) % 11] === id.at(-1);
}

/** With the departments of Corsica told by letters, too. */
export function isFrench(id: string): boolean {
  const key = Number(id.slice(13));
  const digits = id.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return /^[1-478]\d\d(?:0[1-9]|1[0-2]|[2-4]\d)/.test(id) && 97 - mod97(digits) === key;
}

const isSsn = (id: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(id);
const isItin = (id: string): boolean => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(id);
const isBelgian = (id: string): boolean =>
  Number(id.slice(2, 4)) % 20 <= 12 &&
  ['', '2'].some((century) => 97 - mod97(century + id.slice(0, 9)) === Number(id.slice(9)));
const isSwedish = (id: string): boolean => {
  const short = id.slice(-10);
  return isLuhn(short) && isDay(short.slice(2, 4), Number(short.slice(4, 6)) % 60);
};
const isNorwegian = (id: string): boolean =>
  isDay(id.slice(2, 4), Number(id.slice(0, 2)) % 40) &&
  weigh(id, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
  zero(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11);
const isBaltic = (id: string): boolean => {
  const rest = BALTIC.map((weights) => weigh(id, weights) % 11).find((one) => one < 10) ?? 0;
  return /^[1-6]/.test(id) && isDate(id, 1) && rest === Number(id.at(-1));
};
const isTurkish = (id: string): boolean =>
  /^[1-9]/.test(id) &&
  (weigh(id, [7, -1, 7, -1, 7, -1, 7, -1, 7]) + 100) % 10 === Number(id[9]) &&
  weigh(id, Array<number>(10).fill(1)) % 10 === Number(id[10]);
const isJapanese = (id: string): boolean => {
  const rest = weigh(id, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest <= 1 ? 0 : 11 - rest) === Number(id.at(-1)) && !isOneDigit(id);
};
const isChilean = (id: string): boolean => elevenLess(id, [3, 2, 7, 6, 5, 4, 3, 2].slice(9 - id.length), -1);
const ROMANIAN = '01234567891';
const isRomanian = (id: string): boolean =>
  /^[1-8]/.test(id) &&
  isDate(id, 1) &&
  ROMANIAN[weigh(id, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11] === id.at(-1);
const isCzech = (id: string): boolean =>
  Number(id) % 11 === 0 && isDay((Number(id.slice(2, 4)) % 50) % 20, id.slice(4, 6));
const isSteuerId = (id: string): boolean =>
  /^[1-9]/.test(id) && [8, 9].includes(new Set(id.slice(0, 10)).size) && isMod1110(id);
const isAustralianMedicare = (id: string): boolean =>
  /^[2-6]/.test(id) && weigh(id, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(id[8]);

export const NUMBERS_OF_PEOPLE: readonly NumberKind[] = [
  number('pii', 'us-ssn', '3-2-4|9,3 2 4', 'ssn|social security', isSsn),
  number('pii', 'us-itin', '3-2-4|9', 'itin|taxpayer', isItin),
  number('pii', 'uk-nhs', '|10,3_3_4', 'nhs', (id) => zero(id, FROM_TEN, 11)),
  number('pii', 'de-tax-id', '|11,2 3 3 3', 'steuer\\w*|idnr|tin|tax id', isSteuerId),
  number('pii', 'fr-nir', '15,1 2 2 2 3 3 2,13 2|', '', isFrench),
  number('pii', 'nl-bsn', '|9,4.2.3', 'bsn|burgerservicenummer|sofi', (id) =>
    zero(id, [9, 8, 7, 6, 5, 4, 3, 2, -1], 11),
  ),
  number('pii', 'be-national', '2.2.2-3.2|11', 'rijksregister\\w*|registre national|insz|niss', isBelgian),
  number(
    'pii',
    'pl-pesel',
    '|11',
    'pesel',
    (id) =>
      zero(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10) && isDay(Number(id.slice(2, 4)) % 20, id.slice(4, 6)),
  ),
  number('pii', 'se-personal', '8-4|6-4,10,12', 'personnummer|personal (?:id|identity)', isSwedish),
  number('pii', 'no-birth', '11,6 5|', '', isNorwegian),
  number('pii', 'dk-cpr', '|6-4,10', 'cpr', isDayFirst),
  number(
    'pii',
    'pt-nif',
    '|9,3 3 3',
    'nif|contribuinte',
    (id) => /^[1235689]/.test(id) && elevenLess(id, FROM_NINE, 0),
  ),
  number('pii', 'ch-ahv', '3.4.4.2,13|', '', (id) => id.startsWith('756') && isEan(id)),
  number(
    'pii',
    'at-insurance',
    '|10,4 6',
    'svnr|sozialversicherung\\w*|sv nr',
    (id) => isDayFirst(id.slice(4)) && weigh(id, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(id[3]),
  ),
  number('pii', 'br-cpf', '3.3.3-2|11', 'cpf', (id) => brazilian(id, CPF)),
  number('financial', 'br-cnpj', '2.3.3/4-2|14', 'cnpj', (id) => brazilian(id, CNPJ)),
  number(
    'pii',
    'in-aadhaar',
    '|12,4_4_4',
    'aadhaar|uidai|aadhar',
    (id) => /^[2-9]/.test(id) && isVerhoeff(id),
  ),
  number('pii', 'cn-resident', '18|', '', isChinese),
  number('pii', 'kr-resident', '6-7|', '', (id) => {
    return isDate(id) && lastOfEleven(id, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
  }),
  number('pii', 'jp-my-number', '|12,4_4_4', 'my number|mynumber|個人番号|マイナンバー', isJapanese),
  number('pii', 'th-national', '1-4-5-2-1|13', 'thai id|national id|บัตรประชาชน', (id) =>
    lastOfEleven(id, FROM_THIRTEEN),
  ),
  number('pii', 'au-tfn', '|9,3 3 3', 'tfn|tax file', (id) => zero(id, [1, 4, 3, 7, 5, 8, 6, 9, 10], 11)),
  number('phi', 'au-medicare', '|10,4 5 1', 'medicare', isAustralianMedicare),
  number(
    'pii',
    'ca-sin',
    '|9,3_3_3',
    'sin|social insurance|nas',
    (id) => /^[1-79]/.test(id) && isLuhn(id) && !isOneDigit(id),
  ),
  number(
    'pii',
    'za-id',
    '|13,6 4 3',
    '(?:sa|rsa|south african) id|id number|identity number',
    (id) => isDate(id) && /^\d{10}[01]/.test(id) && isLuhn(id),
  ),
  number('pii', 'il-id', '|9', 'teudat zehut|israeli? id|ת"?ז', (id) => isLuhn(id) && !isOneDigit(id)),
  number('pii', 'tr-national', '|11', 'kimlik|tckn|tc no', isTurkish),
  number('pii', 'ae-emirates', '3-4-7-1,15|', '', (id) => id.startsWith('784') && isLuhn(id)),
  number('pii', 'cl-rut', '2.3.3-1,1.3.3-1|8-1,7-1', 'rut|run', isChilean),
  number(
    'pii',
    'ar-cuit',
    '2-8-1|11',
    'cuit|cuil',
    (id) => /^(?:2[0347]|3[034])/.test(id) && elevenLess(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 9),
  ),
  number('pii', 'ro-cnp', '|13', 'cnp', isRomanian),
  number('pii', 'cz-birth', '6/4|10', 'rodn[eé]\\w*', isCzech),
  number('pii', 'gr-amka', '|11', 'amka|αμκα', (id) => isDayFirst(id) && isLuhn(id)),
  number('pii', 'hr-oib', '|11', 'oib', isMod1110),
  number(
    'pii',
    'si-emso',
    '|13',
    'em[sš]o|jmbg',
    (id) =>
      isDayFirst(id) && /^\d{4}[09]/.test(id) && elevenLess(id, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], -1),
  ),
  number('pii', 'baltic-personal', '|11', 'isikukood|asmens kodas|personal code', isBaltic),
  number('pii', 'bg-egn', '|10', 'egn|егн', (id) => {
    return (weigh(id, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === Number(id.at(-1));
  }),
  number('phi', 'us-npi', '|10', 'npi|national provider', (id) => /^[12]/.test(id) && isLuhn(`80840${id}`)),
];

/** GS1: the last digit of an EAN. */
function isEan(digits: string): boolean {
  return weigh(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}
