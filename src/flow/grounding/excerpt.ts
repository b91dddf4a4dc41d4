// Whoever approves sees where a value comes from: the words around it, also where it stands there in another
// writing. However many values are looked for in a text, it is taken apart once.

import type { Json } from '../../kernel/json.ts';
import { siteOf } from './address-atom.ts';
import { addressesOf } from './atom.ts';
import { reverse } from './disguise.ts';
import { fold, skeleton } from './fold.ts';
import { lettersIn, type Letters } from './letters.ts';
import { undo } from './undone.ts';

/** A text that was read. */
export interface Searched {
  /** The words around the place where a value stands; null: it does not, as far as is known. */
  readonly around: (value: string) => string | null;
}

/** UTF-16 units of a text that are searched. */
const MAX_LENGTH = 32_000;
/** UTF-16 units shown on each side of a value. */
const AROUND = 120;
/** Fewer letters are in any text, signs between them or not. */
const MIN_LETTERS = 3;
/** Spellings of one value: itself, addresses in it, and their hosts. */
const MAX_SPELLINGS = 8;

interface Found {
  readonly start: number;
  readonly end: number;
}

/** A word in code, and what it says. */
interface Coded extends Found {
  readonly said: readonly string[];
}

export function createSearched(whole: Json): Searched {
  const text = (typeof whole === 'string' ? whole : JSON.stringify(whole)).slice(0, MAX_LENGTH);
  const small = text.toLowerCase();
  let letters: Letters | null = null;
  let coded: readonly Coded[] | null = null;
  const placeOf = (value: string): Found | null => {
    const start = value === '' ? -1 : small.indexOf(value.toLowerCase());
    if (start !== -1) return { start, end: start + value.length };
    for (const wanted of spellingsOf(value)) {
      letters ??= lettersIn(text);
      const plain = inLetters(letters, wanted) ?? inLetters(letters, reverse(wanted));
      if (plain !== null) return plain;
      coded ??= codedIn(text);
      const found = coded.find(({ said }) => said.some((one) => one.includes(wanted)));
      if (found !== undefined) return found;
    }
    return null;
  };
  return {
    around: (value) => {
      const found = placeOf(value);
      return found && text.slice(Math.max(0, found.start - AROUND), found.end + AROUND);
    },
  };
}

/** The letters of the value, else of the first addresses in it, else of their hosts. */
function spellingsOf(value: string): string[] {
  const { emails, sites } = addressesOf(value);
  const hosts = sites.slice(0, MAX_SPELLINGS).flatMap((site) => siteOf(site)?.host ?? []);
  const wanted = [...new Set([value, ...emails, ...sites, ...hosts])].slice(0, MAX_SPELLINGS);
  const letters = new Set(wanted.map((one) => skeleton(fold(one))));
  return [...letters].filter(({ length }) => length >= MIN_LETTERS);
}

function inLetters({ letters, places }: Letters, wanted: string): Found | null {
  const at = letters.indexOf(wanted);
  return at === -1 ? null : { start: places[at]!, end: places[at + wanted.length - 1]! + 1 };
}

function codedIn(text: string): Coded[] {
  return Array.from(text.matchAll(/\S{8,}/g), ({ 0: word, index }) => {
    const said = undo(word).decoded.map((one) => skeleton(fold(one)));
    return { start: index, end: index + word.length, said };
  }).filter(({ said }) => said.length > 0);
}
