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
  let rest = sentence.trim().toLowerCase();
  for (let round = 0; round < MAX_LEAD_INS && LEAD_INS.test(rest); round += 1) {
    rest = rest.replace(LEAD_INS, '');
  }
  const words = joinPhrasals(plainWords(rest));
  const [word = ''] = words;
  const known = verbIn(word);
  // `Unified search`, `Combined view`: what is so already is not done.
  if (known === null || (word !== known.plain && word.endsWith('ed'))) return null;
  const objects = words.slice(1, OBJECT_WORDS + 1);
  return { ...known, word, objects: untilStop(objects), head: headNoun(objects) ?? '' };
}

export function plainWords(sentence: string): string[] {
  return sentence.toLowerCase().match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? [];
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
