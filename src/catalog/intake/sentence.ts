// A description is read sentence by sentence: what a sentence begins with is what the tool does.

import { joinPhrasals } from '../lexicon/phrasals.ts';
import { verbIn } from '../lexicon/verbs.ts';
import { wordSet } from '../words.ts';
import { FILLER, headNoun } from './phrase.ts';
import type { Phrase } from './phrase.ts';

/** What sentences begin with before they say anything. */
const LEAD_INS = new RegExp(
  `^(?:${[
    '(?:this|the) (?:tool|function|method|endpoint|operation|api)',
    'tool|use (?:this|it)(?: tool)?|(?:is )?used|can be used|a (?:tool|function|simple tool)',
    '(?:allows?|lets?|helps?|enables?) (?:you|the user|users|agents?|the agent|an agent)',
    'provides? (?:a|the) (?:way|ability|tool)|you can|will|can|to|for',
    'safely|recursively|asynchronously|automatically|securely|immediately|directly|quickly|simply',
    'permanently',
    'just|optionally|please|auto|bulk|batch|performs?(?! an? | the )|makes? an? (?:authenticated|http|api)',
    'programmatically|temporarily|manually|remotely|irreversibly|atomically|efficiently',
  ].join('|')})[\\s-]+`,
);
const MAX_LEAD_INS = 6;
/** So many words of a sentence are read for what a verb is done to. */
const OBJECT_WORDS = 12;

const DETERMINERS = wordSet(
  'a an the its all any every each this these that your their it them him her one to',
);
/** `Notes that link here` are things. */
const ARTICLES = wordSet('a an the its all any every each your their it them');
/** `Reports a figure` shows it, `accepts a date` takes one. */
const NOT_DONE = wordSet('report accept');

/** Something else begins here. */
const STOPS = wordSet(
  `by with in on at from using given based for via if when where that which whose so including
    such into within through as after before per between during until unless because`,
);

/** Sentences, lines and list items; of a title like `Area | Do this` the last part. */
export function sentencesOf(description: string): string[] {
  return description
    .split(/(?<=[.!?;])\s+|\n+|\s[–—•*]\s|^[-*]\s/m)
    .map((sentence) => sentence.split(' | ').at(-1)?.trim() ?? '')
    .filter((sentence) => sentence !== '');
}

/** The first verb of a sentence with what follows it; null where the sentence does not begin with one. */
export function sentencePhrase(sentence: string): Phrase | null {
  // What stands in parentheses says it again.
  let rest = sentence
    .replaceAll(/\([^()]*\)/g, ' ')
    .trim()
    .toLowerCase();
  for (let round = 0; round < MAX_LEAD_INS && LEAD_INS.test(rest); round += 1) {
    rest = rest.replace(LEAD_INS, '');
  }
  // `Issues a certificate`: elsewhere issues are things.
  const words = joinPhrasals(plainWords(rest.replace(/^issues? (?=an? )/, 'creates ')));
  const [word = ''] = words;
  const known = verbIn(word);
  // `Unified search`, `Combined view`: what is so already is not done.
  if (known === null || (word !== known.plain && word.endsWith('ed'))) return null;
  const objects = words.slice(1, OBJECT_WORDS + 1);
  const verb = isActing(words) ? { ...known.verb, sure: true } : known.verb;
  return { ...known, verb, word, objects: untilStop(objects), head: headNoun(objects) ?? '' };
}

export { DETERMINERS };

export function plainWords(sentence: string): string[] {
  return sentence.toLowerCase().match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? [];
}

/** `Starts an analysis` is an act, though `starts` alone may be many of them. */
export function isActing([word = '', next = '']: readonly string[]): boolean {
  const known = verbIn(word);
  if (known === null || known.verb.kind === 'manage' || NOT_DONE.has(known.plain)) return false;
  return word !== known.plain && word.endsWith('s') && ARTICLES.has(next);
}

/** What a verb is done to: up to where something else begins. */
function untilStop(words: readonly string[]): string[] {
  const objects: string[] = [];
  for (const word of words) {
    if (objects.length > 0 && STOPS.has(word)) break;
    if (!FILLER.has(word)) objects.push(word);
  }
  return objects;
}
