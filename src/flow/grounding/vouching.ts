// What a call writes down is read again by tasks that know nothing of this one: whether anybody vouches for it
// is told now, value by value, or never. Words of the agent's own are its work; what leads somewhere, stands
// for one thing, or was brought up by others alone is somebody's.

import type { Json } from '../../kernel/json.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { argumentsOf, roleOf, type Argument } from './argument.ts';
import { addressesOf, wordsIn } from './atom.ts';
import { fold } from './fold.ts';
import type { GroundingIndex } from './grounding-index.ts';
import { isVouched } from './lookup.ts';
import { isTelling } from './naming.ts';
import { nameOf, type Thing } from './records.ts';
import { accountsIn, isGiven } from './shape.ts';
import type { SpokenTool } from './speaks-of.ts';
import type { ToolProfile } from '../../kernel/state.ts';

/** Texts that a writing is known by later, wherever it is read. */
export interface Unvouched {
  readonly texts: readonly string[];
  /** It says nothing itself. */
  readonly isCopy: boolean;
}

/** Nothing is known again by a longer text. */
const MAX_KNOWN_BY = 512;
/** Of one result. */
const MAX_NAMES = 4_096;
/** Characters of a text whose words are looked at. */
const MAX_TEXT = 65_536;

/** Whose values are judged one by one, as whoever acts or receives is. */
const CARRYING: ReadonlySet<ArgumentRole> = new Set<ArgumentRole>(['destination', 'identity', 'credential']);

/** What nobody vouches for of what a call writes; null: it writes no such thing. */
export function unvouchedIn(
  index: GroundingIndex,
  tool: SpokenTool & { readonly profile: ToolProfile },
  input: Json,
): Unvouched | null {
  const isSent = tool.effects.includes('send');
  if (!isSent && !tool.effects.includes('write')) return null;
  const { read, isCut } = argumentsOf(tool.profile, input);
  const said = read.filter((one) => !isPlace(one, isSent));
  if (said.length === 0 && !isCut) return { texts: [], isCopy: true };
  const doubtful = said.filter((one) => !vouches(index, one));
  if (doubtful.length === 0 && !isCut) return null;
  const texts = doubtful.flatMap(({ text }) => knownBy(text).filter((one) => !isVouchedValue(index, one)));
  return { texts: [...new Set(texts)], isCopy: false };
}

/** Where it is written, not what: to whom something is sent does not stand in it. */
function isPlace(one: Argument, isSent: boolean): boolean {
  const role = roleOf(one);
  return role === 'selector' || role === 'path' || (isSent && role === 'destination');
}

function vouches(index: GroundingIndex, one: Argument): boolean {
  const role = roleOf(one);
  if (CARRYING.has(role)) return isVouched(index.ground(one.pointer, role, one.value));
  return isVouchedText(index, one.text);
}

function isVouchedText(index: GroundingIndex, text: string): boolean {
  const led = addressesIn(text);
  if (led.length === 0 && isVouchedValue(index, text)) return true;
  if (text.length > MAX_TEXT || index.isFull()) return false;
  const words = wordsIn(fold(text));
  return led.every((one) => isVouchedValue(index, one)) && words.every((word) => isPlainWord(index, word));
}

/** For what it could be at best. */
function isVouchedValue(index: GroundingIndex, text: string): boolean {
  return isVouched(index.ground('', 'identity', text));
}

/** A time of day, or a date, stands for no thing; digits among letters, many digits and signs within do. */
const WHEN = /^\d{1,4}(?:[-/.]\d{1,2}){1,2}(?:t[\d:.+z-]*)?$/u;
const ONE_THING = /^(?=.{5,})(?:.*[@#]|.*[._]\p{L}|(?=.*\p{L}).*\d|\P{L}*\d{2,}\D*\d{3})/u;

function isPlainWord(index: GroundingIndex, word: string): boolean {
  if (ONE_THING.test(word) && !WHEN.test(word)) return isVouchedValue(index, word);
  return !(isTelling(word) || /^\d{2,}/.test(word)) || !index.isOthers(word);
}

function addressesIn(text: string): string[] {
  const { emails, sites } = addressesOf(text);
  return [...emails, ...sites.map((site) => `https://${site}`), ...accountsIn(text)];
}

function knownBy(text: string): string[] {
  return [...(text.trim() !== '' && text.length <= MAX_KNOWN_BY ? [text] : []), ...addressesIn(text)];
}

/** The texts that a record of a result may be known by; of one that is a text alone, its lines and words. */
export function namesOf({ leaves, isItem }: Thing): {
  readonly names: readonly string[];
  readonly isCut: boolean;
} {
  const names = new Set<string>();
  for (const { pointer, text } of leaves) {
    const isAlone = !isItem && leaves.length === 1 && pointer.split('/').length < 3;
    const apart = isAlone ? [...text.split('\n'), ...wordsIn(fold(text.slice(0, MAX_TEXT)))] : [];
    for (const name of [...knownBy(text), ...apart]) if (name.length <= MAX_KNOWN_BY) names.add(name.trim());
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
 * The records that another task wrote, by what they are called or say; all, where it was asked for by its name
 * and they have no ids of their own, or where it is known by none of them.
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
