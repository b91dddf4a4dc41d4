// Numbers of cards, accounts and devices, each by the rule of its issuer.

import { isLuhn, isOneDigit, weigh } from './checksum.ts';
import { numberKind as number } from './number-kind.ts';
import type { NumberKind } from './number-kind.ts';

/** Issuer ranges of ISO/IEC 7812 that the card schemes publish, with the lengths that they use. */
const CARD = new RegExp(
  '^(?:4\\d{12}(?:\\d{3}){0,2}|3[47]\\d{13}|3(?:0[0-5]|[68]\\d)\\d{11}|35(?:2[89]|[3-8]\\d)\\d{12}' +
    '|5[1-5]\\d{14}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}|62\\d{14,17}' +
    '|6(?:011|4[4-9]\\d|5\\d\\d)\\d{12}|(?:5[06-8]|6\\d)\\d{10,17})$',
);

const isCard = (digits: string): boolean => CARD.test(digits) && isLuhn(digits);
const isRouting = (digits: string): boolean =>
  /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(digits) &&
  weigh(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 &&
  !isOneDigit(digits);
const CLABE = [3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7];

export const NUMBERS_OF_MONEY: readonly NumberKind[] = [
  number(
    'pci',
    'payment-card',
    '16,15,4_4_4_4,4_6_5,4_6_4,4_4_4_4_3|12,13,14,17,18,19',
    'card|credit|debit|visa|mastercard|amex|maestro|pan',
    isCard,
  ),
  number('financial', 'us-routing', '|9', 'aba|routing|rtn|transit', isRouting),
  number('financial', 'us-ein', '|2-7', 'ein|fein|employer id|tax id', (digits) => !isOneDigit(digits)),
  number(
    'financial',
    'mx-clabe',
    '|18',
    'clabe',
    (digits) =>
      (10 - (CLABE.reduce((sum, w, at) => sum + ((w * Number(digits[at])) % 10), 0) % 10)) % 10 ===
      Number(digits[17]),
  ),
  number(
    'financial',
    'it-vat',
    '|11',
    'p iva|partita iva|iva',
    (digits) => isLuhn(digits) && !isOneDigit(digits),
  ),
  number('pii', 'imei', '|15,2_6_6_1', 'imei', isLuhn),
];
