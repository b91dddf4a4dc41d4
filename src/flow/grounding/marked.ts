// A value that was told by its form in what was read is told again without it: among other signs, in other
// letters, turned round, or in a part that nobody would come upon by chance. Of those that there is no room
// for hashes are kept: what shares some letters with one may be that one.

import type { DataCategory } from '../category.ts';
import { reverse, rot13 } from './disguise.ts';
import { fold, skeleton } from './fold.ts';
import { lettersIn } from './letters.ts';
import { createOverflow } from './overflow.ts';

export interface Marked {
  /** As it was read. */
  readonly text: string;
  readonly category: DataCategory;
}

export interface MarkedIn {
  readonly values: readonly Marked[];
  readonly lost: readonly DataCategory[];
}

export interface MarkedValues {
  /** @param record of that source: neither is to push out what another of its kind holds */
  readonly add: (marked: Marked, source: string, record?: string) => void;
  /** Those of which a text holds enough, and categories of the lost ones that it may hold. */
  readonly in: (text: string) => MarkedIn;
  readonly all: () => readonly Marked[];
  /** Categories of those that were left out, or given up for those of others. */
  readonly lost: () => ReadonlySet<DataCategory>;
  /** Memory, about. */
  readonly bytes: () => number;
}

/** Letters of all that are kept, and of one value. */
const MAX_LETTERS = 65_536;
const MAX_VALUE = 8_192;
/** Shorter ones may be any number or word. */
const MIN_VALUE = 8;
/** From so many letters on, half of it is enough, and of a long one so much. */
const MIN_PARTED = 16;
const MAX_PART = 48;
/** Letters by which a place is found, and places that may begin with the same. */
const GRAM = 8;
const MAX_ALIKE = 4;
/** So many digits are another number by no chance. */
const MIN_SURE_DIGITS = 16;
const ENTRY_BYTES = 96;
/** Of three letters: most places of a text are told at little cost to begin nothing. */
const STARTS = 32_768;

interface Needle {
  readonly letters: string;
  /** By place, whether a digit stands there; null: the value has none. */
  readonly digits: readonly boolean[] | null;
  /** It is a number: among the digits of another it is not meant. */
  readonly isNumber: boolean;
  readonly need: number;
  readonly marked: Marked;
}

interface Place {
  readonly needle: Needle;
  readonly at: number;
}

interface Value {
  readonly key: string;
  readonly needles: readonly Needle[];
  readonly marked: Marked;
}

interface Kept {
  letters: number;
  /** In the order in which they came. */
  readonly values: Value[];
}

interface Source {
  letters: number;
  readonly records: Map<string, Kept>;
  /** No record of it has more letters. */
  most: number;
}

/** @param isSaid what a person said is nothing that may be lost */
export function createMarkedValues(isSaid: (text: string) => boolean = () => false): MarkedValues {
  const places = createPlaces();
  const known = new Set<string>();
  const sources = new Map<string, Source>();
  const lost = new Set<DataCategory>();
  let letters = 0;
  const lose = ({ text, category }: Marked, needles: readonly Needle[]): void => {
    lost.add(category);
    if (!isSaid(text)) for (const needle of needles) places.lose(needle);
  };
  const giveUp = (source: Source, record: Kept): void => {
    const { key, needles, marked } = record.values.pop()!;
    for (const one of [source, record]) one.letters -= key.length;
    letters -= key.length;
    known.delete(key);
    for (const needle of needles) places.remove(needle);
    lose(marked, needles);
  };
  const makeRoom = (length: number, own: Source, record: Kept): boolean => {
    while (letters + length > MAX_LETTERS) {
      const giver = giverFor(length, own, record, sources.values());
      if (giver === null) return false;
      giveUp(...giver);
    }
    return true;
  };
  return {
    add: ({ text: whole, category }, source, record = '') => {
      const text = whole.slice(0, MAX_VALUE);
      const key = skeleton(fold(text));
      // How somebody is reached is in every letter, and small letters alone are words.
      const isTelling = category !== 'contact' && (/\d/.test(text) || !/\p{Ll}/u.test(text));
      if (!isTelling || key.length < MIN_VALUE || known.has(key)) return;
      const own = sources.get(source) ?? { letters: 0, records: new Map<string, Kept>(), most: 0 };
      const kept = own.records.get(record) ?? { letters: 0, values: [] };
      const marked = { text, category };
      const needles = needlesOf(marked);
      if (!makeRoom(key.length, own, kept)) return lose(marked, needles);
      sources.set(source, own);
      own.records.set(record, kept);
      for (const one of [own, kept]) one.letters += key.length;
      own.most = Math.max(own.most, kept.letters);
      kept.values.push({ key, needles, marked });
      letters += key.length;
      known.add(key);
      for (const needle of needles) places.add(needle);
    },
    in: (text) => {
      const said = letters === 0 ? '' : skeleton(fold(text));
      return places.in(said, text, lost);
    },
    all: () => {
      const kept = [...sources.values()].flatMap(({ records }) => [...records.values()]);
      return kept.flatMap(({ values }) => values.map(({ marked }) => marked));
    },
    lost: () => lost,
    bytes: () => letters * 2 + places.bytes(),
  };
}

