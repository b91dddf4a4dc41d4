// Whoever approves sees where a value comes from: the words around it, from the texts that were read last,
// also where it stands there in another writing.

import type { Json } from '../../kernel/json.ts';
import { siteOf } from './address-atom.ts';
import { addressesOf } from './atom.ts';
import { reverse } from './disguise.ts';
import { fold, skeleton } from './fold.ts';
import { undo } from './undone.ts';

export interface Excerpt {
  /** Id of the record that the text belongs to. */
  readonly source: string;
  readonly text: string;
}

/** Texts that are kept, and UTF-16 units of each. */
const MAX_TEXTS = 32;
const MAX_LENGTH = 32_000;
/** UTF-16 units shown on each side of a value. */
const AROUND = 120;
/** Fewer letters are in any text, signs between them or not. */
const MIN_LETTERS = 3;

export function createExcerpts() {
  const kept: Excerpt[] = [];
  return {
    add: (source: string, value: Json): void => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      kept.push({ source, text: text.slice(0, MAX_LENGTH) });
      if (kept.length > MAX_TEXTS) kept.shift();
    },
    around: (value: string): readonly Excerpt[] =>
      kept.flatMap(({ source, text }) => {
        const found = placeOf(text, value);
        if (found === null) return [];
        return [{ source, text: text.slice(Math.max(0, found.start - AROUND), found.end + AROUND) }];
      }),
  };
}

interface Found {
  readonly start: number;
  readonly end: number;
}

/** Of the value, else of the first address in it, else of its host. */
function placeOf(text: string, value: string): Found | null {
  const start = value === '' ? -1 : text.toLowerCase().indexOf(value.toLowerCase());
  if (start !== -1) return { start, end: start + value.length };
  const { emails, sites } = addressesOf(value);
  const hosts = sites.flatMap((site) => siteOf(site)?.host ?? []);
  const wanted = [value, ...emails, ...sites, ...hosts].map((one) => skeleton(fold(one)));
  const said = lettersIn(text);
  for (const letters of wanted.filter(({ length }) => length >= MIN_LETTERS)) {
    const found = inLetters(said, letters) ?? inLetters(said, reverse(letters)) ?? inCode(text, letters);
    if (found !== null) return found;
  }
  return null;
}

interface Letters {
  readonly letters: string;
  /** Of each, where it stands. */
  readonly places: readonly number[];
}

/** What is left of a text without capitals, signs and look-alike letters. */
function lettersIn(text: string): Letters {
  const places: number[] = [];
  let letters = '';
  let place = 0;
  for (const sign of text) {
    const read = skeleton(fold(sign));
    for (let at = 0; at < read.length; at++) places.push(place);
    letters += read;
    place += sign.length;
  }
  return { letters, places };
}

function inLetters({ letters, places }: Letters, wanted: string): Found | null {
  const at = letters.indexOf(wanted);
  return at === -1 ? null : { start: places[at]!, end: places[at + wanted.length - 1]! + 1 };
}

function inCode(text: string, wanted: string): Found | null {
  for (const { 0: word, index } of text.matchAll(/\S{8,}/g)) {
    const isIn = undo(word).decoded.some((said) => skeleton(fold(said)).includes(wanted));
    if (isIn) return { start: index, end: index + word.length };
  }
  return null;
}
