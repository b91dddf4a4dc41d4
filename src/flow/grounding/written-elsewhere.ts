// What other tasks wrote is told from the rest of a result by what its records are called and say; where that
// cannot be told, all of it counts as written so.

import type { Json } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { argumentsOf, roleOf } from './argument.ts';
import { addressesOf, mixesAddresses, PHRASE_WORDS, wordsIn } from './atom.ts';
import { compact, fold } from './fold.ts';
import { nameOf, type Thing } from './records.ts';
import { accountsIn, isGiven, telephonesIn } from './shape.ts';

/** Nothing is known again by a longer text. */
const MAX_KNOWN_BY = 512;
/** Of one record. */
const MAX_NAMES = 4_096;
/** Characters of a text whose words are looked at. */
export const MAX_TEXT = 65_536;

/** Where a text leads, and whose accounts it has. */
export function addressesIn(text: string): string[] {
  const { emails, sites } = addressesOf(text);
  return [...emails, ...sites.map(asUrl), ...accountsIn(text)];
}

function asUrl(site: string): string {
  return `https://${site}`;
}

/** What a text is, and what stands inside it: who is spoken of in a letter is no record of that letter's. */
export interface Values {
  readonly whole: readonly string[];
  readonly inside: readonly string[];
  /** Those inside that lead somewhere. */
  readonly leading: readonly string[];
  /** What is said in those of a text that is too long to be known by its whole. */
  readonly lines: readonly string[];
}

/** What is written is known by these later, wherever it is read: the whole by a whole, a part by a part. */
export function valuesOf(text: string): Values {
  const bare = text.slice(0, MAX_TEXT).trim();
  const folded = fold(bare);
  const all = compact(folded);
  const isAll = (one: string): boolean => compact(fold(one)) === all;
  const led = new Set([...addressesIn(bare), ...telephonesIn(bare)]);
  // The groups of one number are no numbers.
  const words = [...led].some(isAll) ? [] : wordsIn(folded);
  const found = [...led, ...words.filter((word) => isKnown(word) && isOneThing(word))];
  // `Ann Lee <ann@firm.example>` is that address.
  const alone = isKnown(bare) && !mixesAddresses(bare) ? addressesOf(bare) : { emails: [], sites: [] };
  const own = [...found.filter(isAll), ...alone.emails, ...alone.sites.map(asUrl)];
  const whole = new Set([bare, ...own].filter(isKnown));
  const inside = [...new Set(found)].filter((one) => isKnown(one) && !whole.has(one));
  const leading = inside.filter((one) => led.has(one));
  const lines = isKnown(bare) ? [] : linesOf(bare).filter(isSaying);
  return { whole: [...whole], inside, leading, lines };
}

/** A greeting, or a heading, is everybody's. */
function isSaying(line: string): boolean {
  return wordsIn(fold(line)).length > PHRASE_WORDS;
}

function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter(isKnown);
}

function isKnown(name: string): boolean {
  return name !== '' && name.length <= MAX_KNOWN_BY;
}

/** Names of nothing begin so. */
const INSIDE = '\0';

/** By which a value is known that stands inside a longer text. */
export function asInside(value: string): string {
  return `${INSIDE}${value}`;
}

/** A time of day, or a date, stands for no thing; digits among letters, many digits and signs within do. */
const WHEN = /^\d{1,4}(?:[-/.]\d{1,2}){1,2}(?:t[\d:.+z-]*)?$/u;
const ONE_THING = /^(?=.{5,})(?:.*[@#]|.*[._]\p{L}|(?=.*\p{L}).*\d|\P{L}*\d{2,}\D*\d{3})/u;

/** Whether a folded word stands for one thing alone. */
export function isOneThing(word: string): boolean {
  return ONE_THING.test(word) && !WHEN.test(word);
}

/** The texts that a record of a result may be known by; of one that is a text alone, its lines and words. */
export function namesOf({ leaves, isItem }: Thing): {
  readonly names: readonly string[];
  readonly isCut: boolean;
} {
  const names = new Set<string>();
  for (const { pointer, text } of leaves) {
    const isAlone = !isItem && leaves.length === 1 && pointer.split('/').length < 3;
    const { whole, inside, lines } = valuesOf(text);
    const all = isAlone ? text.slice(0, MAX_TEXT) : '';
    const apart = [...linesOf(all), ...wordsIn(fold(all)).filter(isKnown)];
    for (const name of [...whole, ...apart]) names.add(name);
    for (const value of [...inside, ...lines]) names.add(asInside(value));
    if (names.size > MAX_NAMES) return { names: [...names].slice(0, MAX_NAMES), isCut: true };
  }
  return { names: [...names], isCut: leaves.some(({ text }) => text.length > MAX_TEXT) };
}

/** What other tasks wrote of a result, as far as that is known. */
export interface WrittenElsewhere {
  /** How such a thing was asked for by its name; null: it was not. */
  readonly named: 'path' | 'name' | null;
  /** A thing that is called so, or says so, is. */
  readonly has: (name: string) => boolean;
}

/**
 * The records that another task wrote, by what they are called or say; all, where it was asked for by its
 * name and they have no ids of their own, or where it is known by none of them.
 */
export function writtenAmong(things: readonly Thing[], { named, has }: WrittenElsewhere): ReadonlySet<Thing> {
  const known = new Set(things.filter((thing) => isKnownBy(thing, has)));
  // What stands at a path is that, whatever it looks like.
  const isAll = named === 'name' ? !things.every(hasId) : named === 'path' || known.size === 0;
  return isAll ? new Set(things) : known;
}

function isKnownBy(thing: Thing, has: (name: string) => boolean): boolean {
  const { names, isCut } = namesOf(thing);
  return isCut || names.some(has);
}

/** The system says which it is. */
function hasId({ leaves }: Thing): boolean {
  return leaves.some((leaf) => isGiven(nameOf(leaf), leaf.text));
}

/** How a call names what it reads. */
export function howNamed(profile: ToolProfile, input: Json): 'path' | 'name' {
  return argumentsOf(profile, input).read.some((one) => roleOf(one) === 'path') ? 'path' : 'name';
}