/**
 * Whoever has most gives the last of it for one that has less, first among sources, then among the records of
 * one: many words of one hide no other.
 */
function giverFor(
  length: number,
  own: Source,
  record: Kept,
  sources: Iterable<Source>,
): readonly [source: Source, record: Kept] | null {
  const most = mostOf(sources)!;
  const isOther = most.letters > own.letters + length;
  if (!isOther && own.most <= record.letters + length) return null;
  const from = isOther ? most : own;
  const largest = mostOf(from.records.values())!;
  from.most = largest.letters;
  return isOther || largest.letters > record.letters + length ? [from, largest] : null;
}

/** The first of those that have most; null: there are none. */
function mostOf<One extends { readonly letters: number }>(all: Iterable<One>): One | null {
  let most: One | null = null;
  for (const one of all) if (most === null || one.letters > most.letters) most = one;
  return most;
}

/** By the letters with which parts of them begin. */
function createPlaces() {
  const places = new Map<string, Place[]>();
  const starts = new Uint8Array(STARTS);
  const gone = createOverflow();
  let entries = 0;
  return {
    lose: (needle: Needle): void => {
      for (const [gram] of gramsOf(needle)) {
        starts[startOf(gram, 0)] = 1;
        gone.add(lostKey(needle.marked.category, gram));
      }
    },
    add: (needle: Needle): void => {
      for (const [gram, at] of gramsOf(needle)) {
        const alike = places.get(gram) ?? [];
        starts[startOf(gram, 0)] = 1;
        if (alike.length < MAX_ALIKE) places.set(gram, [...alike, { needle, at }]);
        entries++;
      }
    },
    remove: (needle: Needle): void => {
      for (const [gram] of gramsOf(needle)) {
        const others = (places.get(gram) ?? []).filter((place) => place.needle !== needle);
        if (others.length === 0) places.delete(gram);
        else places.set(gram, others);
        entries--;
      }
    },
    in: (said: string, text: string, categories: ReadonlySet<DataCategory>): MarkedIn => {
      const found = new Set<Marked>();
      const lost = new Set<DataCategory>();
      const isApart = createEdges(said, text);
      for (let at = 0; at + GRAM <= said.length; at++) {
        if (starts[startOf(said, at)] === 0) continue;
        const gram = said.slice(at, at + GRAM);
        for (const place of places.get(gram) ?? [])
          if (holds(said, at, place, isApart)) found.add(place.needle.marked);
        for (const one of categories) if (gone.has(lostKey(one, gram))) lost.add(one);
      }
      return { values: [...found], lost: [...lost] };
    },
    bytes: () => entries * ENTRY_BYTES + gone.bytes(),
  };
}

function lostKey(category: DataCategory, gram: string): string {
  return `${category} ${gram}`;
}

/** A part that is long enough holds one of these, wherever it begins. */
function* gramsOf({ letters, need }: Needle): Generator<readonly [gram: string, at: number]> {
  const stride = need - GRAM + 1;
  for (let at = 0; at + GRAM <= letters.length; at += stride) yield [letters.slice(at, at + GRAM), at];
}

type IsApart = (start: number, end: number) => boolean;

/** Whether no digit stands right before or behind some letters of a text. */
function createEdges(said: string, text: string): IsApart {
  let places: readonly number[] | null = null;
  return (start, end) => {
    places ??= lettersIn(text).places;
    // Letters that are joined to others cannot be told apart.
    if (places.length !== said.length) return true;
    const [first, last] = [places[start]!, places[end - 1]!];
    return !/\d/.test(text.slice(Math.max(0, first - 1), first) + text.slice(last + 1, last + 2));
  };
}

function startOf(letters: string, at: number): number {
  const [first, second, third] = [
    letters.charCodeAt(at),
    letters.charCodeAt(at + 1),
    letters.charCodeAt(at + 2),
  ];
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

function needlesOf(marked: Marked): Needle[] {
  const hasDigit = /\d/.test(marked.text);
  const isNumber = !/\p{L}/u.test(marked.text);
  return [marked.text, reverse(marked.text), rot13(marked.text)].map((text): Needle => {
    const { letters, places } = lettersIn(text);
    const { length } = letters;
    const half = Math.min(Math.max(Math.ceil(length / 2), MIN_VALUE), MAX_PART);
    const need = length < MIN_PARTED ? length : half;
    const digits = hasDigit ? places.map((place) => /\d/.test(text[place]!)) : null;
    return { letters, digits, isNumber, need, marked };
  });
}

/** Whether enough of it stands around a place of a text where it has the same letters. */
function holds(said: string, place: number, { needle, at }: Place, isApart: IsApart): boolean {
  const { letters, digits, isNumber, need } = needle;
  // All of a number, so that its edges are seen.
  const wanted = isNumber ? letters.length : need;
  let before = 0;
  while (before < wanted && before < at && said[place - before - 1] === letters[at - before - 1]) before++;
  let length = before + GRAM;
  const from = at - before;
  while (length < wanted && from + length < letters.length) {
    if (said[place - before + length] !== letters[from + length]) break;
    length++;
  }
  if (length < need || (digits !== null && !digits.slice(from, from + length).includes(true))) return false;
  const start = place - before;
  return !isNumber || length >= MIN_SURE_DIGITS || isApart(start, start + length);
}
