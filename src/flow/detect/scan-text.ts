// One text costs its length, whatever is in it: every pattern is bounded, and digits are grouped once for all
// kinds of numbers.

import type { DataCategory } from '../category.ts';
import { findSecrets } from '../secrets.ts';
import { CODES } from './codes.ts';
import { foldSigns } from './folded.ts';
import { EMAIL, FREE_FORMS } from './free-form.ts';
import { LABELLED, LABELS } from './labelled.ts';
import { NUMBERS_OF_MONEY } from './numbers-of-money.ts';
import { NUMBERS_OF_PEOPLE } from './numbers-of-people.ts';
import type { NumberKind } from './number-kind.ts';

/** Offsets in UTF-16 units, the end behind the last. */
export interface Span {
  readonly kind: string;
  readonly category: DataCategory;
  readonly start: number;
  readonly end: number;
}

/** In order of their starts; none overlaps another. */
export function scanText(text: string): Span[] {
  const folded = foldSigns(text);
  // What stands beside a sign that is left out is read as it is, too: nothing can hide by what is beside it.
  const more = folded === null ? [] : spansIn(folded.text);
  const placed = more.map((span) => ({ ...span, ...folded!.placeOf(span.start, span.end) }));
  const all = [...spansIn(text), ...placed].toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Span[] = [];
  for (const span of all) if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  return kept;
}

function spansIn(text: string): Span[] {
  const secrets = findSecrets(text, []).map((span): Span => ({ ...span, category: 'secret' }));
  const formed = HINT.test(text) ? [...freeForms(text), ...codes(text), ...numbers(text)] : [];
  return [...secrets, ...labelled(text), ...formed];
}

/** Without one of them there is nothing that says what it is by its form. */
const HINT = /[\d@]/;

function* freeForms(text: string): Generator<Span> {
  for (const { kind, category, pattern, measure } of FREE_FORMS) {
    pattern.lastIndex = 0;
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const { index: start } = found;
      const length = measure(found[0]);
      // A pattern may run on into the next one.
      pattern.lastIndex = start + Math.max(length, 1);
      if (length > 0) yield { kind, category, start, end: start + length };
    }
  }
  if (!text.includes('@')) return;
  for (const { indices } of text.matchAll(EMAIL)) {
    yield { kind: 'e-mail', category: 'contact', start: indices![1]![0], end: indices![2]![1] };
  }
}

function* labelled(text: string): Generator<Span> {
  for (const match of text.matchAll(LABELS)) {
    const { kind, category, value } = LABELLED.find((_, place) => match[place + 1] !== undefined)!;
    const start = match.index + match[0].length;
    value.lastIndex = start;
    if (value.test(text)) yield { kind, category, start, end: value.lastIndex };
  }
}

const CODE = /(?<![A-Za-z0-9_-])[A-Z]{0,6}\d[A-Z0-9]{4,17}(?![A-Za-z0-9_-])/g;
const BY_SHAPE = new Map(CODES.map(({ shape }) => [shape, CODES.filter((one) => one.shape === shape)]));

function* codes(text: string): Generator<Span> {
  for (const { index: start, 0: code } of text.matchAll(CODE)) {
    const kinds = BY_SHAPE.get(shapeOf(code)) ?? [];
    const end = start + code.length;
    const found = kinds.find(({ accepts, words }) => accepts(code) && isBeside(text, start, end, words));
    if (found !== undefined) yield { kind: found.kind, category: found.category, start, end };
  }
}

function shapeOf(code: string): string {
  let shape = '';
  for (let at = 0; at < code.length; at += 1) shape += code.charCodeAt(at) < 58 ? '9' : 'A';
  return shape;
}

/** Groups of digits with a sign or some space between them, as many as stand in a row. */
const GROUPS =
  /(?<![A-Za-z0-9@-]|\d[.,])\d{1,20}(?:(?:[-./\u2010-\u2013]|\s{1,4})\d{1,20}){0,63}(?![A-Za-z0-9@])/g;
