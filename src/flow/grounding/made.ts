// What a call made has a name that nobody knew before: its answer gives it. Where the answer says which of
// its ids that is, that one; else it may be any of them.

import type { Json } from '../../kernel/json.ts';
import { wordsIn } from './atom.ts';
import { fold } from './fold.ts';
import { nameOf, thingsIn, type Leaf } from './records.ts';
import { isGiven } from './shape.ts';
import { readStructured } from './structured-text.ts';

/** In the words of a text, shorter ones are numbers of something. */
const MIN_CODE = 3;
/** Nothing is called by a longer one. */
const MAX_CODE = 256;
const DATED = /^\d{4}-\d{2}-\d{2}/;

/** The ids in an answer of a tool by which what it made, or changed, may be called from then on. */
export function madeIn(tool: string, answer: Json): readonly string[] {
  const { leaves, given, own } = namesIn(tool, answer);
  const named = own.length > 0 ? own : given;
  const ids = named.length > 0 ? named.map(({ text }) => text) : leaves.flatMap(codesIn);
  return [...new Set(ids)];
}

/** Those alone that a system gives, and that are said to be of what was made. */
export function givenIn(tool: string, answer: Json): readonly string[] {
  const { given, own } = namesIn(tool, answer);
  return own.filter((leaf) => given.includes(leaf)).map(({ text }) => text);
}

function namesIn(tool: string, answer: Json) {
  const read = typeof answer === 'string' ? readStructured(answer) : answer;
  const all = thingsIn(read).things.flatMap((thing) => thing.leaves);
  // What a field is called is no id, unless it is filed under one.
  const leaves = all.filter((leaf) => leaf.text !== nameOf(leaf) || isCode(leaf.text));
  const given = leaves.filter((leaf) => isGiven(nameOf(leaf), leaf.text));
  const about = new Set(partsOf(tool));
  const own = leaves.filter((leaf) => {
    const parts = partsOf(nameOf(leaf));
    if (parts.some((part) => about.has(part))) return given.includes(leaf) || isCode(leaf.text);
    return parts.length === 1 && given.includes(leaf);
  });
  return { leaves, given, own };
}

function codesIn({ text }: Leaf): string[] {
  const words = wordsIn(fold(text)).filter((word) => word.length >= MIN_CODE && isCode(word));
  return isCode(text) ? [text] : words;
}

function isCode(text: string): boolean {
  return text.length <= MAX_CODE && /\d/.test(text) && !/\s/.test(text) && !DATED.test(text);
}

/** The words of a name, of one and of many alike. */
function partsOf(name: string): string[] {
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return words
    .filter((word) => word !== '')
    .map((word) => (word.length > MIN_CODE ? word.replace(/s$/, '') : word));
}
