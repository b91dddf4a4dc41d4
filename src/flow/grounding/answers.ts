// Whoever has a text followed may have an answer to it sent to whom it names: what is said there is the
// person's, the agent's or that text's own. What was read anywhere else goes to nobody for being asked for.

import type { Effect } from '../../kernel/effect.ts';
import type { Json } from '../../kernel/json.ts';
import { roleOf, shapedRoleOf, type Argument } from './argument.ts';
import { addressesOf, waysOf, wordsIn } from './atom.ts';
import { formsOf } from './disguise.ts';
import { fold } from './fold.ts';
import { SEEN, type KeyTable, type Sighting } from './key-table.ts';
import { isValueSeen } from './lookup.ts';
import { accountsIn } from './shape.ts';
import { onlySays, type SpokenTool } from './speaks-of.ts';

/** A longer one is no answer, nor is one to more people, or with more in it. */
const MAX_SAID = 8_000;
const MAX_PLACES = 8;
const MAX_VALUES = 64;
const MAX_DEPTH = 4;
/** So many words one after the other that stand elsewhere are taken from there. */
const RUN = 3;
/** A shorter word in disguise may be any other. */
const MIN_DISGUISED = 6;

const SAYS: ReadonlySet<Effect> = new Set<Effect>(['send', 'write', 'read']);
const TEXTS = new Set(
  (
    'subject body text message content title description comment start end date day time ' +
    'location place duration minutes timezone'
  ).split(' '),
);
const ENTRIES = /^\/(?:fields|form|values|answers|inputs)\//;
/** A file, by its name alone. */
const FILE = /^\s*(?:@?[~.]{0,2}\/\S*|@?[^\s@]+\.[a-z][a-z\d]{1,4})\s*$/i;

/** Pointers of what a form is filled in with, which goes where another argument says. */
export function entriesOf(all: readonly Argument[]): ReadonlySet<string> {
  const pointers = all.map(({ pointer }) => pointer).filter((pointer) => ENTRIES.test(pointer));
  const entries = new Set(pointers);
  const isSent = all.some((one) => !entries.has(one.pointer) && shapedRoleOf(one) === 'destination');
  return isSent ? entries : new Set();
}

/** What a call says, where it does no more than to say something; else null. */
export function saidBy(
  tool: SpokenTool,
  all: readonly Argument[],
  entries: ReadonlySet<string>,
  input: Json,
): readonly string[] | null {
  const isSaying =
    tool.effects.includes('send') && tool.effects.every((effect) => SAYS.has(effect)) && onlySays(tool);
  if (!isSaying || !isPlain(input, 0) || all.length > MAX_VALUES) return null;
  const isEntry = ({ pointer }: Argument): boolean => entries.has(pointer);
  const isPlace = (one: Argument): boolean => !isEntry(one) && shapedRoleOf(one) === 'destination';
  const texts = all.filter((one) => !isPlace(one));
  const isText = (one: Argument): boolean =>
    !FILE.test(one.text) &&
    (isEntry(one) || (roleOf(one) === 'content' && one.words.every((word) => TEXTS.has(word))));
  const places = all.filter(isPlace);
  const said = [
    ...texts.map(({ pointer, text }) => `${entries.has(pointer) ? pointer : ''} ${text}`),
    ...places.map(({ text }) => besideAddress(text)),
  ];
  const length = said.reduce((sum, text) => sum + text.length, 0);
  const isTold = texts.length > 0 && texts.every(isText) && places.length <= MAX_PLACES;
  return isTold && length <= MAX_SAID ? said : null;
}

/** Nothing is switched on with it, and all of it is read. */
function isPlain(input: Json, depth: number): boolean {
  if (input === true || depth > MAX_DEPTH) return false;
  if (input === null || typeof input !== 'object') return true;
  return Object.values(input as { [key: string]: Json }).every((one) => isPlain(one, depth + 1));
}

/** A name that is shown, and what a site is told after `#`. */
function besideAddress(text: string): string {
  const words = text.split(/\s+/);
  return words.map((word) => (/[@/]|\.\w/.test(word) ? word.replace(/^[^#]*/, ' ') : word)).join(' ');
}

/** Whether a followed step leads to a place, and what is said there takes nothing along from elsewhere. */
export function isAnswer(table: KeyTable, place: string, said: readonly string[]): boolean {
  const steps = stepsTo(table, place);
  return steps !== null && !bringsAlong(table, said.join('\n'), steps);
}

/** Kept apart: who else speaks of an address gave no step. */
export function stepKeys(text: string): readonly string[] {
  const { emails, sites } = addressesOf(text);
  return [...emails, ...sites].map((one) => `s:${one}`);
}

/** The sources whose steps lead to all addresses of a place; null: not all are of a step. */
function stepsTo(table: KeyTable, place: string): readonly string[] | null {
  const all = stepKeys(place).map(table.get);
  return all.length === 0 || all.includes(null) ? null : all.flatMap((one) => one?.sources ?? []);
}

/**
 * Whether a text has something in it that neither a person nor these steps gave, also in disguise. A link or
 * an account goes along only where the person said it.
 */
function bringsAlong(table: KeyTable, text: string, sources: readonly string[]): boolean {
  const isTheirs = ({ seen, sources: own }: Sighting): boolean =>
    (seen & (SEEN.person | SEEN.made)) !== 0 ||
    ((seen & (SEEN.step | SEEN.named)) !== 0 && own.some((one) => sources.includes(one)));
  const isElsewhere = (key: string): boolean => {
    const found = table.get(key);
    return found !== null && !isTheirs(found);
  };
  const isNew = (word: string): boolean =>
    !waysOf(word)
      .flatMap((key) => table.get(key) ?? [])
      .some(isTheirs);
  const isUnsaid = (place: string): boolean => !isValueSeen(table, place, SEEN.person);
  const words = wordsIn(fold(text));
  const runs = words.slice(RUN - 1).map((_, at) => `w:${words.slice(at, at + RUN).join(' ')}`);
  const plain = words.filter((word) => !WHEN.test(word));
  const telling = [...plain.filter((word) => TELLING.test(word)), ...digitsIn(plain)];
  const disguised = text.split(/\s+/).filter(({ length }) => length >= MIN_DISGUISED);
  return (
    [...addressesOf(text).sites, ...accountsIn(text)].some(isUnsaid) ||
    telling.some(isNew) ||
    runs.some(isElsewhere) ||
    disguised.flatMap(formsOf).flatMap(waysOf).some(isElsewhere)
  );
}

/** In words that follow each other, joined: a code may be split. */
function digitsIn(words: readonly string[]): string[] {
  const joined = words.map((word) => (/^\P{L}+$/u.test(word) ? word.replaceAll(/\D/g, '') : ' ')).join('');
  return joined.match(/\d{4,}/g) ?? [];
}

/** A number, an amount, an id: it says what nobody makes up. */
const TELLING = /^(?=.{3,})(?=.*\p{N})/u;
const CLOCK = '(?:[01]?\\d|2[0-3])[:.][0-5]\\d';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const YEAR = '(?:19|20)\\d\\d';
/** Days and times, which are written in many ways. */
const WHEN = new RegExp(
  `^(?:${YEAR}|${CLOCK}(?:[-–]${CLOCK})?|${DAY}(?:st|nd|rd|th)|` +
    `(?:0?\\d|1[0-2])(?:am|pm)|(?:[01]?\\d|2[0-3])h|` +
    `${YEAR}-(?:0[1-9]|1[0-2])-${DAY}(?:t${CLOCK}(?::[0-5]\\d)?(?:z|[+-]${CLOCK})?)?)$`,
);
