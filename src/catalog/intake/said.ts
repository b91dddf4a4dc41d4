// What the rest of a description adds: verbs that begin a clause or follow "and", unless they are denied.

import { verbIn } from '../lexicon/verbs.ts';
import { wordSet } from '../words.ts';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { effectsOf } from './effects.ts';
import { headNoun } from './phrase.ts';
import { DETERMINERS, isActing, plainWords } from './sentence.ts';

const DENIALS = wordSet(
  `not never no without cannot instead than before after avoid if when where that was were been
    be is are only until`,
);
const STARTERS = wordSet('and or then also will may');
const SUBJECTS = wordSet('it this tool which');
/** How far before a verb a denial counts. */
const NEAR = 4;
/** Words of an opening that may list what is managed. */
const LISTED = 12;

/**
 * @param isLooking whether the tool is thought to read so far: then a write counts too, which otherwise goes
 * without saying
 */
export function laterClaims(sentences: readonly string[], isLooking: boolean): Claim[] {
  return sentences.flatMap((sentence, place) => {
    const words = sentence.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [];
    return words.flatMap((word, index) => {
      if ((index === 0 && place === 0) || !isSaid(words, index)) return [];
      const known = verbIn(word);
      if (known === null || (isLooking && known.plain === 'generate') || isOption(sentence, word)) return [];
      const after = words.slice(index + 1, index + 5);
      const effects = effectsOf({ ...known, word, objects: after, head: headNoun(after) ?? '' });
      const added = effects.filter((effect) => effect !== 'read' && (isLooking || effect !== 'write'));
      return claimsOf(added, `"${word}" in the description`);
    });
  });
}

const LOST = /\bwill be (?:[a-z]+ly )?(?:lost|deleted|erased|destroyed|overwritten|wiped)\b/i;

/** What a change takes away, as a warning says it. */
export function lossClaims(sentences: readonly string[]): Claim[] {
  const warning = sentences.find((sentence) => LOST.test(sentence));
  return warning === undefined ? [] : claimsOf(['delete'], 'the description warns of a loss');
}

/** Whether a word is said of the tool, as a verb: at the start of a clause, or of "it", and not denied. */
function isSaid(words: readonly string[], index: number): boolean {
  const word = words[index] ?? '';
  const known = verbIn(word);
  if (known === null || known.verb.kind === 'read' || known.verb.kind === 'manage') return false;
  const isThird = word !== known.plain && word.endsWith('s');
  const isJoined = index > 0 && STARTERS.has(words[index - 1] ?? '');
  const isAct = isJoined
    ? isPassedOn(words, index) || (isThird && DETERMINERS.has(words[index + 1] ?? ''))
    : index === 0 && isActing(words);
  if (!known.verb.sure && !isAct) return false;
  if (word !== known.plain && !isThird) return false;
  const before = (words[index - 1] ?? '').endsWith('ly') ? words[index - 2] : words[index - 1];
  const starts = index === 0 || STARTERS.has(before ?? '');
  const isToldOfIt = SUBJECTS.has(before ?? '');
  if (isThird && index > 0 && !isToldOfIt && !(starts && DETERMINERS.has(words[index + 1] ?? '')))
    return false;
  if (!isThird && !starts) return false;
  return !words
    .slice(Math.max(0, index - NEAR), index)
    .some((near) => DENIALS.has(near) || near.endsWith("n't"));
}

const OBJECTS = wordSet('it them');

/** `And mail it`: what is got goes on, by a verb that may be a noun elsewhere. */
function isPassedOn(words: readonly string[], index: number): boolean {
  const known = verbIn(words[index] ?? '');
  const isJoined = words[index - 1] === 'and' || words[index - 1] === 'then';
  return isJoined && known?.verb.kind === 'tell' && OBJECTS.has(words[index + 1] ?? '');
}

/** `Set dry_run=true`: an argument is set. */
function isOption(sentence: string, verb: string): boolean {
  return new RegExp(`\\b${verb}\\s+[\`'"]?\\w+[\`'"]?\\s*(?:=|to (?:true|false)\\b)`, 'i').test(sentence);
}

/** `List, create, close or select a tab`: verbs of one sentence that share their object. */
const ENUMERATION = /^[a-z]+(?:(?:\s?,\s?(?:(?:and|or)\s)?|\s(?:and|or)\s|\s?\/\s?)[a-z]+)+/i;
/** `with the following actions: get, start`. */
const ANNOUNCED = /\b(?:actions|operations|methods|commands)(?:\sare|\sinclude)?\s?:\s?([^.]+)/i;

/** The operations that an opening lists, or announces as actions; none where it lists fewer than two. */
export function listedClaims(sentences: readonly string[]): Claim[] {
  const [opening = ''] = sentences;
  const words = plainWords(ENUMERATION.exec(opening)?.[0] ?? '').filter((word) => !STARTERS.has(word));
  const after = plainWords(opening).slice(words.length + 1);
  const announced = sentences.flatMap((sentence) =>
    (ANNOUNCED.exec(sentence)?.[1] ?? '').split(/[,;|]|\bor\b|\band\b/),
  );
  const first = announced.map((item) => plainWords(item)[0] ?? '');
  const verbs = [...words, ...first].flatMap((word) => verbIn(word) ?? []);
  // `Opens and clicks of a campaign`: what is of something is no act.
  if (verbs.length < 2 || after[0] === 'of') return [];
  const head = headNoun(after) ?? '';
  const because = 'the description lists what it does';
  return verbs.flatMap((known) =>
    claimsOf(effectsOf({ ...known, word: known.plain, objects: after, head }), because),
  );
}

/** Sure verbs anywhere in the opening of what says that it manages something. */
export function managedClaims([opening = '']: readonly string[]): Claim[] {
  return plainWords(opening)
    .slice(0, LISTED)
    .flatMap((word) => {
      const known = verbIn(word);
      if (known === null || !known.verb.sure) return [];
      return claimsOf(
        effectsOf({ ...known, word, objects: [], head: '' }),
        'the description lists what it manages',
      );
    });
}
