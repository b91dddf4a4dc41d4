// A name is read as verbs and what they are done to; what cannot be read that way claims nothing.

import { joinPhrasals, stripNoise } from '../lexicon/phrasals.ts';
import { verbIn, verbOf } from '../lexicon/verbs.ts';
import type { KnownVerb, Verb } from '../lexicon/verbs.ts';
import { wordSet, wordsOf } from '../words.ts';
import type { Surroundings } from './surroundings.ts';

export interface Phrase {
  readonly verb: Verb;
  /** The verb's plain form, and the word as it stands. */
  readonly plain: string;
  readonly word: string;
  /** What it is done to and with: every other word that means something. */
  readonly objects: readonly string[];
  /** What it is done to: the last noun before anything like "to", "from" or "of". */
  readonly head: string;
}

/** Words that mean nothing by themselves in the name of a tool. */
const FILLER = wordSet('a an the my your to of for by in on at from with into as its all');
/** What it is done to ends before these. */
const PREPOSITIONS = wordSet('to of for by in on at from with into as via using per');
/** After these a further verb counts as much as the first. */
const JOINTS = wordSet('and or then');
/** Even a leading word before one of these is part of a noun: `order status`, `run history`. */
const ACCOUNTS = `status history logs log type types result results info information detail details state
  count counts   list activity metadata metrics stats statistics summary config configuration usage`;
/** So is a later verb before one of these. */
const RECORDS = wordSet(
  ACCOUNTS,
  `event events rules rule request requests schedule schedules template templates policy
    policies job jobs group groups plan plans key keys report reports setting settings option
    options queue url urls`,
);
const OF_A_NOUN = wordSet(ACCOUNTS);

/** The verbs of a name with their objects; the one that says most first. */
export function namePhrases(name: string, { noise, isGenerated }: Surroundings): Phrase[] {
  const words = joinPhrasals(stripNoise(wordsOf(name), noise));
  const found = words.flatMap((word, index) => {
    const known =
      index === 0 ? leading(word, isGenerated) : (inner(word, index === words.length - 1) ?? null);
    return known === null ? [] : [{ ...known, word, index }];
  });
  const head = headOf(found, words);
  if (head === undefined) return [];
  const others = found.filter((one) => one !== head && countsBeside(one, words, head));
  return [head, ...others].map(({ verb, plain, word, index }) => ({
    verb,
    plain,
    word,
    objects: words.filter((other, place) => place !== index && !FILLER.has(other)),
    head: headNoun(words.slice(index + 1)) ?? headNoun(words.slice(0, index)) ?? '',
  }));
}

interface Found extends KnownVerb {
  readonly word: string;
  readonly index: number;
}

/** In names that were made of HTTP methods, `post` says that something is created or asked. */
function leading(word: string, isGenerated: boolean): KnownVerb | null {
  if (isGenerated && word === 'post') return { verb: { kind: 'make', sure: false }, plain: 'create' };
  const known = verbIn(word);
  // `messages` are many of them, not what somebody does.
  return known !== null && (known.verb.sure || known.plain === word) ? known : null;
}

/** In the middle of a name only plain forms are verbs; the last word may end in -ing. */
function inner(word: string, isLast: boolean): KnownVerb | null {
  const verb = verbOf(word);
  if (verb !== undefined) return { verb, plain: word };
  return isLast && word.endsWith('ing') ? verbIn(word) : null;
}

function headOf(found: readonly Found[], words: readonly string[]): Found | undefined {
  const [first] = found;
  if (first?.index === 0 && first.verb.sure) return first;
  const sure = found.filter(
    ({ verb, index }) => verb.sure && !(first?.index === 0 && isRecord(words, index)),
  );
  const leads = first?.index === 0 && !OF_A_NOUN.has(words[1] ?? '') ? first : undefined;
  return sure.at(-1) ?? leads ?? found.findLast(({ index }) => index > 0 && index === words.length - 1);
}

function countsBeside({ verb, index }: Found, words: readonly string[], head: Found): boolean {
  const isJoined = JOINTS.has(words[index - 1] ?? '');
  // What is looked at may be called an update or a release.
  if (head.verb.kind === 'read' && head.index === 0 && index > 1 && !isJoined) return false;
  if (isJoined || (JOINTS.has(words[index + 1] ?? '') && index < head.index)) return true;
  if (!verb.sure) return index === 0 && head.index !== 0 && head.verb.kind !== 'read';
  return !isRecord(words, index);
}

function isRecord(words: readonly string[], index: number): boolean {
  return RECORDS.has(words[index + 1] ?? '');
}

/** The last word of the first group of nouns. */
export function headNoun(words: readonly string[]): string | undefined {
  const start = words.findIndex((word) => !FILLER.has(word) && !JOINTS.has(word));
  if (start === -1) return undefined;
  const end = words.findIndex((word, place) => place > start && isBreak(word));
  return words.slice(start, end === -1 ? undefined : end).at(-1);
}

function isBreak(word: string): boolean {
  return PREPOSITIONS.has(word) || JOINTS.has(word);
}

export { FILLER };
