// A text is known by its atoms: keys under which equal things are found again, however they are written.

import { emailsIn, siteOf, sitesIn } from './address-atom.ts';
import { compact, fold, skeleton, withoutEnd } from './fold.ts';
import { ownSiteOf } from './host.ts';
import { amountOf, datesIn, numbersIn } from './quantity-atom.ts';

/** Characters of one text that are read, and words of these; the rest is unseen. */
const MAX_TEXT = 262_144;
const MAX_WORDS = 65_536;
const WORD = /[\p{L}\p{N}_#@][\p{L}\p{N}\p{M}_#@.+:/'’-]*/gu;
/** Ends no word. */
const SIGNS = "'’.:/+-";
/** A channel or a person, as people write of them. */
const HANDLE = /^[#@][\p{L}\p{N}]/u;
/** Words that stand one after the other are one thing up to so many. */
export const PHRASE_WORDS = 4;

/** What a text names word for word: a command, a title. */
const QUOTED = /[`"“«]([^`"”“«»]{3,256})[`"”»]/gu;

const GROUP = /^(?:[\p{L}\p{N}]{2,6}|\d{7,10})$/u;
/** The country of a telephone number: `+1`. */
const FIRST = /^\d$/;
/** What may be left over for the last group of an account. */
const REST = /^[\p{L}\p{N}]$/u;
const MIN_BEFORE_REST = 16;
const MAX_GROUPS = 9;
const MIN_APART = 8;
const APART = /[,;:!?|]|\.(?=\s|$)/u;

/** Account and telephone numbers in groups of letters and digits, from any group on. */
function writtenApart(folded: string): string[] {
  // What another sentence or item says is another number.
  return /\d/.test(folded) ? folded.split(APART).flatMap((part) => joinedIn(wordsIn(part))) : [];
}

function joinedIn(words: readonly string[]): string[] {
  const found: string[] = [];
  for (let start = 0; start < words.length; start++) {
    if (!/\d/.test(words[start]!)) continue;
    let joined = '';
    for (const word of words.slice(start, start + MAX_GROUPS)) {
      const isLast = joined.length >= MIN_BEFORE_REST && REST.test(word);
      if (!isLast && !GROUP.test(word) && !(joined === '' && FIRST.test(word))) break;
      joined += word;
      if (joined.length >= MIN_APART && joined !== word) found.push(joined);
      if (isLast) break;
    }
  }
  return found;
}

export interface Keys {
  readonly keys: Iterable<string>;
  readonly isCut: boolean;
}

/** Of everything in a text. */
export function keysIn(text: string, phraseWords = PHRASE_WORDS): Keys {
  const whole = fold(text.slice(0, MAX_TEXT));
  const folded = whole.slice(0, MAX_TEXT);
  const words = wordsIn(folded);
  const keys = new Set<string>([...addressKeys(folded), ...numbersIn(folded).map((one) => `n:${one}`)]);
  for (const date of datesIn(folded)) keys.add(`d:${date}`);
  const read = words.slice(0, MAX_WORDS);
  for (let start = 0; start < read.length; start++) {
    let phrase = `w:${read[start]!}`;
    keys.add(phrase);
    for (let next = start + 1; next < Math.min(read.length, start + phraseWords); next++) {
      phrase += ` ${read[next]!}`;
      keys.add(phrase);
    }
    const id = idKey(read[start]!);
    if (id !== null) keys.add(id);
    if (HANDLE.test(read[start]!)) keys.add(`w:${read[start]!.slice(1)}`);
    for (const part of partsOf(read[start]!)) keys.add(partKey(part));
  }
  for (const id of writtenApart(folded)) keys.add(`i:${id}`);
  for (const path of pathsIn(folded)) keys.add(`w:${path}`);
  keys.add(wholeKey(folded));
  for (const [, quoted = ''] of folded.matchAll(QUOTED)) keys.add(wholeKey(quoted.trim()));
  return { keys, isCut: words.length > MAX_WORDS || Math.max(text.length, whole.length) > MAX_TEXT };
}

/** Paths that begin with a sign; no word does. */
const PATHS = /(?<![^\s"'`(<[=:,])[.~/]+[\p{L}\p{N}_][\p{L}\p{N}\p{M}_#@.+:/~-]*/gu;
const PATH = /^[.~/]+[\p{L}\p{N}_][\p{L}\p{N}\p{M}_#@.+:/~-]*$/u;

function pathsIn(folded: string): string[] {
  const found = Array.from(folded.matchAll(PATHS), ([path]) => withoutEnd(path, '.:/+-'));
  return found.slice(0, MAX_WORDS).map(fromHere);
}

/** Of a path that is read from where one stands, in either writing. */
export function fromHere(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '');
}

const PAIR = /^[\p{L}\p{N}_.-]+\/[\p{L}\p{N}_.-]+$/u;
const PAGE = /^(?:https?:\/\/|www\.)/;
const MIN_PART = 2;

/** Of a name in two parts (`owner/name`), and the steps of a web address, without its host. */
function partsOf(word: string): string[] {
  const page = PAGE.test(word) ? siteOf(word) : null;
  const steps = page !== null ? page.url.replace(/\?.*$/, '').split('/').slice(1) : [];
  return (PAIR.test(word) ? word.split('/') : steps).filter((part) => part.length >= MIN_PART);
}

/** Under which a part of a longer name is known: not as a path, an address or a word that was said. */
export function partKey(folded: string): string {
  return `/:${folded}`;
}

function wholeKey(folded: string): string {
  return `=:${folded}`;
}

function addressKeys(folded: string): string[] {
  const sites = sitesIn(folded);
  return [
    ...emailsIn(folded).map((email) => `@:${email}`),
    ...sites.map(({ url }) => `u:${url}`),
    ...sites.flatMap(({ host }) => [`h:${host}`, siteKey(host)]),
  ];
}

/** With nothing that another reader could end it at, and no number. */
const NAMED_HOST = /^(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]*(?::\d+)?$/u;

/** Under which a host is known by whoever runs it; where that cannot be told, or many share it, by itself. */
export function siteKey(host: string): string {
  const site = NAMED_HOST.test(host) ? ownSiteOf(host) : null;
  return site === null ? `h:${host}` : `s:${site}`;
}

/** Groups of letters and digits; of digits alone, as telephone numbers are written, too. */
const ID = /^#?[\p{L}\p{N}]+(?:[ -][\p{L}\p{N}]+)*$|^[+(]*\d+(?:[ ./()-]{1,3}\d+)*$/u;

/**
 * Of an id or account number: with a digit, at least three characters. Other signs part names that lead
 * elsewhere: hosts, paths.
 */
function idKey(folded: string): string | null {
  if (!/\d/.test(folded) || !ID.test(folded)) return null;
  const bare = compact(folded);
  return bare.length >= 3 ? `i:${bare}` : null;
}

export function wordsIn(folded: string): string[] {
  return Array.from(folded.matchAll(WORD), ([word]) => withoutEnd(word, SIGNS));
}

export interface Span {
  readonly start: number;
  readonly end: number;
  /** It is written as it is folded. */
  readonly isPlain: boolean;
}

/** The words of a text as it is written, where they stand. */
export function spansIn(text: string): Span[] {
  const found = text.slice(0, MAX_TEXT).matchAll(WORD);
  const spans = Array.from(found, ({ 0: written, index }): Span => {
    const word = withoutEnd(written, SIGNS);
    return { start: index, end: index + word.length, isPlain: fold(word) === word };
  });
  return spans.slice(0, MAX_WORDS);
}

/** Signs between the words of a phrase, and at the end of a word that is cut short: `Elm St.`, no initial. */
const BETWEEN = /(?:[,;:]| \/)(?= )|(?<=(?:^| )\p{L}{2,20})\.(?= |$)/gu;

/** The ways in which a whole value may be known, best first; each is enough. */
export function waysOf(text: string): string[] {
  return waysOfFolded(fold(text));
}

/** The same of what is folded already. */
export function waysOfFolded(folded: string): string[] {
  const ways = [wholeKey(folded)];
  // Prose without a number is known as a whole alone.
  if (!/\d/.test(folded) && folded.split(' ', PHRASE_WORDS + 1).length > PHRASE_WORDS) return ways;
  const words = wordsIn(folded);
  const apart = words.length === 1 ? folded : folded.replaceAll(BETWEEN, '');
  const isPhrase = words.length <= PHRASE_WORDS && words.join(' ') === apart;
  if (words.length > 0 && isPhrase) ways.push(`w:${words.join(' ')}`);
  if (PATH.test(folded)) ways.push(`w:${withoutEnd(folded, '/')}`);
  if (words.length === 1 && HANDLE.test(words[0]!)) ways.push(`w:${words[0]!.slice(1)}`);
  const id = words.length <= 9 ? idKey(folded) : null;
  if (id !== null) ways.push(id);
  const amount = amountOf(folded);
  if (amount !== null) ways.push(`n:${amount}`);
  return ways;
}

export function addressesOf(text: string): { readonly emails: string[]; readonly sites: string[] } {
  const folded = fold(text);
  const sites = sitesIn(folded);
  // Written in no way that is found within a text, it may be an address all the same.
  const isAlone = sites.length === 0 && folded.includes('://') && /^\S+\.\S+$/.test(folded);
  const whole = isAlone ? siteOf(folded) : null;
  return { emails: emailsIn(folded), sites: (whole === null ? sites : [whole]).map(({ url }) => url) };
}

const NAMED_ADDRESSES =
  /^(?:[^<>@,;]{0,80}<[^<>\s]+>|[^\s,;<>]+)(?:[,;]\s*(?:[^<>@,;]{0,80}<[^<>\s]+>|[^\s,;<>]+))*$/u;

/** Whether it has an address among words: then it is no fact but a text, and the address may be anybody's. */
export function mixesAddresses(text: string): boolean {
  const { emails, sites } = addressesOf(text);
  return emails.length + sites.length > 0 && !NAMED_ADDRESSES.test(text.trim());
}

/** Under which the whole of a field is found again. */
export function wholeKeysOf(text: string): string[] {
  const { emails, sites } = addressesOf(text);
  const parts = partsOf(fold(text)).map(partKey);
  return [...waysOf(text), ...emails.map((one) => `@:${one}`), ...sites.map((one) => `u:${one}`), ...parts];
}

/** Under which a look-alike is found. */
export function lookAlikeKey(text: string): string {
  return `~:${skeleton(fold(text))}`;
}
