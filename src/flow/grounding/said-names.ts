// Names that the person did not spell as they are used: words that stand one after the other written as one,
// and files they speak of. They vouch for nothing that anybody else brought up, and for no number.

import { PHRASE_WORDS, wordsIn } from './atom.ts';
import { compact, fold, withoutEnd } from './fold.ts';
import { isVerb } from './speaks-of.ts';

/** Of what a person said, in signs. */
const MAX_TEXT = 262_144;
const NAME = /^#?[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*$/u;
const MIN_NAME = 5;
/** With three digits it is a number or an id, and belongs to nothing else. */
const IN_NAME = /^(?!.*\d{3})[\p{L}\p{N}_-]*\p{L}[\p{L}\p{N}_-]*$/u;
/** Between what belongs to two sentences, or to two items. */
const APART = /[.,;:!?]+(?=\s|$)|[\n;|()[\]{}<>"“”—–]+/u;

/** Under which a name in one word (`q2-migration`) is known that the person wrote in several; else null. */
export function nameKey(folded: string): string | null {
  if (!NAME.test(folded)) return null;
  const bare = compact(folded);
  return bare.length >= MIN_NAME ? `c:${bare}` : null;
}

/** Of all names that a person's words may stand for. */
export function namesIn(text: string): Set<string> {
  const read = text.slice(0, MAX_TEXT);
  return new Set([...read.split(APART).flatMap(joinedIn), ...filesIn(read)]);
}

function joinedIn(part: string): string[] {
  const words = wordsIn(fold(part));
  const names: string[] = [];
  for (let start = 0; start < words.length; start++) {
    for (let end = start; end < Math.min(words.length, start + PHRASE_WORDS); end++) {
      if (!IN_NAME.test(words[end]!)) break;
      const key = end === start ? null : nameKey(words.slice(start, end + 1).join('-'));
      if (key !== null) names.push(key);
    }
  }
  return names;
}

const FILE = /^[\w-]+\.\w{1,8}$/;
/** A word in capitals among others that are not: `README`. */
const SHOUTED = /^\p{Lu}[\p{Lu}_-]{3,}$/u;

function filesIn(text: string): string[] {
  const words = text.split(/[^\p{L}\p{N}_.-]+/u).map((word) => withoutEnd(word.replace(/^\.+/, ''), '.'));
  const isLoud = !/\p{Ll}/u.test(text);
  return words
    .filter((word) => FILE.test(word) || (!isLoud && SHOUTED.test(word) && !isVerb(word)))
    .map((word) => `f:${fold(word)}`);
}

const PATH = /^(?:[\w-][\w.-]*\/)*([\w-]+)\.\w{1,8}$/;

/** Under which the file of a path is known that the person spoke of without its place. */
export function fileKeys(folded: string): string[] {
  const stem = PATH.exec(folded)?.[1];
  return stem === undefined ? [] : [`f:${folded.slice(folded.lastIndexOf('/') + 1)}`, `f:${stem}`];
}

const CALLED = /\p{Lu}[\p{L}\p{N}&'’-]*(?: \p{Lu}[\p{L}\p{N}&'’-]*){1,3}/gu;
const MIN_PARTY = 6;

/** `tremlettings` of `Trem Lettings`: all runs of two to four words with capitals, as a host is called. */
export function partiesIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [run] of text.slice(0, MAX_TEXT).matchAll(CALLED)) {
    const words = run.split(' ').map((word) => compact(fold(word)));
    for (let from = 0; from < words.length - 1; from++)
      for (let to = from + 2; to <= words.length; to++) found.add(words.slice(from, to).join(''));
  }
  return new Set([...found].filter(({ length }) => length >= MIN_PARTY));
}
