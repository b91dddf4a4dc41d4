// Numbers, money and dates in one writing each; what may be read in two ways is both.

import { withoutEnd } from './fold.ts';

/** A space stands within one number only before three digits. */
const NUMBER =
  /(?<![\p{L}\p{N}.,_-])[-+]?(?:\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d[\d,.']*)(?![\p{L}\p{N}_-])/gu;
/** Thousands, or lakhs. */
const GROUPED = /^[-+]?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const ISO_DATE = /\b(\d{4})-(\d{1,2})-(\d{1,2})(?=\D|$)/g;
const SLASHED = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g;
const MONTH_FIRST = new RegExp(String.raw`\b${MONTH}\s+${DAY}(?:,?\s+(\d{4}))?\b`, 'g');
const DAY_FIRST = new RegExp(String.raw`\b${DAY}\s+(?:of\s+)?${MONTH}(?:,?\s+(\d{4}))?\b`, 'g');

/** Canonical decimals: `1234.5` for `1,234.50`. */
export function numbersIn(folded: string): string[] {
  const plain = folded.replaceAll(/[$€£¥]/g, ' ');
  return [...new Set(Array.from(plain.matchAll(NUMBER), ([found]) => decimalOf(found)).filter(isText))];
}

/** A value that is an amount alone, with or without a currency; null for anything else. */
export function amountOf(folded: string): string | null {
  if (!/\d/.test(folded)) return null;
  const bare = folded.replaceAll(/[$€£¥]|\b[a-z]{3}\b/g, ' ').trim();
  return /^[-+]?\d[\d,.']*$/.test(bare) ? decimalOf(bare) : null;
}

function decimalOf(text: string): string | null {
  const trimmed = withoutEnd(text.trim().replaceAll(/[' ]/g, ''), '.,');
  const isContinental = /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}$/.test(trimmed);
  const grouped = GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
  const plain = isContinental ? trimmed.replaceAll('.', '').replace(',', '.') : grouped;
  const value = Number(plain);
  return plain !== '' && Number.isFinite(value) ? String(value) : null;
}

const DIGITS = String.raw`(\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d[\d.,']*)`;
/** What is counted in. */
const SCALES: { readonly [scale: string]: number } = {
  k: 1e3,
  thousand: 1e3,
  tausend: 1e3,
  lakh: 1e5,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  crore: 1e7,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
};
/** In small letters, with a capital, or all in capitals. */
const SCALE_WORDS = Object.keys(SCALES).flatMap((one) => [
  one,
  one.slice(0, 1).toUpperCase() + one.slice(1),
  one.toUpperCase(),
]);
const SCALE = String.raw`(?: ?(${[...new Set(SCALE_WORDS)].join('|')})s?(?!\w))?`;
const CURRENCY = String.raw`(\p{Sc}|(?<![A-Za-z])[A-Z]{3}(?!\w)|(?:euro|dollar|pound)s?(?!\w))`;
const MONEY = new RegExp(
  String.raw`(\p{Sc}|(?<!\w)[A-Z]{3}) ?${DIGITS}${SCALE}|(?<![\w.,'-])${DIGITS}${SCALE} ?${CURRENCY}`,
  'gu',
);
const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Amounts with a currency, in a text as it was written. */
export function moneyIn(text: string): number[] {
  const said = text.replaceAll(/[\u00A0\u202F]/g, ' ').replaceAll('\u2019', "'");
  const found = said.matchAll(MONEY);
  return Array.from(found, ([, before = '', later, more, sooner = '', most, after = '']) => {
    const currency = before + after;
    if (currency.length === 3 && !CODES.has(currency)) return [];
    const amount = amountOf((later ?? sooner).replaceAll(' ', ''));
    return amount === null ? [] : [Number(amount) * (SCALES[(more ?? most ?? '').toLowerCase()] ?? 1)];
  }).flat();
}

/** ISO dates; a date without a year is `--MM-DD`, beside which a full one stands, too. */
export function datesIn(folded: string): string[] {
  const found = new Set<string>();
  const add = (year: string | undefined, month: number, day: number): void => {
    if (month < 1 || month > 12 || day < 1 || day > 31) return;
    const rest = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    found.add(`--${rest}`);
    if (year !== undefined) found.add(`${year}-${rest}`);
  };
  const monthOf = (name = ''): number => MONTHS.indexOf(name) + 1;
  for (const [, year, month, day] of folded.matchAll(ISO_DATE)) add(year, Number(month), Number(day));
  for (const [, one, other, year] of folded.matchAll(SLASHED)) {
    add(year, Number(one), Number(other));
    add(year, Number(other), Number(one));
  }
  for (const [, month, day, year] of folded.matchAll(MONTH_FIRST)) add(year, monthOf(month), Number(day));
  for (const [, day, month, year] of folded.matchAll(DAY_FIRST)) add(year, monthOf(month), Number(day));
  return [...found];
}

function isText(value: string | null): value is string {
  return value !== null;
}