/** Fewer digits and signs are none that is known. */
const MIN_LENGTH = 8;

/** What stands between spaces. */
interface Part {
  readonly text: string;
  readonly form: string;
  readonly start: number;
  readonly end: number;
}

function* numbers(text: string): Generator<Span> {
  for (const { index, 0: row } of text.matchAll(GROUPS)) {
    if (row.length < MIN_LENGTH) continue;
    const parts = Array.from(row.matchAll(/\S+/g), ({ index: at, 0: part }): Part => {
      return { text: part, form: formOf(part), start: index + at, end: index + at + part.length };
    });
    for (let first = 0; first < parts.length;) {
      const found = numberAt(text, parts, first);
      if (found !== null) yield found.span;
      first = found?.next ?? first + 1;
    }
  }
}

/** The longest one that begins with this part. */
function numberAt(
  text: string,
  parts: readonly Part[],
  first: number,
): { readonly span: Span; readonly next: number } | null {
  const { start } = parts[first]!;
  let form = '';
  let longest: { readonly span: Span; readonly next: number } | null = null;
  for (let next = first; next < parts.length; next += 1) {
    const { form: more, end } = parts[next]!;
    form += (form === '' ? '' : ' ') + more;
    const kinds = KINDS.get(form);
    if (kinds === undefined) break;
    const found = kinds.length === 0 ? null : numberOf(text, start, end, kinds);
    if (found !== null && !isInTable(text, parts, first, next)) {
      longest = { span: { kind: found.kind, category: found.category, start, end }, next: next + 1 };
    }
  }
  return longest;
}

/** A figure, as stands in the columns and rows of tables. */
const FIGURE = /^\d{4,}$/;

/** With more than a single space between its parts, and more figures beside it. */
function isInTable(text: string, parts: readonly Part[], first: number, last: number): boolean {
  const isWide = parts.slice(first, last).some(({ end }, place) => {
    return parts[first + place + 1]!.start > end + 1 || /[\t\n\r]/.test(text[end]!);
  });
  return (
    isWide && [parts[first - 1], parts[last + 1]].some((one) => one !== undefined && FIGURE.test(one.text))
  );
}

function numberOf(text: string, start: number, end: number, kinds: readonly Formed[]): NumberKind | null {
  const digits = text.slice(start, end).replace(/\D/g, '');
  const found = kinds.find(
    ({ number, isAlone }) => number.accepts(digits) && (isAlone || isBeside(text, start, end, number.words)),
  );
  return found?.number ?? null;
}

/** `123-45-6789` is `3-2-4`. */
function formOf(part: string): string {
  return part.replace(/\d+|[\u2010-\u2013]/g, (one) => (one >= '\u2010' ? '-' : String(one.length)));
}

interface Formed {
  readonly number: NumberKind;
  readonly isAlone: boolean;
}

/** By form; the beginnings of longer ones are there with none. */
const KINDS = new Map<string, Formed[]>();
for (const number of [...NUMBERS_OF_MONEY, ...NUMBERS_OF_PEOPLE]) {
  for (const form of number.alone) addForm(form, { number, isAlone: true });
  for (const form of number.beside) addForm(form, { number, isAlone: false });
}

function addForm(form: string, formed: Formed): void {
  const parts = form.split(' ');
  parts.forEach((_, place) => {
    const beginning = parts.slice(0, place + 1).join(' ');
    const isWhole = beginning.length === form.length;
    KINDS.set(beginning, [...(KINDS.get(beginning) ?? []), ...(isWhole ? [formed] : [])]);
  });
}

/** Characters before and after a value in which a word may say what it is. */
const BEFORE = 48;
const AFTER = 20;

function isBeside(text: string, start: number, end: number, words: RegExp | null): boolean {
  if (words === null) return true;
  const around = `${text.slice(Math.max(0, start - BEFORE), start)} | ${text.slice(end, end + AFTER)}`;
  return words.test(
    around
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/[._-]+/g, ' ')
      .toLowerCase(),
  );
}
