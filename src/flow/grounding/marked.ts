// A value that was told by its form in what was read is told again without it: among other signs, in other
// letters, turned round, or in a part that nobody would come upon by chance.

import type { DataCategory } from '../category.ts';
import { reverse, rot13 } from './disguise.ts';
import { fold, skeleton } from './fold.ts';

export interface Marked {
  /** As it was read. */
  readonly text: string;
  readonly category: DataCategory;
}

export interface MarkedValues {
  readonly add: (marked: Marked) => void;
  /** Those of which a text holds enough. */
  readonly in: (text: string) => readonly Marked[];
  /** Memory, about. */
  readonly bytes: () => number;
}

/** Letters of all that are kept, and of one; what comes later pushes nothing out. */
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
const ENTRY_BYTES = 96;
/** Of three letters: most places of a text are told at little cost to begin nothing. */
const STARTS = 32_768;

interface Needle {
  readonly letters: string;
  /** By place, whether a digit stands there; null: the value has none. */
  readonly digits: readonly boolean[] | null;
  readonly need: number;
  readonly marked: Marked;
}

interface Place {
  readonly needle: Needle;
  readonly at: number;
}

export function createMarkedValues(): MarkedValues {
  const places = new Map<string, Place[]>();
  const starts = new Uint8Array(STARTS);
  const known = new Set<string>();
  let letters = 0;
  let entries = 0;
  const addNeedle = (needle: Needle): void => {
    // A part that is long enough holds one of these, wherever it begins.
    const stride = needle.need - GRAM + 1;
    for (let at = 0; at + GRAM <= needle.letters.length; at += stride) {
      const gram = needle.letters.slice(at, at + GRAM);
      const alike = places.get(gram) ?? [];
      starts[startOf(gram, 0)] = 1;
      if (alike.length < MAX_ALIKE) places.set(gram, [...alike, { needle, at }]);
      entries++;
    }
  };
  return {
    add: ({ text: whole, category }) => {
      const text = whole.slice(0, MAX_VALUE);
      const key = skeleton(fold(text));
      // How somebody is reached is in every letter, and small letters alone are words.
      const isTelling = category !== 'contact' && (/\d/.test(text) || !/\p{Ll}/u.test(text));
      if (!isTelling || key.length < MIN_VALUE || known.has(key)) return;
      if (letters + key.length > MAX_LETTERS) return;
      known.add(key);
      letters += key.length;
      for (const needle of needlesOf({ text, category })) addNeedle(needle);
    },
    in: (text) => {
      const found = new Set<Marked>();
      if (places.size === 0) return [];
      const said = skeleton(fold(text));
      for (let at = 0; at + GRAM <= said.length; at++) {
        if (starts[startOf(said, at)] === 0) continue;
        for (const place of places.get(said.slice(at, at + GRAM)) ?? [])
          if (holds(said, at, place)) found.add(place.needle.marked);
      }
      return [...found];
    },
    bytes: () => letters * 2 + entries * ENTRY_BYTES,
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
  return [marked.text, reverse(marked.text), rot13(marked.text)].map((text): Needle => {
    const read = Array.from(text, (sign) => [skeleton(fold(sign)), /\d/.test(sign)] as const);
    const letters = read.map(([letter]) => letter).join('');
    const digits = read.flatMap(([letter, isDigit]) => Array.from(letter, () => isDigit));
    const { length } = letters;
    const half = Math.min(Math.max(Math.ceil(length / 2), MIN_VALUE), MAX_PART);
    const need = length < MIN_PARTED ? length : half;
    return { letters, digits: hasDigit ? digits : null, need, marked };
  });
}

/** Whether enough of it stands around a place of a text where it has the same letters. */
function holds(said: string, place: number, { needle, at }: Place): boolean {
  const { letters, digits, need } = needle;
  let before = 0;
  while (before < need && before < at && said[place - before - 1] === letters[at - before - 1]) before++;
  let length = before + GRAM;
  const from = at - before;
  while (length < need && from + length < letters.length) {
    if (said[place - before + length] !== letters[from + length]) break;
    length++;
  }
  return length >= need && (digits === null || digits.slice(from, from + length).includes(true));
}
